import { CfnResource, Duration } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { dueIndex } from '../shared/store/keys.ts';
import { acknowledge } from './acknowledge.ts';
import { removalPolicy, type ServiceFunction } from './service-function.ts';
import type { Settings } from './settings.ts';

/** What reading and writing a table ask of its key (DynamoDB developer guide, "Encryption at rest: usage notes"). */
const keyToRead = ['kms:Decrypt', 'kms:DescribeKey'];
const keyToWrite = [
  ...keyToRead,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/**
 * Where everything is kept. Contacts (phones, names) have a table and a key of their own: a function without
 * `ContactKey` knows people by keyed hash only.
 */
export class Storage extends Construct {
  readonly table: TableV2;
  readonly contacts: TableV2;
  /** Parts of deliveries too large for a queue. */
  readonly claims: Bucket;
  /** Voice notes, pictures and papers that neighbours send. */
  readonly media: Bucket;
  readonly dataKey: Key;
  readonly contactKey: Key;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.dataKey = makeKey(this, 'DataKey', 'Reportes, mensajes y archivos de Alerta Ciudadana', settings);
    this.contactKey = makeKey(this, 'ContactKey', 'Teléfonos y nombres de Alerta Ciudadana', settings);
    this.table = makeTable(this, 'Table', this.dataKey, settings);
    this.table.addGlobalSecondaryIndex({
      indexName: dueIndex,
      partitionKey: { name: 'duePk', type: AttributeType.STRING },
      sortKey: { name: 'dueAt', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.contacts = makeTable(this, 'Contacts', this.contactKey, settings);
    // A message waits 14 days in a queue and 14 more among the dead letters; what it points to must outlive both.
    this.claims = makeBucket(this, 'Claims', this.dataKey, settings, Duration.days(30));
    this.media = makeBucket(this, 'Media', this.dataKey, settings);
  }

  /** Arn of the index of due work. */
  get dueArn(): string {
    return `${this.table.tableArn}/index/${dueIndex}`;
  }

  /** Permits calls that only read the main table. */
  allowReading(fn: ServiceFunction, ...actions: string[]): void {
    fn.allow(this.table.tableArn, ...actions).allow(this.dataKey.keyArn, ...keyToRead);
  }

  /** Permits calls on the main table, some of which write. A transaction is authorised by its parts. */
  allowWriting(fn: ServiceFunction, ...actions: string[]): void {
    fn.allow(this.table.tableArn, ...actions).allow(this.dataKey.keyArn, ...keyToWrite);
  }

  allowReadingContacts(fn: ServiceFunction): void {
    fn.allow(this.contacts.tableArn, 'dynamodb:GetItem').allow(this.contactKey.keyArn, ...keyToRead);
  }

  /** Permits noting how to reach somebody, not looking it up. */
  allowWritingContacts(fn: ServiceFunction): void {
    fn.allow(this.contacts.tableArn, 'dynamodb:PutItem', 'dynamodb:UpdateItem').allow(
      this.contactKey.keyArn,
      ...keyToWrite,
    );
  }

  /** Permits putting objects; the bucket's key makes a data key for each. */
  allowPutting(fn: ServiceFunction, bucket: Bucket, prefix: string): void {
    fn.allow(bucket.arnForObjects(`${prefix}/*`), 's3:PutObject').allow(
      this.dataKey.keyArn,
      'kms:GenerateDataKey',
    );
    acknowledge(
      fn.ownRole,
      `AwsSolutions-IAM5[Resource::<${logicalId(bucket)}.Arn>/${prefix}/*]`,
      'Objects are named at run time; the permission ends at one prefix of one bucket and only puts',
    );
  }

  allowGettingClaims(fn: ServiceFunction): void {
    fn.allow(this.claims.arnForObjects('claims/*'), 's3:GetObject').allow(this.dataKey.keyArn, 'kms:Decrypt');
    acknowledge(
      fn.ownRole,
      `AwsSolutions-IAM5[Resource::<${logicalId(this.claims)}.Arn>/claims/*]`,
      'Objects are named at run time; the permission ends at one prefix of one bucket and only gets',
    );
  }
}

const logicalId = (bucket: Bucket): string => {
  const resource = bucket.node.defaultChild;
  if (!CfnResource.isCfnResource(resource)) throw new TypeError('A bucket is one resource of CloudFormation');
  return bucket.stack.getLogicalId(resource);
};

function makeKey(scope: Construct, id: string, description: string, settings: Settings): Key {
  return new Key(scope, id, {
    description: `${description} (${settings.stage})`,
    enableKeyRotation: true,
    removalPolicy: removalPolicy(settings),
    // The longest grace there is: without the key the data is lost.
    pendingWindow: Duration.days(30),
  });
}

function makeTable(scope: Construct, id: string, encryptionKey: Key, settings: Settings): TableV2 {
  return new TableV2(scope, id, {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    sortKey: { name: 'sk', type: AttributeType.STRING },
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.customerManagedKey(encryptionKey),
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
    deletionProtection: settings.removal === 'retain',
    removalPolicy: removalPolicy(settings),
  });
}

function makeBucket(
  scope: Construct,
  id: string,
  encryptionKey: Key,
  settings: Settings,
  life?: Duration,
): Bucket {
  const made = new Bucket(scope, id, {
    encryption: BucketEncryption.KMS,
    encryptionKey,
    // One data key for many objects: a call to KMS for each would cost more than the storage.
    bucketKeyEnabled: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    versioned: !life,
    lifecycleRules: [
      {
        abortIncompleteMultipartUploadAfter: Duration.days(1),
        ...(life ? { expiration: life } : { noncurrentVersionExpiration: Duration.days(30) }),
      },
    ],
    removalPolicy: removalPolicy(settings),
  });
  acknowledge(
    made,
    'AwsSolutions-S1',
    'Only three functions reach it, by permissions spelt out; an access log would be one more place with traces of reporters',
  );
  return made;
}
