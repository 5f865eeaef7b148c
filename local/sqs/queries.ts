import type { Core } from './core.ts';
import { noSuchQueue, SqsError } from './errors.ts';
import { type Input, integer, requiredText, text, texts } from './input.ts';
import { sourcesOf } from './move-task.ts';
import type { Queue } from './queue.ts';

export function getQueueUrl(core: Core, input: Input): object {
  const queue = core.state.queues.get(requiredText(input, 'QueueName'));
  if (!queue) throw noSuchQueue();
  return { QueueUrl: core.urlOf(queue) };
}

export function listQueues(core: Core, input: Input): object {
  const prefix = text(input, 'QueueNamePrefix') ?? '';
  const queues = [...core.state.queues.values()].filter((queue) => queue.definition.name.startsWith(prefix));
  return page(core, input, queues, 'QueueUrls');
}

export function listDeadLetterSourceQueues(core: Core, input: Input): object {
  return page(core, input, sourcesOf(core, core.queueOf(input)), 'queueUrls');
}

/** All at once unless `MaxResults` is given; the token is the place where the next page begins. */
function page(core: Core, input: Input, queues: readonly Queue[], field: string): object {
  const most = integer(input, 'MaxResults', { least: 1, most: 1_000, reason: 'Must be between 1 and 1000.' });
  const start = Number(text(input, 'NextToken') ?? '0');
  const end = most === undefined ? queues.length : start + most;
  const urls = queues.slice(start, end).map((queue) => core.urlOf(queue));
  return {
    ...(urls.length > 0 && { [field]: urls }),
    ...(end < queues.length && { NextToken: String(end) }),
  };
}

/** Attributes only for those asked for, or `All` (API Reference, GetQueueAttributes). */
export function getQueueAttributes(core: Core, input: Input): object {
  const queue = core.queueOf(input);
  const asked = texts(input, 'AttributeNames');
  const unknown = asked.find((name) => name !== 'All' && !attributeNames.has(name));
  if (unknown !== undefined) throw new SqsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const Attributes = Object.fromEntries(
    Object.entries(attributesOf(core, queue)).filter(
      ([name]) => asked.includes('All') || asked.includes(name),
    ),
  );
  return Object.keys(Attributes).length > 0 ? { Attributes } : {};
}

function attributesOf(core: Core, queue: Queue): Record<string, string> {
  const { definition, counts } = queue;
  const { redrive } = definition;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    VisibilityTimeout: String(definition.visibilityTimeoutSeconds),
    MaximumMessageSize: String(definition.maximumMessageBytes),
    MessageRetentionPeriod: String(definition.retentionSeconds),
    DelaySeconds: String(definition.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(definition.receiveWaitSeconds),
    SqsManagedSseEnabled: 'true',
    ...(definition.fifo && {
      FifoQueue: 'true',
      ContentBasedDeduplication: String(definition.contentBasedDeduplication),
      DeduplicationScope: definition.deduplicationScope,
      FifoThroughputLimit: definition.throughputLimit,
    }),
    ...(redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: core.state.queues.get(redrive.deadLetterQueueName)?.arn,
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    }),
  };
}

/** Those that this cloud can tell; creation times, keys and policies are the template's. */
const attributeNames = new Set([
  'QueueArn',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'VisibilityTimeout',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
  'SqsManagedSseEnabled',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'RedrivePolicy',
]);

/** How long a queue refuses a second purge (API Reference, PurgeQueue). */
const purgeMs = 60_000;

export function purgeQueue(core: Core, input: Input): object {
  const queue = core.queueOf(input);
  const at = core.clock.now();
  const { name } = queue.definition;
  if (at < queue.purgedAt + purgeMs)
    throw new SqsError(
      'PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`,
      403,
    );
  core.commit({ kind: 'purged', queue: name, at });
  return {};
}
