import { createServer, type Server } from 'node:http';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { cachedSecrets, type Secrets } from './secrets.ts';

/** Secrets Manager as far as it is asked here: over HTTP, with the real client. */
const asked = z.object({ SecretId: z.string(), VersionStage: z.string() });
const hour = 3_600_000;
const start = Date.parse('2026-11-20T15:30:00Z');

let server: Server;
let client: SecretsManagerClient;
let calls: z.infer<typeof asked>[];
let versions: { [stage: string]: { text?: string; createdAt: number } };
let failing: boolean;
let now: number;
let secrets: Secrets;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.setEncoding('utf8');
    let body = '';
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const call = asked.parse(JSON.parse(body));
      calls.push(call);
      const { status, answer } = answerTo(call.VersionStage);
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  client = new SecretsManagerClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

beforeEach(() => {
  calls = [];
  failing = false;
  now = start;
  versions = { AWSCURRENT: { text: 'present', createdAt: start - 30 * hour } };
  secrets = cachedSecrets(client, () => now);
});

function answerTo(stage: string): { status: number; answer: object } {
  if (failing) return { status: 500, answer: { __type: 'InternalServiceError', message: 'away' } };
  const version = versions[stage];
  if (!version) return { status: 400, answer: { __type: 'ResourceNotFoundException', message: 'none' } };
  return { status: 200, answer: { SecretString: version.text, CreatedDate: version.createdAt / 1000 } };
}

/** The secret is changed at this moment, as a rotation does it. */
function rotate(text: string): void {
  const former = versions['AWSCURRENT'];
  versions = { AWSCURRENT: { text, createdAt: now }, ...(former && { AWSPREVIOUS: former }) };
}

describe('a secret', () => {
  test('is asked for once, then known for five minutes', async () => {
    expect(await Promise.all([secrets.read('arn:a'), secrets.read('arn:a')])).toEqual(['present', 'present']);
    now += 5 * 60_000 - 1;
    await secrets.read('arn:a');
    expect(calls).toEqual([{ SecretId: 'arn:a', VersionStage: 'AWSCURRENT' }]);
    rotate('next');
    now += 1;
    expect(await secrets.read('arn:a')).toBe('next');
  });

  test('that could not be read is asked for again at once', async () => {
    failing = true;
    await expect(secrets.read('arn:a')).rejects.toThrow('away');
    failing = false;
    expect(await secrets.read('arn:a')).toBe('present');
  });

  test('that is empty or does not exist is an error', async () => {
    versions = { AWSCURRENT: { text: '', createdAt: start } };
    await expect(secrets.read('arn:a')).rejects.toThrow('The secret is empty');
    versions = { AWSCURRENT: { createdAt: start } };
    await expect(secrets.read('arn:b')).rejects.toThrow('The secret holds no text');
    versions = {};
    await expect(secrets.read('arn:c')).rejects.toThrow('none');
    await expect(secrets.readRotating('arn:c')).rejects.toThrow('none');
  });
});

describe('a secret that rotates', () => {
  test('is alone when it never changed', async () => {
    expect(await secrets.readRotating('arn:a')).toEqual(['present']);
  });

  test('keeps its former value for a day after the change', async () => {
    rotate('next');
    expect(await secrets.readRotating('arn:a')).toEqual(['next', 'present']);
    now += 24 * hour - 1;
    expect(await secrets.readRotating('arn:a')).toEqual(['next', 'present']);
    now += 5 * 60_000;
    expect(await secrets.readRotating('arn:a')).toEqual(['next']);
  });

  test('is seen at once when asked to forget, but not more than every ten seconds', async () => {
    await secrets.readRotating('arn:a');
    rotate('next');
    now += 9_999;
    secrets.expire('arn:a');
    expect(await secrets.readRotating('arn:a')).toEqual(['present']);
    now += 1;
    secrets.expire('arn:a');
    expect(await secrets.readRotating('arn:a')).toEqual(['next', 'present']);
  });

  test('is not forgotten with another', async () => {
    await secrets.readRotating('arn:a');
    now += 60_000;
    secrets.expire('arn:b');
    await secrets.readRotating('arn:a');
    expect(calls).toHaveLength(2);
  });
});
