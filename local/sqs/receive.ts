import { attributesMd5, md5, selectAttributes } from './attributes.ts';
import type { Core } from './core.ts';
import { account } from './definition.ts';
import { notForThisQueueType, SqsError } from './errors.ts';
import { type Input, integer, text, texts } from './input.ts';
import { type Message, sequenceNumber } from './message.ts';
import type { Queue } from './queue.ts';
import { receiptHandle } from './receipts.ts';
import { giveUp, isSpent } from './redrive.ts';

/** Messages in flight that a queue allows (Developer Guide, quotas-queues). */
const inFlightLimit = 120_000;

type Request = {
  most: number;
  waitSeconds: number;
  visibilitySeconds: number;
  attributeNames: readonly string[];
  systemNames: readonly string[];
};

/**
 * Answers at once when there is a message, else when one comes or the wait is over. A caller that has gone (`signal`)
 * leaves the line of those who wait, and no message is handed to it.
 * @throws SqsError OverLimit when a standard queue has as many in flight as it may; a FIFO queue gives nothing then.
 */
export function receiveMessage(core: Core, input: Input, signal?: AbortSignal): object | Promise<object> {
  const queue = core.queueOf(input);
  const request = readRequest(queue, input);
  const answer = (messages: readonly Message[]): object =>
    messages.length === 0 ? {} : { Messages: messages.map((message) => show(queue, message, request)) };
  if (signal?.aborted) return {};
  if (queue.counts.inFlight >= inFlightLimit && !queue.definition.fifo && queue.line.hasAny())
    throw new SqsError('OverLimit', `The queue has ${inFlightLimit} messages in flight.`, 403);
  const messages = take(core, queue, request);
  if (messages.length > 0 || request.waitSeconds === 0) return answer(messages);

  return new Promise((resolve) => {
    const finish = (some: readonly Message[]): void => {
      place.leave();
      alarm.cancel();
      signal?.removeEventListener('abort', give);
      resolve(answer(some));
    };
    const give = (): void => finish([]);
    const place = core.wait(queue, {
      serve() {
        const some = take(core, queue, request);
        if (some.length > 0) finish(some);
      },
      leave: give,
    });
    const alarm = core.clock.at(core.clock.now() + request.waitSeconds * 1_000, give);
    signal?.addEventListener('abort', give);
  });
}

function readRequest(queue: Queue, input: Input): Request {
  const { definition } = queue;
  const attempt = text(input, 'ReceiveRequestAttemptId');
  if (attempt !== undefined && !definition.fifo)
    throw notForThisQueueType('ReceiveRequestAttemptId', attempt);
  return {
    most:
      integer(input, 'MaxNumberOfMessages', {
        least: 1,
        most: 10,
        reason: 'Must be between 1 and 10, if provided.',
      }) ?? 1,
    waitSeconds:
      integer(input, 'WaitTimeSeconds', {
        least: 0,
        most: 20,
        reason: 'Must be >= 0 and <= 20, if provided.',
      }) ?? definition.receiveWaitSeconds,
    visibilitySeconds:
      integer(input, 'VisibilityTimeout', {
        least: 0,
        most: 43_200,
        reason: 'Must be between 0 and 43200, if provided.',
      }) ?? definition.visibilityTimeoutSeconds,
    attributeNames: texts(input, 'MessageAttributeNames'),
    systemNames: [...texts(input, 'MessageSystemAttributeNames'), ...texts(input, 'AttributeNames')].map(
      knownName,
    ),
  };
}

function take(core: Core, queue: Queue, request: Request): Message[] {
  const { name } = queue.definition;
  const now = core.clock.now();
  const room = Math.max(0, inFlightLimit - queue.counts.inFlight);
  const messages = queue.line.take(Math.min(request.most, room), (message) => {
    if (queue.expiryOf(message) <= now) core.commit({ kind: 'removed', queue: name, id: message.id });
    else if (isSpent(queue, message)) giveUp(core, queue, message);
    return message.phase !== 'gone';
  });
  if (messages.length > 0)
    core.commit({
      kind: 'received',
      queue: name,
      ids: messages.map((message) => message.id),
      at: now,
      until: now + request.visibilitySeconds * 1_000,
    });
  return messages;
}

function show(queue: Queue, message: Message, request: Request): object {
  const MessageAttributes = selectAttributes(message.attributes, request.attributeNames);
  const MD5OfMessageAttributes = attributesMd5(MessageAttributes);
  const Attributes = Object.fromEntries(
    systemAttributes(message, queue.definition.fifo).filter(
      ([name]) => request.systemNames.includes(name) || request.systemNames.includes('All'),
    ),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle(queue, message),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(Attributes).length > 0 && { Attributes }),
    ...(MD5OfMessageAttributes && { MD5OfMessageAttributes, MessageAttributes }),
  };
}

/** What `MessageSystemAttributeNames` may ask for; `AttributeNames` is its older name (API Reference, ReceiveMessage). */
const systemNames = new Set([
  'All',
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'SequenceNumber',
  'MessageDeduplicationId',
  'MessageGroupId',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
]);

function knownName(name: string): string {
  if (!systemNames.has(name)) throw new SqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  return name;
}

function systemAttributes(message: Message, isFifo: boolean): [string, string][] {
  const all: [string, string | undefined][] = [
    ['SenderId', account],
    ['SentTimestamp', String(message.sentAt)],
    ['ApproximateReceiveCount', String(message.receives)],
    ['ApproximateFirstReceiveTimestamp', String(message.firstReceivedAt)],
    ['SequenceNumber', isFifo ? sequenceNumber(message.order) : undefined],
    ['MessageDeduplicationId', message.deduplicationId],
    ['MessageGroupId', message.group],
    ['AWSTraceHeader', message.traceHeader],
    ['DeadLetterQueueSourceArn', message.deadFrom],
  ];
  return all.filter((pair): pair is [string, string] => pair[1] !== undefined);
}
