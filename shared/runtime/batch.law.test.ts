import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { inBatches, type QueueRecord, Unprocessable } from './batch.ts';

type Fate = 'done' | 'fails' | 'cannot' | 'cannot-be-parked';
type Given = { group: string | undefined; fate: Fate };

const given: fc.Arbitrary<Given> = fc.record({
  group: fc.constantFrom('A', 'B', 'C', undefined),
  fate: fc.constantFrom<Fate>('done', 'done', 'done', 'fails', 'cannot', 'cannot-be-parked'),
});
const isFailure = (fate: Fate): boolean => fate === 'fails' || fate === 'cannot-be-parked';

async function run(all: Given[]): Promise<{ tried: number[]; failed: number[]; parked: number[] }> {
  const tried: number[] = [];
  const parked: number[] = [];
  const fateOf = (index: number): Fate => all[index]?.fate ?? 'done';
  const handler = inBatches({
    schema: z.number(),
    version: 1,
    process: async (index) => {
      tried.push(index);
      // Others get their turn here, as they do while a table answers.
      await Promise.resolve();
      if (fateOf(index) === 'fails') throw new Error('away');
      if (fateOf(index) !== 'done') throw new Unprocessable('of-no-use');
    },
    park: ({ body }) => {
      if (fateOf(Number(body)) === 'cannot-be-parked') return Promise.reject(new Error('away'));
      parked.push(Number(body));
      return Promise.resolve();
    },
  });
  const Records = all.map(
    ({ group }, index): QueueRecord => ({
      messageId: String(index),
      body: String(index),
      attributes: group === undefined ? {} : { MessageGroupId: group },
    }),
  );
  const { batchItemFailures } = await handler({ Records });
  return { tried, parked, failed: batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)) };
}

describe('any batch', () => {
  test('has each group in order up to its first failure, and hands back exactly the rest', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(given, { maxLength: 30 }), async (all) => {
        const { tried, failed, parked } = await run(all);
        const groups = Map.groupBy(all.keys(), (index) => all[index]?.group ?? `alone ${index}`);
        for (const indexes of groups.values()) {
          const stop = indexes.findIndex((index) => isFailure(all[index]?.fate ?? 'done'));
          const handedBack = stop === -1 ? [] : indexes.slice(stop);
          const attempted = stop === -1 ? indexes : indexes.slice(0, stop + 1);
          expect(failed.filter((index) => indexes.includes(index))).toEqual(handedBack);
          expect(tried.filter((index) => indexes.includes(index))).toEqual(attempted);
          const cannot = attempted.filter((index) => all[index]?.fate === 'cannot');
          expect(parked.filter((index) => indexes.includes(index))).toEqual(cannot);
        }
        expect(new Set(failed).size).toBe(failed.length);
      }),
      { numRuns: 300 },
    );
  });
});
