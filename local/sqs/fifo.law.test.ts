import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { queueDefaults } from './definition.ts';
import { startSqs } from './engine.ts';
import { type Received, type Start, startTrial, type Trial } from './trial.ts';

const queue = 'q.fifo';
const groups = ['a', 'b', 'c'] as const;

type Step =
  | { do: 'send'; group: string }
  | { do: 'receive'; most: number }
  | { do: 'delete' | 'give back'; which: number }
  | { do: 'wait'; seconds: number }
  | { do: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('send' as const), group: fc.constantFrom(...groups) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('receive' as const), most: fc.integer({ min: 1, max: 10 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'give back' as const), which: fc.nat(30) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);

/** What a FIFO queue promises: the messages of each group that were not deleted, and which of them are in flight. */
type Model = { waiting: Map<string, string[]>; held: { message: Received; group: string; until: number }[] };

const groupOf = (message: Received): string => message.Attributes['MessageGroupId'] ?? '';

/** Whatever is handed out is the front of its group, in order, and nothing of its group was in flight. */
function checkReceived(model: Model, messages: readonly Received[], now: number): void {
  for (const group of new Set(messages.map(groupOf))) {
    const some = messages.filter((message) => groupOf(message) === group);
    if (model.held.some((held) => held.group === group && held.until > now))
      throw new Error(`Group ${group} was handed out while one of its messages was in flight`);
    expect(some.map(({ Body }) => Body)).toEqual(model.waiting.get(group)?.slice(0, some.length));
  }
}

async function take(trial: Trial, model: Model, most: number): Promise<number> {
  const messages = await trial.receive(queue, { MaxNumberOfMessages: most });
  const now = trial.clock.now();
  checkReceived(model, messages, now);
  for (const message of messages) model.held.push({ message, group: groupOf(message), until: now + 30_000 });
  return messages.length;
}

async function remove(trial: Trial, model: Model, held: Model['held'][number]): Promise<void> {
  const isDeleted = await trial.remove(queue, held.message);
  // A handle that is over deletes nothing; one of a message that is gone already is answered as if it did.
  const isGone = !model.waiting.get(held.group)?.includes(held.message.Body);
  expect(isDeleted).toBe(isGone || held.until > trial.clock.now());
  model.held = model.held.filter((other) => other !== held);
  if (!isDeleted) return;
  const waiting = model.waiting.get(held.group)?.filter((body) => body !== held.message.Body) ?? [];
  model.waiting.set(held.group, waiting);
}

async function play(trial: Trial, model: Model, next: Step, index: number): Promise<void> {
  const held = 'which' in next ? model.held[next.which % Math.max(1, model.held.length)] : undefined;
  switch (next.do) {
    case 'send': {
      const body = `${next.group}${index}`;
      await trial.send(queue, body, { MessageGroupId: next.group, MessageDeduplicationId: body });
      model.waiting.set(next.group, [...(model.waiting.get(next.group) ?? []), body]);
      return;
    }
    case 'receive':
      await take(trial, model, next.most);
      return;
    case 'delete':
      if (held) await remove(trial, model, held);
      return;
    case 'give back':
      if (!held || held.until <= trial.clock.now()) return;
      await trial.giveBack(queue, held.message);
      held.until = trial.clock.now();
      return;
    case 'wait':
      return trial.passes(next.seconds);
    case 'restart':
      return trial.restart();
    default:
      throw new Error(`No such step: ${String(next satisfies never)}`);
  }
}

/** At the end every message that was not deleted comes, in the order of its group. */
async function drain(trial: Trial, model: Model): Promise<void> {
  await trial.passes(60);
  while ((await take(trial, model, 10)) > 0)
    for (const held of model.held.filter(({ until }) => until > trial.clock.now()))
      await remove(trial, model, held);
  expect([...model.waiting.values()].flat()).toEqual([]);
}

const law = (start: Start) =>
  fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
    const trial = startTrial([{ ...queueDefaults, name: queue, fifo: true }], start);
    const model: Model = { waiting: new Map(), held: [] };
    try {
      for (const [index, next] of steps.entries()) await play(trial, model, next, index);
      await drain(trial, model);
    } finally {
      trial.end();
    }
  });

test('whatever is sent, received, deleted, given back, waited for and restarted, each group keeps its order and loses nothing', async () => {
  // A message that was given back, received again and in flight at a restart once held its group for ever.
  const examples: [Step[]][] = [
    [
      [
        { do: 'send', group: 'a' },
        { do: 'receive', most: 1 },
        { do: 'give back', which: 0 },
        { do: 'receive', most: 1 },
        { do: 'restart' },
      ],
    ],
  ];
  await expect(fc.assert(law(startSqs), { numRuns: 150, examples })).resolves.toBeUndefined();
});

/** A queue that forgets, behind the caller's back, that the first message of a receive is in flight. */
const withoutLocks: Start = (options) => {
  const sqs = startSqs(options);
  return {
    ...sqs,
    async call(operation, input) {
      const answer = await sqs.call(operation, input);
      const [first] = 'Messages' in answer && Array.isArray(answer.Messages) ? answer.Messages : [];
      if (first)
        await sqs.call('ChangeMessageVisibility', {
          ...input,
          ReceiptHandle: first.ReceiptHandle,
          VisibilityTimeout: 0,
        });
      return answer;
    },
  };
};

/** A queue that hands its messages out in the wrong order. */
const withoutOrder: Start = (options) => {
  const sqs = startSqs(options);
  return {
    ...sqs,
    async call(operation, input) {
      const answer = await sqs.call(operation, input);
      return 'Messages' in answer && Array.isArray(answer.Messages)
        ? { Messages: answer.Messages.toReversed() }
        : answer;
    },
  };
};

test.each([
  ['does not lock groups', withoutLocks],
  ['does not keep order', withoutOrder],
])('the law catches a queue that %s', async (_fault, start) => {
  expect((await fc.check(law(start), { numRuns: 150 })).failed).toBe(true);
});
