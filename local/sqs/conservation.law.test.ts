import { readFileSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { queueDefaults } from './definition.ts';
import { startSqs } from './engine.ts';
import { type Received, type Start, startTrial, type Trial } from './trial.ts';

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), delay: fc.constantFrom(0, 0, 20) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('receive' as const, 'receive dead' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'give back' as const), which: fc.nat(30) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('move' as const, 'restart' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 40 }) }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What is under way: the queues' names, the bodies that must still be there, and the messages received. */
type Play = {
  trial: Trial;
  isFifo: boolean;
  name: string;
  dead: string;
  there: Set<string>;
  held: { queue: string; message: Received }[];
};

async function play(
  { trial, isFifo, name, dead, there, held }: Play,
  next: Step,
  body: string,
): Promise<void> {
  switch (next.do) {
    case 'send': {
      const group = { MessageGroupId: `g${body.at(-1)}`, MessageDeduplicationId: body };
      await trial.send(name, body, isFifo ? group : { DelaySeconds: next.delay });
      there.add(body);
      return;
    }
    case 'receive':
    case 'receive dead': {
      const queue = next.do === 'receive' ? name : dead;
      for (const message of await trial.receive(queue)) held.push({ queue, message });
      return;
    }
    case 'delete':
    case 'give back': {
      const [one] = held.splice(next.which % Math.max(1, held.length), 1);
      const stood =
        one &&
        trial
          .sqs()
          .peek(one.queue)
          .find(({ id }) => id === one.message.MessageId);
      if (!one || !stood) return;
      if (next.do === 'give back') await trial.giveBack(one.queue, one.message);
      else if (await trial.remove(one.queue, one.message)) there.delete(one.message.Body);
      return;
    }
    case 'move':
      await trial.moveFrom(dead);
      return;
    case 'wait':
      return trial.passes(next.seconds);
    case 'restart':
      return trial.restart();
    default:
      throw new Error(`No such step: ${String(next satisfies never)}`);
  }
}

/** Each message is, at the end, deleted or to be found once: on its queue or among the dead letters. */
const law = (isFifo: boolean, start: Start) =>
  fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
    const [name, dead] = isFifo ? ['q.fifo', 'dead.fifo'] : ['q', 'dead'];
    const redrive = { deadLetterQueueName: dead, maxReceiveCount: 2 };
    const queues = [
      { ...queueDefaults, name, fifo: isFifo, redrive },
      { ...queueDefaults, name: dead, fifo: isFifo },
    ];
    const trial = startTrial(queues, start);
    const there = new Set<string>();
    try {
      const stage: Play = { trial, isFifo, name, dead, there, held: [] };
      for (const [index, next] of steps.entries()) await play(stage, next, `m${index}`);
      trial.restart();
      await trial.passes(5);
      const found = [name, dead].flatMap((queue) =>
        trial
          .sqs()
          .peek(queue)
          .map(({ body }) => body),
      );
      expect(found).toHaveLength(there.size);
      expect(new Set(found)).toEqual(there);
    } finally {
      trial.end();
    }
  });

test.each([
  ['standard', false],
  ['FIFO', true],
])(
  'a %s queue, its dead letters and the way back neither lose nor double a message',
  async (_kind, isFifo) => {
    await expect(fc.assert(law(isFifo, startSqs), { numRuns: 150 })).resolves.toBeUndefined();
  },
);

/** A journal that loses its last line when the queues end. */
const forgetful: Start = (options) => {
  const sqs = startSqs(options);
  return {
    ...sqs,
    close() {
      sqs.close();
      const file = options.journalFile ?? '';
      writeFileSync(
        file,
        readFileSync(file, 'utf8')
          .split('\n')
          .slice(0, -2)
          .map((line) => `${line}\n`)
          .join(''),
      );
    },
  };
};

test('the law catches a journal that loses a line', async () => {
  expect((await fc.check(law(false, forgetful), { numRuns: 150 })).failed).toBe(true);
});
