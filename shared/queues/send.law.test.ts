import { createServer, type Server } from 'node:http';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { queueText, sendAll } from './send.ts';

const batch = z.object({ Entries: z.array(z.object({ Id: z.string(), MessageBody: z.string() })) });
type Batch = z.infer<typeof batch>['Entries'];

let server: Server;
let client: SQSClient;
let batches: Batch[] = [];

/** A queue that takes whatever comes and remembers each call: the limits are judged by the law. */
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { Entries } = batch.parse(JSON.parse(Buffer.concat(chunks).toString()));
      batches.push(Entries);
      // Refuses every body that says so.
      const Failed = Entries.filter(({ MessageBody }) => MessageBody.startsWith('refuse'));
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(
        JSON.stringify({
          Successful: [],
          Failed: Failed.map(({ Id }) => ({ Id, SenderFault: true, Code: 'X' })),
        }),
      );
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  client = new SQSClient({
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
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

/** Texts of up to 1 MiB, most of them small; some of letters of two bytes. */
const body = fc
  .tuple(
    fc.constantFrom('a', 'ñ', 'refuse '),
    fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 400 }) },
      fc.constantFrom(40_000, 149_000, 500_000),
    ),
  )
  .map(([letter, times]) =>
    letter.repeat(Math.min(times, Math.floor(1_000_000 / Buffer.byteLength(letter)))),
  );

describe('sending', () => {
  test('keeps within 10 entries and 1 MiB a call, sends each once and tells which were refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(body, { maxLength: 45 }), async (bodies) => {
        batches = [];
        const messages = bodies.map((each) => ({ body: each }));
        const refused = await sendAll(client, 'http://127.0.0.1/0/queue', messages);
        for (const entries of batches) {
          expect(entries.length).toBeLessThanOrEqual(10);
          const bytes = entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0);
          expect(bytes).toBeLessThanOrEqual(1_048_576);
          expect(new Set(entries.map(({ Id }) => Id)).size).toBe(entries.length);
        }
        const sent = batches.flat().map(({ MessageBody }) => MessageBody);
        expect(sent.toSorted()).toEqual(bodies.toSorted());
        expect(new Set(refused.map(({ message }) => message))).toEqual(
          new Set(messages.filter((message) => message.body.startsWith('refuse'))),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('takes no more calls than the number of entries asks for where all are small', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(95), async (count) => {
        batches = [];
        await sendAll(
          client,
          'http://127.0.0.1/0/queue',
          Array.from({ length: count }, () => ({ body: 'a' })),
        );
        expect(batches).toHaveLength(Math.ceil(count / 10));
      }),
      { numRuns: 20 },
    );
  });
});

describe('the text of a queue', () => {
  /** Characters that SQS takes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
  const allowed = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

  test('is allowed by SQS and reads back the same, whatever the value', () => {
    const anyText = fc.string({ unit: 'binary' }).map((text) => `${text}\uFFFE\u0000\uD800`);
    fc.assert(
      fc.property(fc.dictionary(anyText, fc.oneof(anyText, fc.integer())), (value) => {
        const text = queueText(value);
        expect(text).toMatch(allowed);
        expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value));
      }),
    );
  });
});
