import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { TestContext } from 'vitest';
import { startClock } from '../../local/clock.ts';
import { type QueueDefinition, queueDefaults } from '../../local/sqs/definition.ts';
import { type Sqs, startSqs } from '../../local/sqs/engine.ts';
import { sqsRequest } from '../../local/sqs/http.ts';

/**
 * What the rules of SQS are tried on: the embedded cloud's queues behind HTTP, or, with `CONFORMANCE_SQS_ENDPOINT=aws`,
 * the real ones named `CONFORMANCE_SQS_PREFIX` + the names below, which are to be made beforehand with these
 * definitions. Rules that need a moved clock are then skipped and say so.
 */
const isReal = process.env['CONFORMANCE_SQS_ENDPOINT'] === 'aws';
const prefix = process.env['CONFORMANCE_SQS_PREFIX'] ?? '';

const fifo = { ...queueDefaults, fifo: true };

const definitions = [
  {
    ...queueDefaults,
    name: 'standard',
    redrive: { deadLetterQueueName: 'standard-dead', maxReceiveCount: 2 },
  },
  { ...queueDefaults, name: 'standard-dead', retentionSeconds: 1_209_600 },
  { ...queueDefaults, name: 'plain' },
  { ...queueDefaults, name: 'delayed', delaySeconds: 60 },
  { ...queueDefaults, name: 'small', maximumMessageBytes: 1_024 },
  { ...fifo, name: 'orders.fifo', redrive: { deadLetterQueueName: 'orders-dead.fifo', maxReceiveCount: 2 } },
  { ...fifo, name: 'orders-dead.fifo', retentionSeconds: 1_209_600 },
  { ...fifo, name: 'content.fifo', contentBasedDeduplication: true },
  {
    ...fifo,
    name: 'by-group.fifo',
    deduplicationScope: 'messageGroup',
    throughputLimit: 'perMessageGroupId',
  },
  { ...fifo, name: 'delayed.fifo', delaySeconds: 60 },
] as const satisfies readonly QueueDefinition[];

export type QueueName = (typeof definitions)[number]['name'];

export type Subject = {
  client: SQSClient;
  /** Of this test alone: real queues remember the deduplication ids of the tests before. */
  mark: string;
  /** The URL of a queue. */
  url: (name: QueueName) => string;
  arn: (name: QueueName) => string;
  /** Lets time pass, in seconds. */
  passes: (seconds: number) => Promise<void>;
  /** Resolves once so many calls wait for their answer; at once on AWS, which does not tell. */
  waiting: (calls: number) => Promise<void>;
};

/** What a test is done on. A test that `needsClock` is skipped on AWS. */
export async function subjectOf(context: TestContext, { needsClock = false } = {}): Promise<Subject> {
  if (!isReal) return embedded(context);
  if (needsClock) context.skip('AWS has no clock that can be moved');
  return onAws(context);
}

const passes = (): Promise<void> => Promise.reject(new Error('This test should say that it needs a clock'));

async function onAws(context: TestContext): Promise<Subject> {
  const client = new SQSClient({});
  context.onTestFinished(() => client.destroy());
  const urls = new Map<string, string>();
  for (const { name } of definitions) {
    const { QueueUrl = '' } = await client.send(new GetQueueUrlCommand({ QueueName: prefix + name }));
    urls.set(name, QueueUrl);
    await drain(client, QueueUrl);
  }
  const url = (name: QueueName): string => urls.get(name) ?? '';
  const arn = (name: QueueName): string => {
    const [, , host = '', account, queue] = url(name).split('/');
    return `arn:aws:sqs:${host.split('.')[1]}:${account}:${queue}`;
  };
  return { client, mark: randomUUID(), url, arn, passes, waiting: () => Promise.resolve() };
}

/** Empties a queue of what an earlier test left. */
async function drain(client: SQSClient, QueueUrl: string): Promise<void> {
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return;
    for (const { ReceiptHandle } of Messages)
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}

async function embedded(context: TestContext): Promise<Subject> {
  const clock = startClock();
  const region = 'us-east-1';
  const server = await serveSqs((endpoint) => startSqs({ clock, queues: definitions, region, endpoint }));
  const client = new SQSClient({
    endpoint: server.endpoint,
    region,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  context.onTestFinished(async () => {
    client.destroy();
    clock.close();
    await server.close();
  });
  return {
    client,
    mark: randomUUID(),
    url: (name) => `${server.endpoint}/000000000000/${name}`,
    arn: (name) => `arn:aws:sqs:${region}:000000000000:${name}`,
    passes: (seconds) => clock.advance(seconds * 1_000, () => Promise.resolve()),
    waiting: server.waiting,
  };
}

type Server = { endpoint: string; waiting: Subject['waiting']; close: () => Promise<void> };

/** Puts queues behind HTTP on a free port of this machine. */
async function serveSqs(start: (endpoint: string) => Sqs): Promise<Server> {
  let underWay = 0;
  let watchers: { calls: number; resolve: () => void }[] = [];
  const count = (change: number): void => {
    underWay += change;
    for (const { resolve } of watchers.filter(({ calls }) => calls === underWay)) resolve();
    watchers = watchers.filter(({ calls }) => calls !== underWay);
  };
  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target']);
      const answering = sqsRequest(sqs, target, Buffer.concat(chunks), gone.signal);
      count(1);
      void answering.then(({ status, headers, body }) => {
        count(-1);
        response.writeHead(status, headers).end(body);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
  const sqs = start(endpoint);
  return {
    endpoint,
    waiting: (calls) =>
      new Promise((resolve) => {
        watchers.push({ calls, resolve });
        count(0);
      }),
    close: () =>
      new Promise((resolve) => {
        sqs.close();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
