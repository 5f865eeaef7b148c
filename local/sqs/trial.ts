import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { Clock } from '../clock.ts';
import type { QueueDefinition } from './definition.ts';
import { type Sqs, startSqs } from './engine.ts';
import { SqsError } from './errors.ts';
import { stillClock } from './still-clock.ts';

const sent = z.object({ MessageId: z.string(), SequenceNumber: z.string().optional() });
const received = z.object({
  Messages: z
    .array(
      z.object({
        MessageId: z.string(),
        Body: z.string(),
        ReceiptHandle: z.string(),
        Attributes: z.record(z.string(), z.string()).default({}),
      }),
    )
    .default([]),
});
export type Received = z.infer<typeof received>['Messages'][number];

/** Queues with a journal, on a clock that stands still, for the tests of the engine. */
export type Trial = {
  clock: Clock;
  sqs: () => Sqs;
  journalFile: string;
  send: (queue: string, body: string, rest?: object) => Promise<z.infer<typeof sent>>;
  receive: (queue: string, rest?: object) => Promise<Received[]>;
  /** These tell whether the queue took the call. */
  remove: (queue: string, message: Received) => Promise<boolean>;
  giveBack: (queue: string, message: Received) => Promise<boolean>;
  moveFrom: (dead: string) => Promise<boolean>;
  passes: (seconds: number) => Promise<void>;
  /** Ends the queues and starts them from their journal. */
  restart: () => void;
  end: () => void;
};

/** How queues are started: a law's mutant starts them with a fault. */
export type Start = typeof startSqs;

const at = (queue: string) => ({ QueueUrl: `http://127.0.0.1/000000000000/${queue}` });

/** Whether SQS took the call. @throws whatever is not its own refusal. */
async function isTaken(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof SqsError) return false;
    throw error;
  }
}

export function startTrial(queues: readonly QueueDefinition[], start: Start = startSqs): Trial {
  const folder = mkdtempSync(join(tmpdir(), 'sqs-'));
  const journalFile = join(folder, 'sqs.journal');
  const clock = stillClock();
  let sqs = start({ clock, queues, journalFile });

  return {
    clock,
    sqs: () => sqs,
    journalFile,
    send: async (queue, body, rest = {}) =>
      sent.parse(await sqs.call('SendMessage', { ...at(queue), MessageBody: body, ...rest })),
    receive: async (queue, rest = {}) =>
      received.parse(
        await sqs.call('ReceiveMessage', {
          ...at(queue),
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
          ...rest,
        }),
      ).Messages,
    remove: (queue, { ReceiptHandle }) => isTaken(sqs.call('DeleteMessage', { ...at(queue), ReceiptHandle })),
    giveBack: (queue, { ReceiptHandle }) =>
      isTaken(sqs.call('ChangeMessageVisibility', { ...at(queue), ReceiptHandle, VisibilityTimeout: 0 })),
    moveFrom: (dead) =>
      isTaken(sqs.call('StartMessageMoveTask', { SourceArn: `arn:aws:sqs:us-east-1:000000000000:${dead}` })),
    passes: (seconds) => clock.advance(seconds * 1_000, () => Promise.resolve()),
    restart() {
      sqs.close();
      sqs = start({ clock, queues, journalFile });
    },
    end() {
      sqs.close();
      clock.close();
      rmSync(folder, { recursive: true });
    },
  };
}
