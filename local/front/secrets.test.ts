import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calling, callingFunction } from '../testing/calling.ts';
import { allow, tinyFunction } from '../testing/tiny-assembly.ts';
import { tinyCloud } from '../testing/tiny-cloud.ts';

const secretArn = { Ref: 'Token' };

const cloudOf = (dataFolder?: string) =>
  tinyCloud(
    {
      resources: {
        ...tinyFunction('Caller', {
          hash: 'calls',
          statements: [allow(['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'], secretArn)],
        }),
        Token: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: {
            Name: 'tiny/Token',
            GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 40 },
          },
        },
      },
      functions: { calls: callingFunction },
    },
    { dataFolder },
  );

describe('Secrets Manager behind the front', () => {
  it('generates the value that the template asks for, and keeps it in the data folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'secrets-'));
    const first = await cloudOf(folder);
    const value = first.secrets.current('Token');
    expect(value).toMatch(/^[A-Za-z0-9]{40}$/);
    await first.close();
    const second = await cloudOf(folder);
    expect(second.secrets.current('Token')).toBe(value);
  });

  it('gives the former value as AWSPREVIOUS after a new one was put', async () => {
    const cloud = await cloudOf();
    const former = cloud.secrets.current('Token');
    const call = (command: string, input: object) =>
      calling(cloud, 'Caller', {
        service: 'secretsmanager',
        command,
        input: { SecretId: 'tiny/Token', ...input },
      });
    expect(await call('GetSecretValue', { VersionStage: 'AWSPREVIOUS' })).toMatchObject({
      error: 'ResourceNotFoundException',
    });
    expect(await call('PutSecretValue', { SecretString: 'nuevo' })).toMatchObject({ output: {} });
    expect(await call('GetSecretValue', {})).toMatchObject({ output: { SecretString: 'nuevo' } });
    expect(await call('GetSecretValue', { VersionStage: 'AWSPREVIOUS' })).toMatchObject({
      output: { SecretString: former },
    });
  });
});
