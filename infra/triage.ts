import { Construct } from 'constructs';
import { modelFile } from '../shared/language/model-file.ts';
import type { TriageEnv } from '../shared/runtime/env.ts';
import type { Delivery } from './delivery.ts';
import type { Ingest } from './ingest.ts';
import { allowSecrets, type Secrets } from './secrets.ts';
import { ServiceFunction } from './service-function.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';
import { triageTimeout } from './timeouts.ts';
import type { WorkQueue } from './work-queue.ts';

type Props = {
  settings: Settings;
  storage: Storage;
  secrets: Secrets;
  ingest: Ingest;
  delivery: Delivery;
  /** Where messages go for a second reading, if the stage has one. */
  readings: WorkQueue | undefined;
};

/** From event to report: two functions of one bundle, so that an emergency shares nothing with the backlog. */
export class Triage extends Construct {
  readonly urgent: ServiceFunction;
  readonly ordinary: ServiceFunction;

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id);
    const { concurrency } = props.settings;
    // One at a time: no emergency waits behind another's record.
    this.urgent = this.fn('UrgentTriage', props).consume(props.ingest.urgent, {
      batchSize: 1,
      maxConcurrency: concurrency.urgentTriage,
    });
    this.ordinary = this.fn('Triage', props).consume(props.ingest.inbound, {
      batchSize: 10,
      maxConcurrency: concurrency.triage,
    });
  }

  private fn(id: string, { settings, storage, secrets, delivery, readings }: Props): ServiceFunction {
    const fn = new ServiceFunction(this, id, {
      settings,
      folder: 'triage',
      timeout: triageTimeout,
      // The classifier's tables are in memory, and processor comes with it.
      memorySize: 1024,
      fileBeside: modelFile,
      environment: {
        TABLE_NAME: storage.table.tableName,
        CONTACTS_TABLE_NAME: storage.contacts.tableName,
        CLAIMS_BUCKET: storage.claims.bucketName,
        OUT_URGENT_QUEUE_URL: delivery.outUrgent.queueUrl,
        OUT_ANSWERS_QUEUE_URL: delivery.outAnswers.queueUrl,
        MEDIA_QUEUE_URL: delivery.mediaQueue.queueUrl,
        READINGS_QUEUE_URL: readings?.queueUrl ?? '',
        HASH_SECRET_ARN: secrets.hash.secretArn,
        PHONE_NUMBER_IDS: settings.phoneNumberIds.join(','),
        TIME_ZONE: settings.timeZone,
      } satisfies Record<keyof TriageEnv, string>,
    });
    storage.allowWriting(
      fn,
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:Query',
    );
    storage.allowWritingContacts(fn);
    storage.allowGettingClaims(fn);
    for (const queue of [
      delivery.outUrgent,
      delivery.outAnswers,
      delivery.mediaQueue,
      ...(readings ? [readings] : []),
    ])
      fn.allow(queue.queueArn, 'sqs:SendMessage');
    allowSecrets(fn, secrets.hash);
    return fn;
  }
}
