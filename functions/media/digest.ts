import { createHash } from 'node:crypto';

/** Compares bytes with a SHA-256 as Meta gives it: base64 in deliveries, hexadecimal from the Graph API. */
export function isSameDigest(bytes: Uint8Array, expected: string): boolean {
  const digest = createHash('sha256').update(bytes).digest();
  const given = /^[0-9a-f]{64}$/iu.test(expected)
    ? Buffer.from(expected, 'hex')
    : Buffer.from(expected, 'base64');
  return digest.equals(given);
}
