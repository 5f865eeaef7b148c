import { createHash, randomBytes } from 'node:crypto';

/**
 * Message ids as Meta makes them: `wamid.` and base64 of a few framed fields, the first of which is the phone number
 * (for a group, its number at WhatsApp). Programs must treat them as opaque, and as personal: that is why the real
 * shape is kept here.
 */

const field = (tag: number, text: string): Buffer =>
  Buffer.concat([Buffer.from([tag, text.length]), Buffer.from(text, 'ascii')]);

/**
 * @param address digits of the person's phone, or of the group.
 * @param direction `in` for what a person wrote, `out` for what we sent.
 */
export function makeWamid(address: string, direction: 'in' | 'out'): string {
  const [kind, bytes] = direction === 'in' ? [0x12, 10] : [0x11, 9];
  const parts = [
    Buffer.from([0x1c]),
    field(0x18, address),
    Buffer.from([0x15, 0x02, 0x00, kind]),
    field(0x18, randomBytes(bytes).toString('hex').toUpperCase()),
    Buffer.from([0x00]),
  ];
  return `wamid.${Buffer.concat(parts).toString('base64')}`;
}

/** The 15 digits that stand for a group inside its message ids. */
export function groupAddress(groupId: string): string {
  const digest = createHash('sha256').update(groupId).digest();
  return `120363${String(digest.readUIntBE(0, 6) % 1_000_000_000).padStart(9, '0')}`;
}
