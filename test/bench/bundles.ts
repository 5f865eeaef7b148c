import { spawnSync } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { functionVariables } from '../../local/lambda/variables.ts';
import type { FunctionResource } from '../../local/template/stack.ts';
import { bundle, functionsOf } from './assembly.ts';
import { figureOf, rounded, table } from './figures.ts';

const runs = 15;
const clients = {
  dynamodb: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
    import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
    keep(DynamoDBDocumentClient.from(new DynamoDBClient({})), GetCommand, PutCommand, UpdateCommand);`,
  sqs: `import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
    keep(new SQSClient({}), SendMessageBatchCommand);`,
  s3: `import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
    keep(new S3Client({}), GetObjectCommand, PutObjectCommand);`,
  secrets: `import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
    keep(new SecretsManagerClient({}), GetSecretValueCommand);`,
} as const;
type Client = keyof typeof clients;

/** What each function talks to; an empty handler with the same clients is what its start is held against. */
const clientsOf: Record<string, Client[]> = {
  Webhook: ['sqs', 's3', 'secrets'],
  Triage: ['dynamodb', 'sqs', 's3', 'secrets'],
  Sender: ['dynamodb', 'sqs', 'secrets'],
  Settle: ['dynamodb', 'sqs', 's3', 'secrets'],
  Timer: ['dynamodb', 'sqs'],
  Media: ['dynamodb', 'sqs', 's3', 'secrets'],
  Digest: ['dynamodb', 'sqs', 'secrets'],
  Admin: ['dynamodb', 'sqs', 'secrets'],
};

/** Size of each bundle, and how long its import takes in a fresh process, beside an empty handler's. */
export async function benchBundles(assembly: string): Promise<void> {
  const rows: string[][] = [];
  for (const resource of await functionsOf(assembly)) {
    const own = clientsOf[resource.constructId];
    if (!own) continue;
    const file = join(resource.assetFolder, 'index.mjs');
    const empty = await emptyHandler(assembly, resource.constructId, own);
    const [ours, least] = starts(resource, file, empty);
    const size = (await stat(file)).size;
    rows.push([
      resource.constructId,
      rounded(size / 1024),
      rounded(ours),
      rounded(least),
      rounded(ours / least),
    ]);
  }
  process.stdout.write(
    'Bundles: size, and import in a fresh process (goals: 600 KB; 1.5 times the empty handler)\n\n',
  );
  table(['function', 'KB', 'start, median ms', 'empty handler, median ms', 'start / empty'], rows);
}

async function emptyHandler(assembly: string, constructId: string, own: readonly Client[]): Promise<string> {
  const folder = join(assembly, '..', 'empty', constructId);
  await mkdir(folder, { recursive: true });
  const source = `const keep = (...what: unknown[]) => { kept.push(what); }; const kept: unknown[] = [];
    ${own.map((name) => clients[name]).join('\n')}
    export const handler = async () => kept.length;`;
  const file = join(folder, 'index.mjs');
  await writeFile(file, await bundle(source));
  return file;
}

/** Medians of the import's milliseconds, in turn. */
function starts(resource: FunctionResource, ours: string, empty: string): [number, number] {
  const place = {
    region: 'us-east-1',
    accountId: '000000000000',
    queueUrlBase: 'http://127.0.0.1:1',
    stackName: 'bench',
  };
  const variables = functionVariables(resource, {
    place,
    frontUrl: 'http://127.0.0.1:1',
    accessKeyId: 'BENCH',
  });
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    times[0].push(importMs(ours, variables));
    times[1].push(importMs(empty, variables));
  }
  return [figureOf(times[0]).median, figureOf(times[1]).median];
}

function importMs(file: string, variables: Record<string, string>): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - t); process.exit(0);`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: variables,
    encoding: 'utf8',
  });
  const ms = Number(child.stdout.trim().split('\n').at(-1));
  if (child.status !== 0 || Number.isNaN(ms))
    throw new Error(`A bundle did not start: ${child.stderr.slice(0, 500)}`);
  return ms;
}
