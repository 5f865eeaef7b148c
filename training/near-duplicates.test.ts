import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearDuplicates } from './near-duplicates.ts';

const words = 'anoche robaron la casa de mi tía en el centro y nadie vino a ver'.split(' ');
const text = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 })
  .map((chosen) => chosen.join(' '));

/** By comparing each with each, as the definition has it. */
function plainly(texts: readonly string[], most: number): number {
  const sets = texts.map((each) => {
    const plain = ` ${each.normalize('NFD').replaceAll(/\p{M}/gu, '')} `;
    return new Set(Array.from({ length: Math.max(1, plain.length - 4) }, (_, at) => plain.slice(at, at + 5)));
  });
  let pairs = 0;
  for (const [index, one] of sets.entries())
    for (const other of sets.slice(index + 1)) {
      const common = [...one].filter((shingle) => other.has(shingle)).length;
      if ((2 * common) / (one.size + other.size) > most) pairs++;
    }
  return pairs;
}

test('every pair that is too alike is found, and no other', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), fc.constantFrom(0.4, 0.6, 0.8), (texts, most) => {
      const found = nearDuplicates(
        texts.map((each, index) => ({ id: String(index), text: each })),
        most,
      );
      expect(found.length).toBe(plainly(texts, most));
    }),
  );
});
