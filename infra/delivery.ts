import { Construct } from 'constructs';
import type { MediaEnv, SenderEnv, SettleEnv } from '../shared/runtime/env.ts';
import { allowSecrets, type Secrets } from './secrets.ts';
import { ServiceFunction } from './service-function.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';
import { mediaTimeout, senderTimeout, settleTimeout, timerTimeout, urgentSenderTimeout } from './timeouts.ts';
import { Timer } from './timer.ts';
import { WorkQueue } from './work-queue.ts';

type Props = { settings: Settings; storage: Storage; secrets: Secrets; statuses: WorkQueue };

/** What talks to WhatsApp: lanes that never wait for each other, statuses, waits, and what messages carry. */
export class Delivery extends Construct {
  readonly outUrgent: WorkQueue;
  readonly outAnswers: WorkQueue;
  readonly outBulk: WorkQueue;
  readonly timers: WorkQueue;
  readonly mediaQueue: WorkQueue;
  readonly urgentSender: ServiceFunction;
  readonly sender: ServiceFunction;
  readonly settle: ServiceFunction;
  readonly timer: Timer;
  readonly media: ServiceFunction;

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id);
    const { concurrency } = props.settings;
    this.outUrgent = new WorkQueue(this, 'OutUrgentQueue', { consumerTimeout: urgentSenderTimeout });
    this.outAnswers = new WorkQueue(this, 'OutAnswersQueue', { consumerTimeout: senderTimeout });
    this.outBulk = new WorkQueue(this, 'OutBulkQueue', { consumerTimeout: senderTimeout });
    this.timers = new WorkQueue(this, 'TimersQueue', { consumerTimeout: timerTimeout });
    this.mediaQueue = new WorkQueue(this, 'MediaQueue', { consumerTimeout: mediaTimeout });

    // One at a time: a card never waits for another's round trip to Meta.
    this.urgentSender = this.makeSender('UrgentSender', urgentSenderTimeout, props).consume(this.outUrgent, {
      batchSize: 1,
      maxConcurrency: concurrency.urgentSender,
    });
    // Only cards have an audience, which becomes a message for each of its people on the same lane.
    this.urgentSender.allow(this.outUrgent.queueArn, 'sqs:SendMessage');
    this.sender = this.makeSender('Sender', senderTimeout, props)
      .consume(this.outAnswers, { batchSize: 10, maxConcurrency: concurrency.answersSender })
      .consume(this.outBulk, { batchSize: 10, maxConcurrency: concurrency.bulkSender });
    this.settle = this.makeSettle(props).consume(props.statuses, {
      batchSize: 10,
      maxConcurrency: concurrency.settle,
    });
    this.timer = new Timer(this, 'Waits', { ...props, delivery: this });
    this.media = this.makeMedia(props).consume(this.mediaQueue, {
      batchSize: 1,
      maxConcurrency: concurrency.media,
    });
  }

  private makeSender(
    id: string,
    timeout: typeof senderTimeout,
    { settings, storage, secrets }: Props,
  ): ServiceFunction {
    const fn = new ServiceFunction(this, id, {
      settings,
      folder: 'sender',
      timeout,
      memorySize: 512,
      onRing: true,
      environment: {
        ...graphEnvironment(settings, secrets),
        OUT_URGENT_QUEUE_URL: this.outUrgent.queueUrl,
        OUT_ANSWERS_QUEUE_URL: this.outAnswers.queueUrl,
        OUT_BULK_QUEUE_URL: this.outBulk.queueUrl,
        TABLE_NAME: storage.table.tableName,
        CONTACTS_TABLE_NAME: storage.contacts.tableName,
        TIMERS_QUEUE_URL: this.timers.queueUrl,
        HASH_SECRET_ARN: secrets.hash.secretArn,
        TIME_ZONE: settings.timeZone,
      } satisfies Record<keyof SenderEnv, string>,
    });
    storage.allowWriting(fn, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query');
    storage.allowReadingContacts(fn);
    fn.allow(this.timers.queueArn, 'sqs:SendMessage');
    allowSecrets(fn, secrets.accessToken, secrets.hash);
    return fn;
  }

  private makeSettle({ settings, storage, secrets }: Props): ServiceFunction {
    const fn = new ServiceFunction(this, 'Settle', {
      settings,
      folder: 'settle',
      timeout: settleTimeout,
      memorySize: 512,
      onRing: true,
      environment: {
        TABLE_NAME: storage.table.tableName,
        CLAIMS_BUCKET: storage.claims.bucketName,
        TIMERS_QUEUE_URL: this.timers.queueUrl,
        HASH_SECRET_ARN: secrets.hash.secretArn,
      } satisfies Record<keyof SettleEnv, string>,
    });
    storage.allowWriting(fn, 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    storage.allowGettingClaims(fn);
    fn.allow(this.timers.queueArn, 'sqs:SendMessage');
    allowSecrets(fn, secrets.hash);
    return fn;
  }

  private makeMedia({ settings, storage, secrets }: Props): ServiceFunction {
    const fn = new ServiceFunction(this, 'Media', {
      settings,
      folder: 'media',
      timeout: mediaTimeout,
      // A paper of 100 MB passes through memory.
      memorySize: 1024,
      onRing: true,
      environment: {
        ...graphEnvironment(settings, secrets),
        TABLE_NAME: storage.table.tableName,
        MEDIA_BUCKET: storage.media.bucketName,
        MEDIA_HOSTS: settings.whatsapp.mediaHosts.join(','),
        TIMERS_QUEUE_URL: this.timers.queueUrl,
      } satisfies Record<keyof MediaEnv, string>,
    });
    storage.allowWriting(fn, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    storage.allowPutting(fn, storage.media, 'media');
    fn.allow(this.timers.queueArn, 'sqs:SendMessage');
    allowSecrets(fn, secrets.accessToken);
    return fn;
  }
}

const graphEnvironment = ({ whatsapp }: Settings, secrets: Secrets) => ({
  GRAPH_BASE_URL: whatsapp.graphBaseUrl,
  GRAPH_VERSION: whatsapp.graphVersion,
  GRAPH_AUTH_HEADER: whatsapp.authHeader,
  ACCESS_TOKEN_ARN: secrets.accessToken.secretArn,
});
