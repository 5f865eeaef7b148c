import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { emulatorBinary } from '../local/dynamodb/dynoxide.ts';
import { dueIndex } from '../shared/store/keys.ts';

/** A DynamoDB of a test file's own: a dynoxide process in memory, with the two tables, reached over HTTP. */
export type TestDynamo = {
  client: DynamoDBDocumentClient;
  /** `http://127.0.0.1:<port>`, for parts that make their own client. */
  endpoint: string;
  table: string;
  contactsTable: string;
  stop(): Promise<void>;
};

const table = 'main';
const contactsTable = 'contacts';
const binary = emulatorBinary(process.platform, process.arch);

/**
 * Starts it; for `beforeAll`, with `stop` in `afterAll`. Tests that share one keep apart by ids of their own.
 * @throws Error when no port could be had in five tries, or the binary does not run on this machine.
 */
export async function startDynamo(): Promise<TestDynamo> {
  const { server, endpoint } = await startServer();
  const bare = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const client = DynamoDBDocumentClient.from(bare, { marshallOptions: { removeUndefinedValues: true } });
  await bare.send(new CreateTableCommand(mainTable));
  await bare.send(new CreateTableCommand(contacts));
  return {
    client,
    endpoint,
    table,
    contactsTable,
    async stop() {
      client.destroy();
      bare.destroy();
      if (server.exitCode !== null || server.signalCode !== null) return;
      const exit = once(server, 'exit');
      server.kill('SIGKILL');
      await exit;
    },
  };
}

async function startServer(): Promise<{ server: ChildProcess; endpoint: string }> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await freePort();
    const server = spawn(binary, ['serve', '-p', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
    process.once('exit', () => server.kill('SIGKILL'));
    if (await isListening(server)) return { server, endpoint: `http://127.0.0.1:${port}` };
  }
  throw new Error(`${binary} did not start: is it built for this machine?`);
}

/** True once it says that it listens; false when it ends first, as it does when another process took the port. */
function isListening(server: ChildProcess): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => resolve(false));
    for (const output of [server.stdout, server.stderr])
      output?.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes('listening')) resolve(true);
      });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return address.port;
}

const contacts = {
  TableName: contactsTable,
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' as const },
    { AttributeName: 'sk', AttributeType: 'S' as const },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' as const },
    { AttributeName: 'sk', KeyType: 'RANGE' as const },
  ],
};

const mainTable = {
  ...contacts,
  TableName: table,
  AttributeDefinitions: [
    ...contacts.AttributeDefinitions,
    { AttributeName: 'duePk', AttributeType: 'S' as const },
    { AttributeName: 'dueAt', AttributeType: 'S' as const },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: dueIndex,
      KeySchema: [
        { AttributeName: 'duePk', KeyType: 'HASH' as const },
        { AttributeName: 'dueAt', KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
};
