import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { AdminEnv } from '../shared/runtime/env.ts';
import { acknowledge } from './acknowledge.ts';
import type { Ingest } from './ingest.ts';
import { adminFunctionName } from './names.ts';
import { allowSecrets, type Secrets } from './secrets.ts';
import { ServiceFunction } from './service-function.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';

type Props = { settings: Settings; storage: Storage; secrets: Secrets; ingest: Ingest };

/** What the command line calls: nothing in the stack may, only people whom the account's administrator permits. */
export class Admin extends Construct {
  readonly fn: ServiceFunction;

  constructor(scope: Construct, id: string, { settings, storage, secrets, ingest }: Props) {
    super(scope, id);
    this.fn = new ServiceFunction(this, 'Admin', {
      settings,
      folder: 'admin',
      functionName: adminFunctionName(settings.stage),
      timeout: Duration.minutes(1),
      memorySize: 512,
      environment: {
        TABLE_NAME: storage.table.tableName,
        CONTACTS_TABLE_NAME: storage.contacts.tableName,
        INBOUND_QUEUE_URL: ingest.inbound.queueUrl,
        STATUSES_QUEUE_URL: ingest.statuses.queueUrl,
        HASH_SECRET_ARN: secrets.hash.secretArn,
      } satisfies Record<keyof AdminEnv, string>,
    });
    storage.allowWriting(
      this.fn,
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    );
    storage.allowWritingContacts(this.fn);
    for (const queue of [ingest.inbound, ingest.statuses]) this.fn.allow(queue.queueArn, 'sqs:SendMessage');
    allowSecrets(this.fn, secrets.hash);
    acknowledge(
      this.fn,
      'Serverless-LambdaDLQ',
      'Called and waited for by the command line, which shows what failed',
    );
  }
}
