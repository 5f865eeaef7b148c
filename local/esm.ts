import * as z from 'zod';
import type { InvokeResult } from './lambda/environment.ts';
import type { Sqs } from './sqs/engine.ts';
import type { Stack } from './template/stack.ts';

/** One event source mapping at work. */
export type Mapping = {
  queueName: string;
  functionId: string;
  /** Batches with the function now. */
  batches: () => number;
  /** Whether it has nothing to do until its queue says otherwise. */
  idle: () => boolean;
  /** Why it does not run at all, or null. */
  problem: () => string | null;
  /** Takes no more batches; ends when those under way are done. */
  stop: () => Promise<void>;
};

export type MappingOptions = {
  stack: Stack;
  sqs: Sqs;
  mapping: Stack['mappings'][number];
  /** Batches at once, at most: what one machine runs. */
  most: number;
  invoke: (functionArn: string, event: string) => Promise<InvokeResult>;
  /** Whether the function's role may take from the queue: the sentence of the refusal, or null. */
  authorise: (roleArn: string, action: string, queueArn: string) => Promise<string | null>;
};

const attribute = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});
const received = z.object({
  Messages: z
    .array(
      z.object({
        MessageId: z.string(),
        ReceiptHandle: z.string(),
        Body: z.string(),
        MD5OfBody: z.string(),
        Attributes: z.record(z.string(), z.string()).default({}),
        MessageAttributes: z.record(z.string(), attribute).default({}),
      }),
    )
    .default([]),
});
type Received = z.infer<typeof received>['Messages'][number];

/** Most that one receive brings. Source: SQS API reference, ReceiveMessage. */
const mostOfReceive = 10;

/** What the mapping does in the function's name. Source: Lambda developer guide, "Creating an SQS event source mapping". */
const permissions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/**
 * Brings a queue's messages to a function in batches, and deletes what it did not hand back. What failed stays in
 * flight until its visibility timeout. The batching window is not waited for: a batch leaves with what is there.
 */
export function startMapping(options: MappingOptions): Mapping {
  const { stack, sqs, mapping } = options;
  const { properties } = mapping;
  const queue = stack.queues.find(({ arn }) => arn === properties.EventSourceArn);
  const target = stack.functions.find(({ arn, ref }) => [arn, ref].includes(properties.FunctionName));
  if (!queue || !target)
    throw new Error(`${mapping.logicalId} maps a queue or a function that the template does not have`);
  const batchSize = Math.min(properties.BatchSize, queue.properties.FifoQueue ? mostOfReceive : 10_000);
  const most = Math.min(options.most, properties.ScalingConfig?.MaximumConcurrency ?? options.most);
  const partial = properties.FunctionResponseTypes.includes('ReportBatchItemFailures');

  const running = new Set<Promise<void>>();
  let problem: string | null = null;
  let isPolling = false;
  let isAskedAgain = false;
  let isStopped = false;

  const receive = async (): Promise<Received[]> => {
    const batch: Received[] = [];
    while (batch.length < batchSize) {
      const answer = await sqs.call('ReceiveMessage', {
        QueueUrl: queue.ref,
        MaxNumberOfMessages: Math.min(mostOfReceive, batchSize - batch.length),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
        WaitTimeSeconds: 0,
      });
      const { Messages } = received.parse(answer);
      batch.push(...Messages);
      if (Messages.length === 0 || queue.properties.FifoQueue) break;
    }
    return batch;
  };

  const work = async (batch: Received[]): Promise<void> => {
    const records = batch.map((message) => recordOf(message, queue.arn, stack.place.region));
    const result = await options.invoke(target.arn, JSON.stringify({ Records: records }));
    const failed = failedOf(
      result,
      batch.map(({ MessageId }) => MessageId),
      partial,
    );
    const done = batch.filter(({ MessageId }) => !failed.has(MessageId));
    for (let start = 0; start < done.length; start += mostOfReceive)
      await sqs.call('DeleteMessageBatch', {
        QueueUrl: queue.ref,
        Entries: done
          .slice(start, start + mostOfReceive)
          .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      });
  };

  const mayGoOn = (): boolean => !isStopped && problem === null;

  /** Takes batches while there is room and something to take. */
  const poll = async (): Promise<void> => {
    isAskedAgain = true;
    if (isPolling) return;
    isPolling = true;
    try {
      problem ??= await refusal();
      while (isAskedAgain && mayGoOn()) {
        isAskedAgain = false;
        while (running.size < most && mayGoOn()) {
          const batch = await receive();
          if (batch.length === 0) break;
          const task = work(batch).finally(() => {
            running.delete(task);
            void poll();
          });
          running.add(task);
        }
      }
    } finally {
      isPolling = false;
    }
  };

  const refusal = async (): Promise<string | null> => {
    for (const action of permissions) {
      const refused = await options.authorise(target.properties.Role, action, queue.arn);
      if (refused) return refused;
    }
    return null;
  };

  const unsubscribe = sqs.onVisible(queue.name, () => void poll());
  if (properties.Enabled) void poll();
  else isStopped = true;

  return {
    queueName: queue.name,
    functionId: target.constructId,
    batches: () => running.size,
    idle: () => !isPolling && running.size === 0,
    problem: () => problem,
    async stop() {
      isStopped = true;
      unsubscribe();
      await Promise.all(running);
    },
  };
}

const partialAnswer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

/**
 * Ids of the messages that the function did not process. Source: Lambda developer guide, "Handling errors for an SQS
 * event source": no list, or an empty one, is success; an answer that is not as agreed is the failure of the whole batch.
 */
function failedOf(result: InvokeResult, ids: string[], partial: boolean): ReadonlySet<string> {
  const all = new Set(ids);
  if (!result.ok) return all;
  if (!partial) return new Set();
  const answer = partialAnswer.safeParse(JSON.parse(result.payload));
  if (!answer.success) return all;
  const failed = (answer.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => all.has(id)) ? new Set(failed) : all;
}

/** Lambda's form of a message. Source: Lambda developer guide, "Using Lambda with Amazon SQS", example event. */
function recordOf(message: Received, queueArn: string, region: string): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          stringValue: StringValue,
          binaryValue: BinaryValue,
          stringListValues: [],
          binaryListValues: [],
          dataType: DataType,
        },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}
