import { describe, expect, test } from 'vitest';
import { dayIn } from './calendar.ts';

describe('a local day', () => {
  const day = dayIn('America/Hermosillo');

  test('begins at 07:00 UTC in Hermosillo, in winter and summer alike', () => {
    expect(day(new Date('2026-01-15T06:59:59.999Z'))).toBe('2026-01-14');
    expect(day(new Date('2026-01-15T07:00:00.000Z'))).toBe('2026-01-15');
    expect(day(new Date('2026-07-15T06:59:59.999Z'))).toBe('2026-07-14');
    expect(day(new Date('2026-07-15T07:00:00.000Z'))).toBe('2026-07-15');
  });

  test('turns the year', () => {
    expect(day(new Date('2027-01-01T06:00:00Z'))).toBe('2026-12-31');
  });

  test('is of no zone that does not exist', () => {
    expect(() => dayIn('America/Pitic')).toThrow(RangeError);
  });
});
