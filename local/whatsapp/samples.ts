/**
 * Bytes of the media that people of the simulated WhatsApp send: a voice note of silence and a small picture. Both are
 * whole files of their kind, so that they can be played and shown.
 */
export type Sample = { mimeType: string; bytes: Buffer };

/** Polynomial 0x04c11db7 without reflection, as Ogg pages are checked. RFC 3533 §6. */
function oggCrc(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x80000000) === 0 ? crc << 1 : (crc << 1) ^ 0x04c11db7;
  }
  return crc >>> 0;
}

function oggPage(flags: number, granule: number, sequence: number, packets: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(27);
  head.write('OggS', 0, 'ascii');
  head[5] = flags;
  head.writeUInt32LE(granule, 6);
  head.writeUInt32LE(0x50524556, 14);
  head.writeUInt32LE(sequence, 18);
  head[26] = packets.length;
  const page = Buffer.concat([head, Buffer.from(packets.map(({ length }) => length)), ...packets]);
  page.writeUInt32LE(oggCrc(page), 22);
  return page;
}

/** Ogg Opus, mono, by RFC 7845. Each packet is 20 ms of silence, 960 samples at 48 kHz. */
function silence(seconds: number): Buffer {
  const opusHead = Buffer.alloc(19);
  opusHead.write('OpusHead', 0, 'ascii');
  opusHead[8] = 1;
  opusHead[9] = 1;
  opusHead.writeUInt32LE(48_000, 12);
  const opusTags = Buffer.alloc(16);
  opusTags.write('OpusTags', 0, 'ascii');
  const packets = Array.from({ length: seconds * 50 }, () => Buffer.from([0xf8, 0xff, 0xfe]));
  const samples = packets.length * 960;
  return Buffer.concat([
    oggPage(2, 0, 0, [opusHead]),
    oggPage(0, 0, 1, [opusTags]),
    oggPage(4, samples, 2, packets),
  ]);
}

export const voiceNote: Sample = { mimeType: 'audio/ogg; codecs=opus', bytes: silence(3) };
