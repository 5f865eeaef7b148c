import { createHmac } from 'node:crypto';

/** What a keyed hash is of: one kind's hashes never meet another's. */
export type HashKind =
  | 'message'
  | 'event'
  | 'conversation'
  | 'bsuid'
  | 'phone'
  | 'whatsapp-group'
  | 'folio'
  | 'intent';

export type KeyedHash = (kind: HashKind, value: string) => string;

/**
 * Makes the hash that stands for personal identifiers wherever they must not appear. Keyed, because a phone number is
 * enumerated in seconds. Gives 128 bits as 22 characters of base64url.
 */
export function keyedHash(secret: string): KeyedHash {
  return (kind, value) =>
    createHmac('sha256', secret).update(`${kind}\u0000${value}`).digest('base64url').slice(0, 22);
}
