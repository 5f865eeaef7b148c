import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { TimerEnv } from '../shared/runtime/env.ts';
import { acknowledge } from './acknowledge.ts';
import type { Delivery } from './delivery.ts';
import { scheduledCall } from './scheduled.ts';
import { ServiceFunction } from './service-function.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';
import { timerTimeout } from './timeouts.ts';

type Props = {
  settings: Settings;
  storage: Storage;
  delivery: Pick<Delivery, 'outUrgent' | 'outAnswers' | 'outBulk' | 'timers' | 'mediaQueue'>;
};

/** Waits: a delay queue for the short ones, a sweep of the index of due work each minute for all. */
export class Timer extends Construct {
  readonly fn: ServiceFunction;
  readonly sweep: Schedule;

  constructor(scope: Construct, id: string, { settings, storage, delivery }: Props) {
    super(scope, id);
    const { outUrgent, outAnswers, outBulk, timers, mediaQueue } = delivery;
    this.fn = new ServiceFunction(this, 'Timer', {
      settings,
      folder: 'timer',
      timeout: timerTimeout,
      memorySize: 512,
      onRing: true,
      environment: {
        OUT_URGENT_QUEUE_URL: outUrgent.queueUrl,
        OUT_ANSWERS_QUEUE_URL: outAnswers.queueUrl,
        OUT_BULK_QUEUE_URL: outBulk.queueUrl,
        TABLE_NAME: storage.table.tableName,
        MEDIA_QUEUE_URL: mediaQueue.queueUrl,
      } satisfies Record<keyof TimerEnv, string>,
    });
    storage.allowWriting(this.fn, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    this.fn.allow(storage.dueArn, 'dynamodb:Query');
    for (const queue of [outUrgent, outAnswers, outBulk, mediaQueue])
      this.fn.allow(queue.queueArn, 'sqs:SendMessage');
    this.fn.consume(timers, { batchSize: 10, maxConcurrency: settings.concurrency.timer });

    // A sweep that failed is not repeated: the next one, a minute later, finds the same work and more.
    this.fn.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    acknowledge(
      this.fn,
      'Serverless-LambdaAsyncFailureDestination',
      'The next sweep makes up for a failed one',
    );
    this.sweep = new Schedule(this, 'SweepSchedule', {
      description: 'Cada minuto revisa lo que ya debía haberse enviado',
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: scheduledCall(this, 'SweepRole', this.fn, {
        input: { sweep: true },
        maximumEventAgeInSeconds: 60,
        maximumRetryAttempts: 0,
      }),
    });
  }
}
