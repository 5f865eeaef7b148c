import { randomUUID } from 'node:crypto';
import type { Core } from './core.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';
import type { Change } from './state.ts';

/** Whether a message has been received as often as its queue allows, so that the next receive gives it up. */
export const isSpent = (queue: Queue, message: Message): boolean =>
  queue.definition.redrive !== undefined && message.receives >= queue.definition.redrive.maxReceiveCount;

/**
 * Gives a message up to the dead letters. It keeps its id, its sent time and its count of receives; a standard queue's
 * retention counts from the first queue, a FIFO queue's anew (Developer Guide, setting-up-dead-letter-queue-retention).
 */
export function giveUp(core: Core, queue: Queue, message: Message): void {
  const { redrive, fifo } = queue.definition;
  if (!redrive) return;
  const now = core.clock.now();
  core.commit(
    { kind: 'removed', queue: queue.definition.name, id: message.id },
    {
      kind: 'put',
      queue: redrive.deadLetterQueueName,
      message: {
        ...message,
        order: core.state.nextOrder,
        phase: 'visible',
        visibleAt: now,
        storedAt: fifo ? now : message.storedAt,
        deadFrom: queue.arn,
      },
    },
  );
}

/**
 * The changes that put a dead letter on a queue as a new message: a new id, its time and its count of receives begin
 * again (Developer Guide, sqs-configure-dead-letter-queue-redrive).
 */
export function redriveChanges(core: Core, from: Queue, to: Queue, message: Message): Change[] {
  const now = core.clock.now();
  const { firstReceivedAt: _first, lastReceivedAt: _last, deadFrom: _from, ...kept } = message;
  return [
    { kind: 'removed', queue: from.definition.name, id: message.id },
    {
      kind: 'put',
      queue: to.definition.name,
      message: {
        ...kept,
        id: randomUUID(),
        order: core.state.nextOrder,
        sentAt: now,
        storedAt: now,
        phase: 'visible',
        visibleAt: now,
        receives: 0,
      },
    },
  ];
}
