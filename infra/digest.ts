import { Duration, TimeZone } from 'aws-cdk-lib';
import { ContextAttribute, Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { DigestEnv } from '../shared/runtime/env.ts';
import type { Delivery } from './delivery.ts';
import { scheduledCall } from './scheduled.ts';
import { allowSecrets, type Secrets } from './secrets.ts';
import { ServiceFunction } from './service-function.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';
import { DeadLetters } from './work-queue.ts';

type Props = { settings: Settings; storage: Storage; secrets: Secrets; delivery: Delivery };

/** The digests: every quarter of an hour, those of the groups whose hour has come. */
export class Digest extends Construct {
  readonly fn: ServiceFunction;
  readonly schedule: Schedule;
  readonly dead: DeadLetters;

  constructor(scope: Construct, id: string, { settings, storage, secrets, delivery }: Props) {
    super(scope, id);
    this.dead = new DeadLetters(this, 'DigestDead');
    this.fn = new ServiceFunction(this, 'Digest', {
      settings,
      folder: 'digest',
      timeout: Duration.minutes(5),
      memorySize: 512,
      deadLetters: this.dead,
      environment: {
        TABLE_NAME: storage.table.tableName,
        OUT_BULK_QUEUE_URL: delivery.outBulk.queueUrl,
        PHONE_NUMBER_IDS: settings.phoneNumberIds.join(','),
        TIME_ZONE: settings.timeZone,
        HASH_SECRET_ARN: secrets.hash.secretArn,
      } satisfies Record<keyof DigestEnv, string>,
    });
    storage.allowWriting(this.fn, 'dynamodb:Query', 'dynamodb:PutItem');
    this.fn.allow(delivery.outBulk.queueArn, 'sqs:SendMessage');
    allowSecrets(this.fn, secrets.hash);

    this.schedule = new Schedule(this, 'DigestSchedule', {
      description: 'Cada 15 minutos prepara los resúmenes de los grupos a los que ya les toca',
      schedule: ScheduleExpression.cron({ minute: '0/15', timeZone: TimeZone.of(settings.timeZone) }),
      target: scheduledCall(this, 'DigestScheduleRole', this.fn, {
        // The day is the schedule's, not the clock's: a retry after midnight must not write tomorrow's digest.
        input: { scheduledTime: ContextAttribute.scheduledTime },
        maximumEventAgeInSeconds: Duration.hours(2).toSeconds(),
        maximumRetryAttempts: 20,
        deadLetters: this.dead,
      }),
    });
  }
}
