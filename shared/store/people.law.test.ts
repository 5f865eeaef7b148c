import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import type { PersonIds } from '../domain/message.ts';
import { keyedHash } from '../runtime/hash.ts';
import { people } from './people.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const before = { bsuid: 'MX.1', phone: '526420000311' };
const after = { bsuid: 'MX.2', phone: '526420000312' };

/** What comes of one person around a change of number: messages under any of the identifiers, and the change itself. */
type Event = { kind: 'message'; ids: PersonIds } | { kind: 'move' };
const message = (ids: PersonIds): Event => ({ kind: 'message', ids });
const event = fc.constantFrom<Event>(
  message(before),
  message({ ...before, bsuid: null }),
  message({ ...before, phone: null }),
  message({ bsuid: before.bsuid, phone: '5216420000311' }),
  message(after),
  message({ ...after, phone: null }),
  message({ ...after, bsuid: null }),
  { kind: 'move' },
);
/** At least one change among them, anywhere. */
const events = fc
  .tuple(fc.array(event, { maxLength: 6 }), fc.nat())
  .map(([all, place]) => all.toSpliced(place % (all.length + 1), 0, { kind: 'move' }));

async function inParallel<Item>(
  items: Item[],
  width: number,
  run: (item: Item) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await run(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

describe('a person around a change of number', () => {
  test('is one in the end, whatever the order, doubling and parallelism', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 1, max: 4 }), async (all, width) => {
        const store = people(dynamo.client, dynamo.table, keyedHash(`law-${run++}`));
        await inParallel(all, width, (each) =>
          each.kind === 'move' ? store.moveTo(before, after) : store.resolve(each.ids),
        );
        const ids: PersonIds[] = [before, after].flatMap(({ bsuid, phone }) => [
          { bsuid, phone },
          { bsuid, phone: null },
          { bsuid: null, phone },
        ]);
        const found = await Promise.all(ids.map((each) => store.resolve(each)));
        expect(new Set(found.map(({ personKey }) => personKey)).size).toBe(1);
      }),
      { numRuns: 100 },
    );
  });
});
