/** Hashes for features: 32 bits, never 0, the same on every machine. They protect nothing. */

/** FNV-1a over a piece of a text, with a last stir that spreads neighbouring values. */
export function hashText(text: string, seed: number, from = 0, to = text.length): number {
  let hash = seed;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return stir(hash);
}

/** One id for two in their order. */
export function mix(one: number, other: number, seed: number): number {
  return stir(Math.imul(Math.imul(seed ^ one, 0x01000193) ^ other, 0x01000193));
}

function stir(value: number): number {
  let hash = value ^ (value >>> 15);
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  hash = Math.imul(hash, 0x297a2d39);
  hash ^= hash >>> 15;
  return hash >>> 0 || 1;
}
