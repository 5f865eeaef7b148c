import { checkEntries, eachEntry } from './batch.ts';
import type { Core } from './core.ts';
import { invalidValue, missing, SqsError } from './errors.ts';
import { type Input, integer, objects, requiredText } from './input.ts';
import type { Queue } from './queue.ts';
import { readReceipt } from './receipts.ts';

/** How long one receive may keep a message, with all extensions (Developer Guide, sqs-visibility-timeout). */
const longestSeconds = 43_200;
const timeoutBounds = {
  least: 0,
  most: longestSeconds,
  reason: `Must be between 0 and ${longestSeconds}, if provided.`,
};

export function deleteMessage(core: Core, input: Input): object {
  deleteOne(core, core.queueOf(input), input);
  return {};
}

export function deleteMessageBatch(core: Core, input: Input): object {
  const queue = core.queueOf(input);
  const entries = objects(input, 'Entries');
  checkEntries(entries);
  return eachEntry(entries, (entry) => deleteOne(core, queue, entry));
}

export function changeMessageVisibility(core: Core, input: Input): object {
  changeOne(core, core.queueOf(input), input);
  return {};
}

export function changeMessageVisibilityBatch(core: Core, input: Input): object {
  const queue = core.queueOf(input);
  const entries = objects(input, 'Entries');
  checkEntries(entries);
  return eachEntry(entries, (entry) => changeOne(core, queue, entry));
}

/** A standard queue takes any handle of a message; a FIFO queue only the one whose visibility still runs. */
function deleteOne(core: Core, queue: Queue, input: Input): object {
  const handle = requiredText(input, 'ReceiptHandle');
  const { id, receives } = readReceipt(queue, handle);
  const message = queue.find(id);
  if (!message) return {};
  const isCurrent = message.phase === 'inFlight' && message.receives === receives;
  if (queue.definition.fifo && !isCurrent)
    throw invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
  core.commit({ kind: 'removed', queue: queue.definition.name, id });
  return {};
}

function changeOne(core: Core, queue: Queue, input: Input): object {
  const handle = requiredText(input, 'ReceiptHandle');
  const timeout = integer(input, 'VisibilityTimeout', timeoutBounds);
  if (timeout === undefined) throw missing('VisibilityTimeout');
  const { id, receives } = readReceipt(queue, handle);
  const message = queue.find(id);
  if (!message || message.receives !== receives)
    throw invalidValue(
      'ReceiptHandle',
      handle,
      'Message does not exist or is not available for visibility timeout change.',
    );
  if (message.phase !== 'inFlight')
    throw new SqsError(
      'MessageNotInflight',
      `The message referred to by the receipt handle isn't in flight.`,
    );
  const until = core.clock.now() + timeout * 1_000;
  if (until > (message.lastReceivedAt ?? 0) + longestSeconds * 1_000)
    throw invalidValue(
      'VisibilityTimeout',
      timeout,
      `Total VisibilityTimeout for the message is beyond the limit [${longestSeconds} seconds]`,
    );
  core.commit({ kind: 'extended', queue: queue.definition.name, id, until });
  core.refresh(queue);
  return {};
}
