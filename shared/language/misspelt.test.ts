import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance, nearestOf } from './misspelt.ts';

test('a distance is the same both ways, none to itself, and at most the slips made', () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'b', 'c', 'd', 'e') });
  fc.assert(
    fc.property(word, word, fc.nat(11), (one, other, place) => {
      expect(distance(one, other, 99)).toBe(distance(other, one, 99));
      expect(distance(one, one, 99)).toBe(0);
      const at = place % one.length;
      const slip = one.slice(0, at) + one.slice(at + 1);
      expect(distance(one, slip, 2)).toBeLessThanOrEqual(1);
      const bounded = Math.min(3, distance(one, other, 2));
      expect(bounded).toBe(Math.min(3, distance(one, other, 99)));
    }),
  );
});

test('the nearest words are those that comparing with each would give', () => {
  const word = fc.string({ minLength: 1, maxLength: 14, unit: fc.constantFrom('a', 'b', 'c', 'd', 'e') });
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 40 }), word, (words, misspelt) => {
      const most = Math.min(2, Math.floor(misspelt.length / 5));
      const far = words.map((each) => ({ each, slips: distance(each, misspelt, 99) }));
      const least = Math.min(...far.map(({ slips }) => slips));
      const right = far.filter(({ slips }) => slips === least && slips <= most).map(({ each }) => each);
      expect(nearestOf(words)(misspelt).toSorted()).toEqual(most === 0 ? [] : right.toSorted());
    }),
  );
});
