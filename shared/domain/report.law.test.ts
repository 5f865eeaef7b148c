import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attached, foldReport, type Said } from './report.ts';
import { incidents, petitions, priorities } from './taxonomy.ts';

const base = Date.parse('2026-11-20T15:30:00Z');
/** Few enough values that equal times, people and groups are common. */
const sentAt = fc.nat(4).map((half) => new Date(base + half * 20 * 60_000));
const personKey = fc.constantFrom('p1', 'p2', 'p3');
const pin = fc.option(
  fc.record({ latitude: fc.integer({ min: 26, max: 32 }), longitude: fc.integer({ min: -115, max: -108 }) }),
);

const said: fc.Arbitrary<Omit<Said, 'messageKey'>> = fc.record({
  sentAt,
  personKey,
  groupCode: fc.constantFrom('G01', 'G02', null),
  petitions: fc.subarray([...petitions]),
  incident: fc.option(fc.constantFrom(...incidents)),
  inProgress: fc.boolean(),
  priority: fc.constantFrom(...priorities),
  location: fc.record(
    {
      municipality: fc.constantFrom('Guaymas', 'Cajeme'),
      colonia: fc.constantFrom('Centro', 'Norte'),
      street: fc.constant(['Uno']),
    },
    { requiredKeys: [] },
  ),
  needsReview: fc.boolean(),
});
const attached: fc.Arbitrary<Omit<Attached, 'messageKey'>> = fc.record({ sentAt, personKey, pin });

/** Things with keys of their own, and the same ones doubled and in another order. */
const shuffled = <Thing>(things: fc.Arbitrary<Thing>, prefix: string, minLength: number) =>
  fc
    .array(things, { minLength, maxLength: 8 })
    .map((all) => all.map((thing, index) => ({ ...thing, messageKey: `${prefix}${(index * 7) % 10}` })))
    .chain((all) =>
      fc.array(fc.nat(Math.max(0, all.length - 1)), { maxLength: 4 }).chain((doubled) => {
        const again = all.length === 0 ? [] : [...all, ...doubled.flatMap((index) => all[index] ?? [])];
        return fc.tuple(fc.constant(all), fc.shuffledSubarray(again, { minLength: again.length }));
      }),
    );

describe('a report', () => {
  test('is the same whatever the order in which its messages come, and however often', () => {
    fc.assert(
      fc.property(
        shuffled(said, 'm', 1),
        shuffled(attached, 'a', 0),
        ([once, again], [things, thingsAgain]) => {
          expect(foldReport('F', again, thingsAgain)).toEqual(foldReport('F', once, things));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('names each of its messages once, never takes danger back, and never opens later', () => {
    fc.assert(
      fc.property(shuffled(said, 'm', 2), ([all]) => {
        const whole = foldReport('F', all);
        const part = foldReport('F', all.slice(1));
        expect(new Set(whole.messageKeys)).toEqual(new Set(all.map(({ messageKey }) => messageKey)));
        expect(whole.messageKeys).toHaveLength(all.length);
        expect(priorities.indexOf(whole.priority)).toBeLessThanOrEqual(priorities.indexOf(part.priority));
        expect(whole.openedAt.getTime()).toBeLessThanOrEqual(part.openedAt.getTime());
        expect(whole.petitions).toEqual(expect.arrayContaining(part.petitions));
        expect(whole.inProgress || !part.inProgress).toBe(true);
      }),
    );
  });
});
