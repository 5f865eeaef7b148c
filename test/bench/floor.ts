import { createHmac, timingSafeEqual } from 'node:crypto';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';

/**
 * The least a webhook can do with the same bytes: the HMAC, the parsing, and the same number of batch calls of the same
 * size, as many at once. No cutting up, no hashing of ids, no screen, no check of what comes back.
 */
type Request = { headers: Record<string, string>; body?: string; isBase64Encoded: boolean };

const client = new SQSClient({});
const concurrency = 25;

export async function handler(request: Request): Promise<{ statusCode: number }> {
  const body = Buffer.from(request.body ?? '', request.isBase64Encoded ? 'base64' : 'utf8');
  const digest = createHmac('sha256', 'floor').update(body).digest();
  timingSafeEqual(digest, digest);
  const { entry } = JSON.parse(body.toString('utf8'));
  const messages: unknown[] = entry[0].changes[0].value.messages;
  const batches: unknown[][] = [];
  for (let start = 0; start < messages.length; start += 10) batches.push(messages.slice(start, start + 10));
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let batch = batches[next++]; batch; batch = batches[next++]) await send(batch, next);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, batches.length) }, worker));
  return { statusCode: 200 };
}

async function send(batch: unknown[], number: number): Promise<void> {
  await client.send(
    new SendMessageBatchCommand({
      QueueUrl: process.env['INBOUND_QUEUE_URL'],
      Entries: batch.map((message, index) => ({
        Id: String(index),
        // As large as our event: the fragment, its ids, and the contact of whoever wrote.
        MessageBody: JSON.stringify({ fragment: JSON.stringify(message), around: 'x'.repeat(320) }),
        MessageGroupId: `${number}-${index}`,
        MessageDeduplicationId: `${Date.now()}-${Math.random()}`,
      })),
    }),
  );
}
