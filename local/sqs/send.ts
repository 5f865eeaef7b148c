import { randomUUID } from 'node:crypto';
import { attributesMd5, type MessageAttribute, md5, readAttributes } from './attributes.ts';
import { checkEntries, eachEntry, later } from './batch.ts';
import { checkCharacters, checkSize, checkToken, payloadBytes, payloadLimit } from './content.ts';
import type { Core } from './core.ts';
import { deduplicationIdOf, deduplicationKey, deduplicationMs, type Seen } from './deduplication.ts';
import { missing, notForThisQueueType, SqsError } from './errors.ts';
import { type Input, integer, objects, requiredText, text } from './input.ts';
import { type Message, sequenceNumber } from './message.ts';
import type { Queue } from './queue.ts';
import type { Change } from './state.ts';

/** A message as its sender gave it, checked save for its size. */
type Draft = {
  body: string;
  attributes: Record<string, MessageAttribute>;
  system: Record<string, MessageAttribute>;
  bytes: number;
  delaySeconds: number;
  group?: string;
  deduplicationId?: string;
};

const delayBounds = { least: 0, most: 900, reason: 'DelaySeconds must be >= 0 and <= 900.' };

export function sendMessage(core: Core, input: Input): object {
  const queue = core.queueOf(input);
  return store(core, queue, readDraft(queue, input));
}

/** @throws SqsError BatchRequestTooLong when all entries together exceed what one message may have. */
export function sendMessageBatch(core: Core, input: Input): object {
  const queue = core.queueOf(input);
  const entries = objects(input, 'Entries');
  checkEntries(entries);
  const drafts = entries.map((entry) => later(() => readDraft(queue, entry)));
  const bytes = drafts.reduce((sum, draft) => sum + (draft.value?.bytes ?? 0), 0);
  if (bytes > payloadLimit)
    throw new SqsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${payloadLimit} bytes. You have sent ${bytes} bytes.`,
    );
  return eachEntry(entries, (_entry, index) => {
    const draft = drafts[index];
    if (!draft) throw new Error('A batch has a draft for each entry');
    return store(core, queue, draft.get());
  });
}

function readDraft(queue: Queue, input: Input): Draft {
  const body = requiredText(input, 'MessageBody');
  checkCharacters(body);
  const attributes = readAttributes(input, 'MessageAttributes');
  return {
    body,
    attributes,
    system: readAttributes(input, 'MessageSystemAttributes'),
    bytes: payloadBytes(body, attributes),
    delaySeconds: delayOf(queue, input),
    ...groupOf(queue, input, body),
  };
}

function delayOf(queue: Queue, input: Input): number {
  const own = integer(input, 'DelaySeconds', delayBounds);
  // Developer Guide, sqs-delay-queues: a FIFO queue delays all of its messages or none.
  if (queue.definition.fifo && own) throw notForThisQueueType('DelaySeconds', own);
  return queue.definition.fifo ? queue.definition.delaySeconds : (own ?? queue.definition.delaySeconds);
}

function groupOf(queue: Queue, input: Input, body: string): { group?: string; deduplicationId?: string } {
  const group = text(input, 'MessageGroupId');
  const given = text(input, 'MessageDeduplicationId');
  if (group !== undefined) checkToken('MessageGroupId', group);
  if (given !== undefined) checkToken('MessageDeduplicationId', given);
  if (!queue.definition.fifo) {
    if (given !== undefined) throw notForThisQueueType('MessageDeduplicationId', given);
    return group === undefined ? {} : { group };
  }
  if (group === undefined) throw missing('MessageGroupId');
  return { group, deduplicationId: deduplicationIdOf(queue.definition, body, given) };
}

/** Puts a message on its queue, or answers as for the first one when it is a duplicate. */
function store(core: Core, queue: Queue, draft: Draft): object {
  checkSize(draft.bytes, queue.definition.maximumMessageBytes);
  const now = core.clock.now();
  const { definition } = queue;
  const { group, deduplicationId } = draft;
  if (deduplicationId === undefined || group === undefined) {
    const message = newMessage(core, draft, now);
    core.commit({ kind: 'put', queue: definition.name, message });
    return answer(draft, message.id);
  }
  const key = deduplicationKey(definition, group, deduplicationId);
  const first = queue.seen.find(key, now);
  if (first) return answer(draft, first.id, first.order);
  const message = newMessage(core, draft, now);
  const seen: Seen = { key, id: message.id, order: message.order, until: now + deduplicationMs };
  const changes: Change[] = [
    { kind: 'put', queue: definition.name, message },
    { kind: 'seen', queue: definition.name, seen },
  ];
  core.commit(...changes);
  return answer(draft, message.id, message.order);
}

function newMessage(core: Core, draft: Draft, now: number): Message {
  const traceHeader = draft.system['AWSTraceHeader']?.StringValue;
  return {
    id: randomUUID(),
    order: core.state.nextOrder,
    body: draft.body,
    attributes: draft.attributes,
    ...(traceHeader !== undefined && { traceHeader }),
    ...(draft.group !== undefined && { group: draft.group }),
    ...(draft.deduplicationId !== undefined && { deduplicationId: draft.deduplicationId }),
    sentAt: now,
    storedAt: now,
    phase: draft.delaySeconds > 0 ? 'delayed' : 'visible',
    visibleAt: now + draft.delaySeconds * 1_000,
    receives: 0,
  };
}

function answer(draft: Draft, MessageId: string, order?: number): object {
  const MD5OfMessageAttributes = attributesMd5(draft.attributes);
  const MD5OfMessageSystemAttributes = attributesMd5(draft.system);
  return {
    MessageId,
    MD5OfMessageBody: md5(draft.body),
    ...(MD5OfMessageAttributes && { MD5OfMessageAttributes }),
    ...(MD5OfMessageSystemAttributes && { MD5OfMessageSystemAttributes }),
    ...(order !== undefined && { SequenceNumber: sequenceNumber(order) }),
  };
}
