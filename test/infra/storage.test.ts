import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { addStack, newApp } from '../../infra/build.ts';
import { readSettings } from '../../infra/settings.ts';
import { type Resource, referred, templateIn } from './template.ts';

// As production has it, where what is kept outlives the stack; without bundling, since the code does not matter here.
const assembly = newApp({ context: { 'aws:cdk:bundling-stacks': [] } });
addStack(assembly, readSettings(join(import.meta.dirname, '../../settings/check.json')));
const stack = templateIn(assembly.synth().directory, 'check');
const tables = stack.all('AWS::DynamoDB::GlobalTable');

const replica = z.object({
  Replicas: z.array(
    z.object({
      DeletionProtectionEnabled: z.boolean(),
      PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: z.boolean() }),
      SSESpecification: z.object({ KMSMasterKeyId: z.unknown() }),
    }),
  ),
});

const keyOf = (table: Resource): string[] =>
  replica.parse(table.Properties).Replicas.flatMap(({ SSESpecification }) => referred(SSESpecification));

describe('storage', () => {
  test.each(tables)(
    '$constructId can be restored to any second, cannot be deleted, and outlives the stack',
    (table) => {
      for (const { DeletionProtectionEnabled, PointInTimeRecoverySpecification } of replica.parse(
        table.Properties,
      ).Replicas) {
        expect(DeletionProtectionEnabled).toBe(true);
        expect(PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
      }
      expect(table.DeletionPolicy).toBe('Retain');
      expect(table.Properties['TimeToLiveSpecification']).toMatchObject({
        AttributeName: 'expiresAt',
        Enabled: true,
      });
    },
  );

  test('contacts and reports have a key each, rotated every year and never deleted with the stack', () => {
    const keys = tables.flatMap(keyOf);
    expect(new Set(keys).size).toBe(tables.length);
    for (const key of stack.all('AWS::KMS::Key')) {
      expect(key.Properties['EnableKeyRotation']).toBe(true);
      expect(key.DeletionPolicy).toBe('Retain');
    }
  });

  test.each(stack.all('AWS::S3::Bucket'))(
    '$constructId is private, encrypted by the data key and outlives the stack',
    (bucket) => {
      expect(bucket.Properties['PublicAccessBlockConfiguration']).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      const dataKey = stack.all('AWS::KMS::Key').find(({ constructId }) => constructId === 'DataKey');
      expect(referred(bucket.Properties['BucketEncryption'])).toEqual([dataKey?.logicalId]);
      expect(bucket.DeletionPolicy).toBe('Retain');
    },
  );

  test('claims last longer than a message can wait in its queue and its dead letters', () => {
    const claims = stack.all('AWS::S3::Bucket').find(({ constructId }) => constructId === 'Claims');
    const { Rules } = z
      .object({ Rules: z.array(z.object({ ExpirationInDays: z.number().optional() })) })
      .parse(claims?.Properties['LifecycleConfiguration']);
    expect(Rules.map(({ ExpirationInDays }) => ExpirationInDays)).toEqual([30]);
  });

  test('a trial leaves nothing behind', () => {
    const trial = templateIn(inject('assembly'), 'local');
    for (const type of [
      'AWS::DynamoDB::GlobalTable',
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
      'AWS::Logs::LogGroup',
    ])
      for (const item of trial.all(type)) expect(item.DeletionPolicy).toBe('Delete');
  });
});

describe('secrets', () => {
  // CloudFormation makes a new value when these change: a new HashSecret would orphan every person and report.
  test.each([
    ['HashSecret', 64, 'Retain'],
    ['VerifyToken', 40, 'Delete'],
    ['AppSecret', 64, 'Delete'],
    ['AccessToken', 64, 'Delete'],
  ])('%s is generated as it was on the first day', (id, PasswordLength, policy) => {
    const secret = stack.all('AWS::SecretsManager::Secret').find(({ constructId }) => constructId === id);
    expect(secret?.Properties['GenerateSecretString']).toEqual({ PasswordLength, ExcludePunctuation: true });
    expect(secret?.DeletionPolicy).toBe(policy);
  });

  test('none is written in the template', () => {
    for (const secret of stack.all('AWS::SecretsManager::Secret'))
      expect(secret.Properties).not.toHaveProperty('SecretString');
  });
});
