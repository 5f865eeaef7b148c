import { describe, expect, it } from 'vitest';
import { nextTime } from './schedule-expression.ts';

const next = (expression: string, zone: string, after: string): string | null => {
  const time = nextTime(expression, zone, Date.parse(after));
  return time === null ? null : new Date(time).toISOString();
};

describe('the next time of a schedule', () => {
  it.each([
    ['rate(1 minute)', 'UTC', '2026-11-24T10:00:30Z', '2026-11-24T10:01:00.000Z'],
    ['rate(15 minutes)', 'UTC', '2026-11-24T10:00:00Z', '2026-11-24T10:15:00.000Z'],
    ['rate(2 hours)', 'UTC', '2026-11-24T10:00:00Z', '2026-11-24T12:00:00.000Z'],
    ['cron(0/15 * * * ? *)', 'America/Hermosillo', '2026-11-24T10:46:00Z', '2026-11-24T11:00:00.000Z'],
    ['cron(0 18 * * ? *)', 'America/Hermosillo', '2026-11-24T01:00:00Z', '2026-11-25T01:00:00.000Z'],
    ['cron(30 7 ? * MON-FRI *)', 'America/Hermosillo', '2026-11-27T20:00:00Z', '2026-11-30T14:30:00.000Z'],
    ['cron(0 9 1 JAN,JUL ? *)', 'UTC', '2026-11-24T00:00:00Z', '2027-01-01T09:00:00.000Z'],
    ['cron(5 9 * * ? 2020)', 'UTC', '2026-11-24T00:00:00Z', null],
  ])('%s in %s after %s', (expression, zone, after, expected) => {
    expect(next(expression, zone, after)).toBe(expected);
  });

  it('of an expression that is not played is refused', () => {
    expect(() => next('cron(0 9 L * ? *)', 'UTC', '2026-11-24T00:00:00Z')).toThrow('L in a cron');
    expect(() => next('at(2026-11-24T00:00:00)', 'UTC', '2026-11-24T00:00:00Z')).toThrow('not a schedule');
  });
});
