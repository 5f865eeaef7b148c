import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeDigest, type DigestFact } from './digest.ts';
import { isSensitive } from './routing.ts';
import { incidents, petitions } from './taxonomy.ts';

const people = ['ana', 'beto', 'caro', 'dani', 'eva'];
const fact: fc.Arbitrary<DigestFact> = fc.record({
  petitions: fc.subarray(petitions, { minLength: 1, maxLength: 3 }),
  incident: fc.option(fc.constantFrom(...incidents)),
  reporterKeys: fc.subarray(people, { minLength: 1 }),
});
const facts = fc.array(fact, { maxLength: 30 });
const countsOf = (lines: string[] | null): number[] =>
  (lines ?? []).map((line) => Number(/: (\d+) reportes\.$/u.exec(line)?.[1]));

describe('whatever a day held', () => {
  it('each line stands for three reports or more, each report in one line at most', () => {
    fc.assert(
      fc.property(facts, (told) => {
        const counts = countsOf(composeDigest(told));
        expect(counts.every((count) => count >= 3)).toBe(true);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(told.length);
      }),
    );
  });

  it('two people alone are never in a digest', () => {
    fc.assert(
      fc.property(facts, (told) => {
        const ofTwo = told.map((each) => ({
          ...each,
          reporterKeys: each.reporterKeys.map((key) => (key < 'c' ? key : 'ana')),
        }));
        expect(composeDigest(ofTwo)).toBeNull();
      }),
    );
  });

  it('what is sensitive changes nothing', () => {
    fc.assert(
      fc.property(facts, (told) => {
        expect(composeDigest(told)).toEqual(
          composeDigest(told.filter(({ incident }) => !isSensitive(incident))),
        );
      }),
    );
  });

  it('the order in which reports were made changes nothing', () => {
    fc.assert(
      fc.property(facts, (told) => {
        expect(composeDigest(told.toReversed())).toEqual(composeDigest(told));
      }),
    );
  });
});
