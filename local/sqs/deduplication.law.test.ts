import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { queueDefaults } from './definition.ts';
import { startSqs } from './engine.ts';
import { type Start, startTrial } from './trial.ts';

const queue = 'q.fifo';
const windowSeconds = 300;

const sends = fc.array(
  fc.record({
    id: fc.constantFrom('x', 'y'),
    group: fc.constantFrom('a', 'b'),
    after: fc.integer({ min: 0, max: 200 }),
    isRestarted: fc.boolean(),
    isDeleted: fc.boolean(),
  }),
  { maxLength: 30 },
);

/** A message is taken unless its id was, within the scope, in the five minutes before; a duplicate is answered as the first. */
const law = (scope: 'queue' | 'messageGroup', start: Start) =>
  fc.asyncProperty(sends, async (all) => {
    const trial = startTrial(
      [{ ...queueDefaults, name: queue, fifo: true, deduplicationScope: scope }],
      start,
    );
    const first = new Map<string, { at: number; answer: object }>();
    try {
      for (const { id, group, after, isRestarted, isDeleted } of all) {
        await trial.passes(after);
        if (isRestarted) trial.restart();
        const now = trial.clock.now();
        const key = scope === 'queue' ? id : `${group}/${id}`;
        const known = first.get(key);
        const isDuplicate = known !== undefined && now < known.at + windowSeconds * 1_000;
        const before = trial.sqs().peek(queue).length;
        const answer = await trial.send(queue, 'body', { MessageGroupId: group, MessageDeduplicationId: id });
        expect(trial.sqs().peek(queue).length - before).toBe(isDuplicate ? 0 : 1);
        if (isDuplicate) expect(answer).toEqual(known.answer);
        else first.set(key, { at: now, answer });
        if (isDeleted) for (const message of await trial.receive(queue)) await trial.remove(queue, message);
      }
    } finally {
      trial.end();
    }
  });

test.each(['queue', 'messageGroup'] as const)(
  'with the scope %s an id is taken once in five minutes, whatever is deleted or restarted',
  async (scope) => {
    await expect(fc.assert(law(scope, startSqs), { numRuns: 50 })).resolves.toBeUndefined();
  },
);

/** Queues that forget the ids of what they delete. */
const byContentOnly: Start = (options) => {
  const sqs = startSqs(options);
  let deletes = 0;
  return {
    ...sqs,
    call(operation, input) {
      if (operation === 'DeleteMessage') deletes++;
      const id = input['MessageDeduplicationId'];
      return sqs.call(
        operation,
        typeof id === 'string' ? { ...input, MessageDeduplicationId: `${id}${deletes}` } : input,
      );
    },
  };
};

test('the law catches queues that forget the ids of deleted messages', async () => {
  expect((await fc.check(law('queue', byContentOnly), { numRuns: 50 })).failed).toBe(true);
});
