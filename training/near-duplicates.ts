/** Length of the pieces in which two texts are compared, in characters. */
const shingleLength = 5;

/** What two texts have in common. */
export type Pair = { first: string; second: string; shared: number };

/**
 * Finds the pairs of texts that share more than `most` (0 to 1) of their shingles: twice the common ones over all of both
 * (Dice). Case, accents and punctuation do not count. Every such pair is found: two texts so alike must have one of
 * their rarest shingles in common, and only those are looked up.
 */
export function nearDuplicates(texts: readonly { id: string; text: string }[], most: number): Pair[] {
  const sets = byRarity(texts.map(({ text }) => shinglesOf(text)));
  // From the shortest on: what is looked up is then never longer than what is looked for.
  const order = [...sets.keys()].toSorted((one, other) => sizeOf(sets, one) - sizeOf(sets, other));
  const holders = new Map<number, number[]>();
  const seenBy = new Int32Array(sets.length).fill(-1);
  const pairs: Pair[] = [];
  for (const index of order) {
    const set = sets[index] ?? new Int32Array();
    const least = (most / (2 - most)) * set.length;
    for (const shingle of set.subarray(0, set.length - Math.ceil(least) + 1))
      for (const other of holders.get(shingle) ?? []) {
        if (seenBy[other] === index || sizeOf(sets, other) < least) continue;
        seenBy[other] = index;
        const shared = dice(set, sets[other] ?? new Int32Array(), most);
        if (shared > most)
          pairs.push({ first: texts[other]?.id ?? '', second: texts[index]?.id ?? '', shared });
      }
    for (const shingle of set.subarray(0, set.length - Math.ceil(most * set.length) + 1)) {
      const known = holders.get(shingle);
      if (known) known.push(index);
      else holders.set(shingle, [index]);
    }
  }
  return pairs;
}

const sizeOf = (sets: readonly Int32Array[], index: number): number => sets[index]?.length ?? 0;

/** Each set as numbers in rising order, the rarest shingle of all being 0. */
function byRarity(sets: readonly ReadonlySet<string>[]): Int32Array[] {
  const frequency = new Map<string, number>();
  for (const set of sets) for (const each of set) frequency.set(each, (frequency.get(each) ?? 0) + 1);
  const rarest = [...frequency].toSorted((one, other) => one[1] - other[1]).map(([shingle]) => shingle);
  const rank = new Map(rarest.map((shingle, index) => [shingle, index]));
  return sets.map((set) => Int32Array.from(set, (each) => rank.get(each) ?? 0).toSorted());
}

function shinglesOf(text: string): Set<string> {
  const plain = ` ${normalised(text)} `;
  const set = new Set<string>();
  for (let at = 0; at + shingleLength <= plain.length; at++) set.add(plain.slice(at, at + shingleLength));
  return set.size > 0 ? set : new Set([plain]);
}

/** The same for "¡Ayuda!" and "ayuda"; a text without letters stays as it is. */
function normalised(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return plain === '' ? text.trim() : plain;
}

/** Their measure, or 0 as soon as it cannot be over `most` any more. */
function dice(one: Int32Array, other: Int32Array, most: number): number {
  let missable = one.length - (most * (one.length + other.length)) / 2;
  let common = 0;
  let at = 0;
  for (let index = 0; index < one.length; index++) {
    const shingle = one[index] ?? 0;
    while (at < other.length && (other[at] ?? 0) < shingle) at++;
    if (other[at] === shingle) common++;
    else if (--missable < 0) return 0;
  }
  return (2 * common) / (one.length + other.length);
}
