import { describe, expect, test } from 'vitest';
import { keyedHash } from './hash.ts';

describe('a keyed hash', () => {
  const hash = keyedHash('secret');

  test('is 22 characters that fit a key, a queue attribute and a log line', () => {
    for (const value of ['', '526420000311', 'wamid.x', 'ñ'.repeat(1_000)])
      expect(hash('phone', value)).toMatch(/^[\w-]{22}$/u);
  });

  test('is the same for the same and another for another value, kind or secret', () => {
    const all = [
      hash('phone', '1'),
      hash('phone', '2'),
      hash('bsuid', '1'),
      keyedHash('other')('phone', '1'),
      // The kind does not run into the value.
      hash('message', 'folio'),
      hash('folio', 'message'),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(keyedHash('secret')('phone', '1')).toBe(all[0]);
  });

  test('shows nothing of its value, in plain or in base64', () => {
    const value = '526420000311';
    expect(hash('phone', value)).not.toContain(Buffer.from(value).toString('base64url').slice(0, 6));
  });
});
