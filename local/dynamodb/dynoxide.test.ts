import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { emulatorBinary, startDynoxide } from './dynoxide.ts';

const list = async (endpoint: string): Promise<number> => {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.ListTables',
    authorization:
      'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    'x-amz-date': '20260101T000000Z',
  };
  return (await fetch(endpoint, { method: 'POST', headers, body: '{}' })).status;
};

describe("DynamoDB's emulator", () => {
  it('is found where npm puts it, and elsewhere a sentence says what to add', () => {
    expect(existsSync(emulatorBinary('linux', 'x64'))).toBe(true);
    expect(() => emulatorBinary('darwin', 'arm64')).toThrow(
      /^Falta el emulador de DynamoDB .*@dynoxide\/darwin-arm64@.*AWS_ENDPOINT_URL_DYNAMODB/,
    );
  });

  it('answers once it is started, and frees its file when it is closed', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'dynoxide-')), 'state.sqlite');
    const first = await startDynoxide(file);
    expect(await list(first.endpoint)).toBe(200);
    await first.close();
    const second = await startDynoxide(file);
    onTestFinished(() => second.close());
    expect(await list(second.endpoint)).toBe(200);
    await expect(list(first.endpoint)).rejects.toThrow('fetch failed');
  });

  it('does not share its file with another that still runs', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'dynoxide-')), 'state.sqlite');
    const first = await startDynoxide(file);
    onTestFinished(() => first.close());
    await expect(startDynoxide(file)).rejects.toThrow('Otra ejecución está usando esa carpeta');
  });

  it('says why it did not start', async () => {
    await expect(startDynoxide('/nowhere/state.sqlite')).rejects.toThrow('dynoxide did not start: ');
  });
});
