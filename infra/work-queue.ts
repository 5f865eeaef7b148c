import { Duration } from 'aws-cdk-lib';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

type Props = {
  fifo?: boolean;
  /** Timeout of the function that consumes it. */
  consumerTimeout: Duration;
};

/**
 * AWS asks for at least six times the function's timeout, so that Lambda can try a throttled batch again before the
 * messages show up for somebody else (Lambda developer guide, "Using Lambda with Amazon SQS").
 */
const visibilityFactor = 6;

/** Tries before a message goes to the dead letters: AWS advises at least 5, since throttles count as tries too. */
const maxReceiveCount = 5;

/** A queue of work with its dead letters, kept 14 days, the longest SQS offers: somebody may be on holiday. */
export class WorkQueue extends Queue {
  readonly dead: DeadLetters;

  constructor(scope: Construct, id: string, { fifo = false, consumerTimeout }: Props) {
    const dead = new DeadLetters(scope, `${id.replace(/Queue$/, '')}Dead`, fifo);
    super(scope, id, {
      visibilityTimeout: Duration.seconds(visibilityFactor * consumerTimeout.toSeconds()),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: dead, maxReceiveCount },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Both are needed for FIFO's high throughput (SQS developer guide, "High throughput for FIFO queues").
      ...(fifo && {
        fifo,
        fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
        deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      }),
    });
    this.dead = dead;
  }
}

/** Where messages and events end that could not be worked on; each has its alarm. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, fifo = false) {
    super(scope, id, {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      ...(fifo && { fifo }),
    });
    acknowledge(
      this,
      ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'],
      'This queue is where dead letters end; an alarm rings at the first one',
    );
  }
}
