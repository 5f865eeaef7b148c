import { createHash } from 'node:crypto';
import {
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { bodies, receive, receiveOne, refusal, send } from './sqs-calls.ts';
import { subjectOf } from './sqs-subject.ts';

// Source pages are those of the SQS Developer Guide, by their file name, or actions of the API Reference.

const mebibyte = 1_048_576;

const filled = (length: number) => ({
  MessageAttributes: { name: { DataType: 'String', StringValue: 'x'.repeat(length) } },
});

describe('what a message may hold', () => {
  test('emoji and every other character of XML come back as they were [API SendMessage]', async (context) => {
    const subject = await subjectOf(context);
    const body = 'ñandú 🚨 \t\r\n 𝒮\uFFFD';
    await send(subject, 'plain', body);
    expect((await receiveOne(subject, 'plain')).Body).toBe(body);
  });

  for (const [name, character] of [
    ['NUL', '\u0000'],
    ['a control character', '\u001b'],
    ['a lone surrogate', '\ud83d'],
    ['a non-character', '\uffff'],
  ] as const)
    test(`${name} is refused [API SendMessage]`, async (context) => {
      const subject = await subjectOf(context);
      expect(await refusal(send(subject, 'plain', `a${character}b`))).toBe('InvalidMessageContents');
    });

  test('a message of 1 MiB is taken and one byte more is refused [quotas-messages]', async (context) => {
    const subject = await subjectOf(context);
    await send(subject, 'plain', 'x'.repeat(mebibyte));
    expect((await receiveOne(subject, 'plain')).Body).toHaveLength(mebibyte);
    expect(await refusal(send(subject, 'plain', 'x'.repeat(mebibyte + 1)))).toBe('InvalidParameterValue');
  });

  test('sizes count bytes, and attributes with their names and types [quotas-messages]', async (context) => {
    const subject = await subjectOf(context);
    expect(await refusal(send(subject, 'small', 'ñ'.repeat(513)))).toBe('InvalidParameterValue');
    await send(subject, 'small', 'x', filled(1_024 - 1 - 'nameString'.length));
    expect(await refusal(send(subject, 'small', 'x', filled(1_024 - 'nameString'.length)))).toBe(
      'InvalidParameterValue',
    );
  });

  test('an empty body is refused [API SendMessage]', async (context) => {
    const subject = await subjectOf(context);
    expect(await refusal(send(subject, 'plain', ''))).toBe('MissingParameter');
  });

  test('a standard queue takes a group and shows it [sqs-fair-queues]', async (context) => {
    const subject = await subjectOf(context);
    await send(subject, 'plain', 'a', { MessageGroupId: 'tenant' });
    const message = await receiveOne(subject, 'plain', { MessageSystemAttributeNames: ['MessageGroupId'] });
    expect(message.Attributes).toEqual({ MessageGroupId: 'tenant' });
  });

  test('a group of a standard queue locks nothing [sqs-fair-queues]', async (context) => {
    const subject = await subjectOf(context);
    for (const body of ['a', 'b']) await send(subject, 'plain', body, { MessageGroupId: 'tenant' });
    await receiveOne(subject, 'plain');
    expect(await receive(subject, 'plain', { WaitTimeSeconds: 1 })).toHaveLength(1);
  });
});

const part = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const parts = (name: string, type: string, transport: number, value: Uint8Array): Buffer =>
  Buffer.concat([part(Buffer.from(name)), part(Buffer.from(type)), Buffer.of(transport), part(value)]);

/** What the digest of the attributes below is taken of. */
const documentedBytes = Buffer.concat([
  parts('city', 'String', 1, Buffer.from('Hermosillo')),
  parts('count.of.things', 'Number.int', 1, Buffer.from('12')),
  parts('raw', 'Binary', 2, Uint8Array.of(0, 1, 254)),
]);

describe('attributes and digests', () => {
  const MessageAttributes = {
    city: { DataType: 'String', StringValue: 'Hermosillo' },
    'count.of.things': { DataType: 'Number.int', StringValue: '12' },
    raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 1, 254) },
  };

  test('the digest of attributes is as documented [sqs-attributes-md5-message-digest-calculation]', async (context) => {
    const subject = await subjectOf(context);
    const sent = await send(subject, 'plain', 'a', { MessageAttributes });
    expect(sent.MD5OfMessageBody).toBe(createHash('md5').update('a').digest('hex'));
    expect(sent.MD5OfMessageAttributes).toBe(createHash('md5').update(documentedBytes).digest('hex'));
  });

  test('attributes come only when they are asked for [API ReceiveMessage]', async (context) => {
    const subject = await subjectOf(context);
    await send(subject, 'plain', 'a', { MessageAttributes });
    const {
      Attributes,
      MessageAttributes: none,
      MD5OfMessageAttributes,
    } = await receiveOne(subject, 'plain', { VisibilityTimeout: 0 });
    expect([Attributes, none, MD5OfMessageAttributes]).toEqual([undefined, undefined, undefined]);
    const some = await receiveOne(subject, 'plain', {
      MessageAttributeNames: ['count.*', 'raw'],
      VisibilityTimeout: 0,
    });
    expect(Object.keys(some.MessageAttributes ?? {}).toSorted()).toEqual(['count.of.things', 'raw']);
    expect(
      (await receiveOne(subject, 'plain', { MessageAttributeNames: ['All'] })).MessageAttributes,
    ).toEqual(MessageAttributes);
  });

  for (const field of ['MessageSystemAttributeNames', 'AttributeNames'] as const)
    test(`${field} names the system attributes that come [API ReceiveMessage]`, async (context) => {
      const subject = await subjectOf(context);
      await send(subject, 'plain', 'a');
      const some = await receiveOne(subject, 'plain', { [field]: ['SentTimestamp'], VisibilityTimeout: 0 });
      expect(Object.keys(some.Attributes ?? {})).toEqual(['SentTimestamp']);
      const all = await receiveOne(subject, 'plain', { [field]: ['All'] });
      expect(Object.keys(all.Attributes ?? {}).toSorted()).toEqual([
        'ApproximateFirstReceiveTimestamp',
        'ApproximateReceiveCount',
        'SenderId',
        'SentTimestamp',
      ]);
    });

  test('more than ten attributes are refused [sqs-message-metadata]', async (context) => {
    const subject = await subjectOf(context);
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`a${n}`, MessageAttributes.city]));
    expect(await refusal(send(subject, 'plain', 'a', { MessageAttributes: many }))).toBe(
      'InvalidParameterValue',
    );
  });

  for (const [title, name, value] of [
    ['a name that AWS keeps for itself', 'AWS.name', MessageAttributes.city],
    ['an empty value', 'city', { DataType: 'String', StringValue: '' }],
    ['a type that there is not', 'city', { DataType: 'Text', StringValue: 'a' }],
    ['a number that is none', 'count', { DataType: 'Number', StringValue: 'a' }],
  ] as const)
    test(`${title} is refused [sqs-message-metadata]`, async (context) => {
      const subject = await subjectOf(context);
      const sending = send(subject, 'plain', 'a', { MessageAttributes: { [name]: value } });
      expect(await refusal(sending)).toBe('InvalidParameterValue');
    });

  test('a trace header is carried [sqs-message-metadata]', async (context) => {
    const subject = await subjectOf(context);
    const StringValue = 'Root=1-5759e988-bd862e3fe1be46a994272793';
    await send(subject, 'plain', 'a', {
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue } },
    });
    const message = await receiveOne(subject, 'plain', { MessageSystemAttributeNames: ['AWSTraceHeader'] });
    expect(message.Attributes).toEqual({ AWSTraceHeader: StringValue });
  });
});

describe('queues and parameters', () => {
  test('a queue that there is not is named as an error [API SendMessage]', async (context) => {
    const subject = await subjectOf(context);
    const QueueUrl = `${subject.url('plain')}-none`;
    expect(await refusal(subject.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' })))).toBe(
      'QueueDoesNotExist',
    );
  });

  test('queues are found by name and by prefix [API GetQueueUrl, API ListQueues]', async (context) => {
    const subject = await subjectOf(context);
    const name = subject.url('orders.fifo').split('/').at(-1) ?? '';
    const { QueueUrl } = await subject.client.send(new GetQueueUrlCommand({ QueueName: name }));
    expect(QueueUrl?.split('/').at(-1)).toBe(name);
    const { QueueUrls = [] } = await subject.client.send(
      new ListQueuesCommand({ QueueNamePrefix: name.replace('.fifo', '') }),
    );
    expect(QueueUrls.map((url) => url.split('/').at(-1))).toEqual([
      name,
      name.replace('.fifo', '-dead.fifo'),
    ]);
  });

  for (const [field, value] of [
    ['MaxNumberOfMessages', 11],
    ['MaxNumberOfMessages', 0],
    ['WaitTimeSeconds', 21],
    ['VisibilityTimeout', 43_201],
  ] as const)
    test(`${field} of ${value} is refused [API ReceiveMessage]`, async (context) => {
      const subject = await subjectOf(context);
      const command = new ReceiveMessageCommand({ QueueUrl: subject.url('plain'), [field]: value });
      expect(await refusal(subject.client.send(command))).toBe('InvalidParameterValue');
    });

  test('a delay of more than 15 minutes is refused [quotas-messages]', async (context) => {
    const subject = await subjectOf(context);
    expect(await refusal(send(subject, 'plain', 'a', { DelaySeconds: 901 }))).toBe('InvalidParameterValue');
  });

  test('a purge empties a queue, once a minute [API PurgeQueue]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    const purge = () => subject.client.send(new PurgeQueueCommand({ QueueUrl: subject.url('plain') }));
    await send(subject, 'plain', 'a');
    await purge();
    expect(await receive(subject, 'plain')).toEqual([]);
    expect(await refusal(purge())).toBe('PurgeQueueInProgress');
    await send(subject, 'plain', 'b');
    expect(bodies(await receive(subject, 'plain'))).toEqual(['b']);
    await subject.passes(60);
    await purge();
  });
});
