import type { Stack } from '../template/stack.ts';
import type { Need } from './call.ts';

/** What a call must be allowed to do with the customer's key of an encrypted resource, by the resource's ARN. */
export type KeyNeeds = {
  toRead: (resourceArn: string) => Need[];
  toWrite: (resourceArn: string) => Need[];
};

/**
 * Data under a customer's key asks two permissions: the service's and the key's. Reading decrypts the data key; writing
 * makes or unwraps one. Source: DynamoDB developer guide, "Encryption at rest: usage notes" (key policy for a customer
 * managed key), S3 user guide, "Protecting data with SSE-KMS", Secrets Manager user guide, "Secret encryption".
 */
export function keyNeeds(stack: Stack): KeyNeeds {
  const keyOf = new Map<string, { keyArn: string; via: string }>();
  const put = (resourceArn: string, key: string | undefined, service: string): void => {
    const found = stack.keys.find((item) => item.ref === key || item.arn === key);
    if (found)
      keyOf.set(resourceArn, { keyArn: found.arn, via: `${service}.${stack.place.region}.amazonaws.com` });
  };
  for (const { arn, properties } of stack.tables) {
    const replica =
      properties.Replicas?.find(({ Region }) => Region === stack.place.region) ?? properties.Replicas?.[0];
    put(arn, (replica?.SSESpecification ?? properties.SSESpecification)?.KMSMasterKeyId, 'dynamodb');
  }
  for (const { arn, properties } of stack.secrets) put(arn, properties.KmsKeyId, 'secretsmanager');
  for (const { arn, properties } of stack.queues) put(arn, properties.KmsMasterKeyId, 'sqs');
  for (const { arn, properties } of stack.topics) put(arn, properties.KmsMasterKeyId, 'sns');
  for (const { arn, properties } of stack.buckets) {
    const [rule] = properties.BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
    put(arn, rule?.ServerSideEncryptionByDefault?.KMSMasterKeyID, 's3');
  }

  const needs = (resourceArn: string, actions: (via: string) => string[]): Need[] => {
    const key = keyOf.get(resourceArn);
    if (!key) return [];
    const context = { 'kms:ViaService': key.via };
    return actions(key.via).map((action) => ({ action, resource: key.keyArn, context }));
  };
  return {
    toRead: (arn) => needs(arn, () => ['kms:Decrypt']),
    toWrite: (arn) =>
      needs(arn, (via) =>
        via.startsWith('s3.')
          ? ['kms:GenerateDataKey']
          : via.startsWith('dynamodb.')
            ? ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey']
            : ['kms:Decrypt', 'kms:GenerateDataKey'],
      ),
  };
}
