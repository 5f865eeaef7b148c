import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { SecondReaderEnv } from '../shared/runtime/env.ts';
import { acknowledge } from './acknowledge.ts';
import type { Ingest } from './ingest.ts';
import { ServiceFunction } from './service-function.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';
import { WorkQueue } from './work-queue.ts';

type Props = {
  settings: Settings;
  reader: NonNullable<Settings['secondReader']>;
  storage: Storage;
  ingest: Ingest;
};

const timeout = Duration.seconds(30);

/** Amazon Comprehend, Bedrock or both, as the stage chose: they read after everything else was done. */
export class SecondReader extends Construct {
  readonly queue: WorkQueue;
  readonly fn: ServiceFunction;

  constructor(scope: Construct, id: string, { settings, reader, storage, ingest }: Props) {
    super(scope, id);
    this.queue = new WorkQueue(this, 'ReadingsQueue', { consumerTimeout: timeout });
    this.fn = new ServiceFunction(this, 'SecondReader', {
      settings,
      folder: 'second-reader',
      timeout,
      memorySize: 512,
      onRing: true,
      environment: {
        TABLE_NAME: storage.table.tableName,
        READINGS_QUEUE_URL: this.queue.queueUrl,
        URGENT_QUEUE_URL: ingest.urgent.queueUrl,
        INBOUND_QUEUE_URL: ingest.inbound.queueUrl,
        READER_REGION: reader.region,
        READERS: [reader.comprehend && 'comprehend', reader.bedrock && 'bedrock'].filter(Boolean).join(','),
        CLASSIFIER_ENDPOINT_ARN: reader.comprehend?.classifierEndpointArn ?? '',
        BEDROCK_MODEL_ID: reader.bedrock?.modelId ?? '',
      } satisfies Record<keyof SecondReaderEnv, string>,
    }).consume(this.queue, { batchSize: 10, maxConcurrency: 2 });
    storage.allowWriting(this.fn, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    for (const queue of [this.queue, ingest.urgent, ingest.inbound])
      this.fn.allow(queue.queueArn, 'sqs:SendMessage');
    if (reader.comprehend) this.allowComprehend(reader.comprehend.classifierEndpointArn);
    if (reader.bedrock) this.allowBedrock(reader.region, reader.bedrock.modelId);
  }

  private allowComprehend(endpointArn: string | undefined): void {
    // Neither has a resource to name. Source: Service Authorization Reference, Amazon Comprehend.
    this.fn.allow('*', 'comprehend:BatchDetectEntities', 'comprehend:DetectPiiEntities');
    if (endpointArn) this.fn.allow(endpointArn, 'comprehend:ClassifyDocument');
    acknowledge(
      this.fn.ownRole,
      'AwsSolutions-IAM5[Resource::*]',
      'Detecting entities is a call without a resource',
    );
  }

  /** An inference profile (`us.`, `global.`) hands the call to its model in one of several regions. */
  private allowBedrock(region: string, modelId: string): void {
    const { partition, account } = Stack.of(this);
    const [, profile, model = modelId] = /^([a-z]{2,6})\.(.+)$/u.exec(modelId) ?? [];
    const isProfile = ['us', 'eu', 'apac', 'global', 'ca', 'au', 'jp'].includes(profile ?? '');
    const name = isProfile ? model : modelId;
    const modelArn = `arn:${partition}:bedrock:${isProfile ? '*' : region}::foundation-model/${name}`;
    this.fn.allow(
      [
        modelArn,
        ...(isProfile ? [`arn:${partition}:bedrock:${region}:${account}:inference-profile/${modelId}`] : []),
      ],
      'bedrock:InvokeModel',
    );
    acknowledge(
      this.fn.ownRole,
      `AwsSolutions-IAM5[Resource::${modelArn.replace(partition, 'aws')}]`,
      'A profile across regions chooses one of them for each call; the model is named',
    );
  }
}
