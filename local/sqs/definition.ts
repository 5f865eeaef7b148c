/** What CloudFormation's `AWS::SQS::Queue` says of one queue. Times in seconds, sizes in bytes. */
export type QueueDefinition = {
  name: string;
  fifo: boolean;
  visibilityTimeoutSeconds: number;
  delaySeconds: number;
  retentionSeconds: number;
  receiveWaitSeconds: number;
  maximumMessageBytes: number;
  contentBasedDeduplication: boolean;
  deduplicationScope: 'queue' | 'messageGroup';
  throughputLimit: 'perQueue' | 'perMessageGroupId';
  redrive?: { deadLetterQueueName: string; maxReceiveCount: number };
};

/** What AWS gives a queue whose template says nothing (API Reference, CreateQueue). */
export const queueDefaults: Omit<QueueDefinition, 'name' | 'redrive'> = {
  fifo: false,
  visibilityTimeoutSeconds: 30,
  delaySeconds: 0,
  retentionSeconds: 345_600,
  receiveWaitSeconds: 0,
  maximumMessageBytes: 1_048_576,
  contentBasedDeduplication: false,
  deduplicationScope: 'queue',
  throughputLimit: 'perQueue',
};

/** AWS's account number of this cloud: no account has it. */
export const account = '000000000000';
