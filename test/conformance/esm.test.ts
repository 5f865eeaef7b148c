import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Cloud } from '../../local/cloud.ts';
import { allow, tinyFunction } from '../../local/testing/tiny-assembly.ts';
import { tinyCloud } from '../../local/testing/tiny-cloud.ts';

// Source pages are those of the Lambda Developer Guide, by their file name; the event's form is that of its example.

const visibilitySeconds = 60;
const taking = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const arnOf = (id: string): object => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** A consumer of one queue: what it saw stands in its log, one line a batch. */
async function consumer(input: {
  answer: string;
  fifo?: boolean;
  mapping?: object;
  partial?: boolean;
  may?: string[];
}): Promise<Cloud> {
  const fifo = input.fifo ? { FifoQueue: true } : {};
  return tinyCloud({
    resources: {
      ...tinyFunction('Consumer', {
        hash: 'consumer',
        statements: [
          allow(input.may ?? taking, arnOf('Queue')),
          allow(['logs:CreateLogStream', 'logs:PutLogEvents'], '*'),
        ],
      }),
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          ...fifo,
          VisibilityTimeout: visibilitySeconds,
          RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 3 },
        },
      },
      Dead: { Type: 'AWS::SQS::Queue', Properties: fifo },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: arnOf('Queue'),
          FunctionName: { Ref: 'Consumer' },
          ...(input.partial === false ? {} : { FunctionResponseTypes: ['ReportBatchItemFailures'] }),
          ...input.mapping,
        },
      },
    },
    functions: {
      consumer: `
        const failed = (...ids) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
        export const handler = async ({ Records: records }) => {
          console.log(JSON.stringify(records));
          ${input.answer}
        };`,
    },
  });
}

/** Sends texts in one call; `group:text` for a FIFO queue. */
async function send(cloud: Cloud, ...texts: string[]): Promise<void> {
  const [queue] = cloud.stack.queues;
  await cloud.sqs.call('SendMessageBatch', {
    QueueUrl: queue?.ref,
    Entries: texts.map((text, index) => ({
      Id: String(index),
      MessageBody: text,
      ...(queue?.properties.FifoQueue && {
        MessageGroupId: text.split(':')[0],
        MessageDeduplicationId: text,
      }),
    })),
  });
  await cloud.settle();
}

const records = z.array(z.looseObject({ body: z.string() }));

/** Bodies of each batch that the function got, in order; resolves once there are so many. */
async function batches(cloud: Cloud, count: number): Promise<string[][]> {
  const lines = () => cloud.logs('Consumer').filter(({ line }) => line.startsWith('['));
  await expect.poll(() => lines().length).toBe(count);
  return lines().map(({ line }) => records.parse(JSON.parse(line)).map(({ body }) => body));
}

const left = (cloud: Cloud): string[] => {
  const [queue] = cloud.stack.queues;
  return cloud.sqs.peek(queue?.name ?? '').map(({ body }) => body);
};
const dead = (cloud: Cloud): string[] => {
  const [, queue] = cloud.stack.queues;
  return cloud.sqs.peek(queue?.name ?? '').map(({ body }) => body);
};

describe('a batch', () => {
  it("has each message in Lambda's form [with-sqs]", async () => {
    const cloud = await consumer({ answer: '' });
    const [queue] = cloud.stack.queues;
    await cloud.sqs.call('SendMessage', {
      QueueUrl: queue?.ref,
      MessageBody: 'Auxilio',
      MessageAttributes: { lane: { DataType: 'String', StringValue: 'urgent' } },
    });
    await cloud.settle();
    await batches(cloud, 1);
    const [line] = cloud.logs('Consumer');
    expect(JSON.parse(line?.line ?? '')).toEqual([
      {
        messageId: expect.any(String),
        receiptHandle: expect.any(String),
        body: 'Auxilio',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          SenderId: expect.any(String),
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        },
        messageAttributes: {
          lane: { stringValue: 'urgent', stringListValues: [], binaryListValues: [], dataType: 'String' },
        },
        md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
        eventSource: 'aws:sqs',
        eventSourceARN: queue?.arn,
        awsRegion: cloud.stack.place.region,
      },
    ]);
  });

  it('has as many messages as the mapping allows, at most [services-sqs-parameters]', async () => {
    const cloud = await consumer({ answer: '', mapping: { BatchSize: 2 } });
    await send(cloud, '1', '2', '3', '4', '5');
    const sizes = (await batches(cloud, 3)).map(({ length }) => length);
    expect(sizes.toSorted((one, other) => one - other)).toEqual([1, 2, 2]);
  });

  it('of a FIFO queue has ten messages at most, whatever the mapping says [services-sqs-parameters]', async () => {
    const cloud = await consumer({ answer: '', fifo: true, mapping: { BatchSize: 100 } });
    const texts = Array.from({ length: 10 }, (_, index) => `a:${index}`);
    await cloud.functions.invoke('Consumer', '{"Records":[]}');
    await send(cloud, ...texts);
    expect((await batches(cloud, 2))[1]).toEqual(texts);
    expect(left(cloud)).toEqual([]);
  });

  it('runs beside others up to MaximumConcurrency [services-sqs-scaling]', async () => {
    const cloud = await consumer({
      answer: 'await new Promise((go) => setTimeout(go, 50));',
      mapping: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
    });
    await send(cloud, '1', '2', '3', '4', '5', '6');
    expect(await batches(cloud, 6)).toHaveLength(6);
    expect(cloud.counts()['Consumer']).toMatchObject({ coldStarts: 2 });
  });
});

describe('an answer with ReportBatchItemFailures', () => {
  it.each([
    ['nothing', 'return undefined;'],
    ['null', 'return null;'],
    ['an empty object', 'return {};'],
    ['an empty list', 'return failed();'],
    ['a null list', 'return { batchItemFailures: null };'],
  ])('of %s is the success of the whole batch [services-sqs-errorhandling]', async (_, answer) => {
    const cloud = await consumer({ answer });
    await send(cloud, 'a', 'b');
    expect(left(cloud)).toEqual([]);
  });

  it.each([
    ['an id that is not of the batch', `return failed('no-such-id');`],
    ['an empty id', `return failed('');`],
    ['a null id', `return failed(null);`],
    ['a key that has another name', `return { batchItemFailures: [{ identifier: records[0].messageId }] };`],
    ['a text', `return 'not as agreed';`],
  ])('with %s is the failure of the whole batch [services-sqs-errorhandling]', async (_, answer) => {
    const cloud = await consumer({ answer });
    await send(cloud, 'a', 'b');
    expect(left(cloud).toSorted()).toEqual(['a', 'b']);
  });

  it('keeps what it names, and nothing else [services-sqs-errorhandling]', async () => {
    const cloud = await consumer({
      answer: `return failed(...records.filter(({ body }) => body === 'b').map(({ messageId }) => messageId));`,
    });
    await send(cloud, 'a', 'b', 'c');
    expect(left(cloud)).toEqual(['b']);
  });
});

describe('a failure', () => {
  it('that is thrown keeps the whole batch [services-sqs-errorhandling]', async () => {
    const cloud = await consumer({ answer: `throw new Error('no');` });
    await send(cloud, 'a', 'b');
    expect(left(cloud).toSorted()).toEqual(['a', 'b']);
  });

  it('of a process that dies keeps the whole batch [services-sqs-errorhandling]', async () => {
    const cloud = await consumer({ answer: 'process.exit(1);' });
    await send(cloud, 'a', 'b');
    expect(left(cloud).toSorted()).toEqual(['a', 'b']);
  });

  it('comes again once its visibility timeout is over, not before [services-sqs-errorhandling]', async () => {
    const cloud = await consumer({ answer: `throw new Error('no');` });
    await send(cloud, 'a');
    await cloud.advance(visibilitySeconds - 10);
    expect(cloud.counts()['Consumer']).toMatchObject({ invocations: 1 });
    await cloud.advance(20);
    expect(cloud.counts()['Consumer']).toMatchObject({ invocations: 2 });
  });

  it('ends in the dead letters after as many receives as the queue allows [services-sqs-configure]', async () => {
    const cloud = await consumer({ answer: `throw new Error('no');` });
    await send(cloud, 'a');
    await cloud.advance(visibilitySeconds * 4);
    expect(left(cloud)).toEqual([]);
    expect(dead(cloud)).toEqual(['a']);
    expect(cloud.counts()['Consumer']).toMatchObject({ invocations: 3 });
  });

  it('is not noticed in the answer of a mapping without ReportBatchItemFailures [services-sqs-errorhandling]', async () => {
    const cloud = await consumer({ answer: 'return failed(records[0].messageId);', partial: false });
    await send(cloud, 'a', 'b');
    expect(left(cloud)).toEqual([]);
  });
});

describe('a FIFO queue', () => {
  it('hands over a group in its order [with-sqs]', async () => {
    const cloud = await consumer({ answer: '', fifo: true, mapping: { BatchSize: 1 } });
    await send(cloud, 'a:1', 'b:1', 'a:2', 'b:2', 'a:3');
    const seen = (await batches(cloud, 5)).flat();
    expect(seen.filter((text) => text.startsWith('a'))).toEqual(['a:1', 'a:2', 'a:3']);
    expect(seen.filter((text) => text.startsWith('b'))).toEqual(['b:1', 'b:2']);
  });

  it('holds back the rest of a group behind a failure, while other groups go on [services-sqs-errorhandling]', async () => {
    const cloud = await consumer({
      fifo: true,
      mapping: { BatchSize: 1 },
      answer: `if (records[0].body === 'a:1' && records[0].attributes.ApproximateReceiveCount === '1') throw new Error('no');`,
    });
    await send(cloud, 'a:1', 'a:2', 'b:1');
    expect((await batches(cloud, 2)).flat().toSorted()).toEqual(['a:1', 'b:1']);
    await cloud.advance(visibilitySeconds + 10);
    expect((await batches(cloud, 4)).flat().slice(2)).toEqual(['a:1', 'a:2']);
  });
});

describe("the function's role", () => {
  it.each(taking)('must allow %s, or nothing is taken [services-sqs-configure]', async (missing) => {
    const cloud = await consumer({ answer: '', may: taking.filter((action) => action !== missing) });
    await send(cloud, 'a');
    expect(left(cloud)).toEqual(['a']);
    expect(cloud.mappings.map((mapping) => mapping.problem())).toEqual([expect.stringContaining(missing)]);
  });
});
