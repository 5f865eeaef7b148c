import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';

/** Limits of SendMessageBatch. Source: Amazon SQS developer guide, "Amazon SQS message quotas". */
const maxEntries = 10;
const maxBatchBytes = 1_048_576;
/** Room for what is counted beside the bodies: ids of message groups and deduplication. */
const overheadBytes = 512;
/** Calls at once: below the SDK's pool of 50 sockets, so that none waits for another's connection. */
const concurrency = 25;

/** A client whose time-outs fit a function that must answer within a second. Without `throwOnRequestTimeout` the SDK only warns. */
export function sqsClient(): SQSClient {
  return new SQSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 500, requestTimeout: 3000, throwOnRequestTimeout: true },
  });
}

/** One message for a queue; group and deduplication id on FIFO queues only, delay on standard ones only. */
export type Outgoing = {
  body: string;
  groupId?: string;
  deduplicationId?: string;
  delaySeconds?: number;
};

/** What SQS did not take. `senderFault`: it never will, as it stands. */
export type Refused = { message: Outgoing; senderFault: boolean };

/**
 * Sends all messages, in as few calls as the limits allow, and tells which were not taken: a batch call answers 200
 * and names the failed ones inside.
 * @throws what the SDK throws when a whole call failed.
 */
export async function sendAll(client: SQSClient, queueUrl: string, messages: Outgoing[]): Promise<Refused[]> {
  const batches = intoBatches(messages);
  const refused: Refused[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let batch = batches[next++]; batch; batch = batches[next++])
      refused.push(...(await sendBatch(client, queueUrl, batch)));
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, batches.length) }, worker));
  return refused;
}

/**
 * Sends work between our own functions; all of it or an error, so that the caller is tried again.
 * @throws Error when a message was not taken.
 */
export async function sendWork(
  client: SQSClient,
  queueUrl: string,
  work: object[],
  options: { delaySeconds?: number } = {},
): Promise<void> {
  const messages = work.map((body) => ({ body: queueText(body), ...options }));
  const refused = await sendAll(client, queueUrl, messages);
  if (refused.length > 0)
    throw new Error(`The queue did not take ${refused.length} of ${work.length} messages`);
}

/**
 * JSON text that SQS takes: it refuses U+FFFE and U+FFFF, which JSON leaves as they are (control characters and lone
 * surrogates are escaped by JSON.stringify already). Source: SendMessage, Amazon SQS API reference.
 */
export function queueText(value: object): string {
  return JSON.stringify(value).replaceAll(/[\uFFFE\uFFFF]/gu, (character) =>
    character === '\uFFFE' ? '\\ufffe' : '\\uffff',
  );
}

function intoBatches(messages: Outgoing[]): Outgoing[][] {
  const batches: Outgoing[][] = [];
  let batch: Outgoing[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.body) + overheadBytes;
    if (batch.length === maxEntries || (batch.length > 0 && bytes + size > maxBatchBytes)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

async function sendBatch(client: SQSClient, queueUrl: string, batch: Outgoing[]): Promise<Refused[]> {
  const entries: SendMessageBatchRequestEntry[] = batch.map((message, index) => ({
    Id: String(index),
    MessageBody: message.body,
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    DelaySeconds: message.delaySeconds,
  }));
  const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
  return (answer.Failed ?? []).flatMap(({ Id, SenderFault }) => {
    const message = batch[Number(Id)];
    return message ? [{ message, senderFault: SenderFault === true }] : [];
  });
}
