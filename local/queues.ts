import { type QueueDefinition, queueDefaults } from './sqs/definition.ts';
import type { Stack } from './template/stack.ts';

/** The template's queues as the queue engine takes them. */
export function queueDefinitions(queues: Stack['queues']): QueueDefinition[] {
  return queues.map(({ name, properties }) => {
    const { RedrivePolicy: redrive } = properties;
    const dead = queues.find(({ arn }) => arn === redrive?.deadLetterTargetArn);
    const set = {
      name,
      fifo: properties.FifoQueue,
      visibilityTimeoutSeconds: properties.VisibilityTimeout ?? queueDefaults.visibilityTimeoutSeconds,
      delaySeconds: properties.DelaySeconds ?? queueDefaults.delaySeconds,
      retentionSeconds: properties.MessageRetentionPeriod ?? queueDefaults.retentionSeconds,
      receiveWaitSeconds: properties.ReceiveMessageWaitTimeSeconds ?? queueDefaults.receiveWaitSeconds,
      maximumMessageBytes: properties.MaximumMessageSize ?? queueDefaults.maximumMessageBytes,
      contentBasedDeduplication:
        properties.ContentBasedDeduplication ?? queueDefaults.contentBasedDeduplication,
      deduplicationScope: properties.DeduplicationScope ?? queueDefaults.deduplicationScope,
      throughputLimit: properties.FifoThroughputLimit ?? queueDefaults.throughputLimit,
    };
    if (!redrive) return set;
    return {
      ...set,
      redrive: {
        deadLetterQueueName: dead?.name ?? redrive.deadLetterTargetArn,
        maxReceiveCount: redrive.maxReceiveCount,
      },
    };
  });
}
