import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { bodies, receive, refusal, send } from './sqs-calls.ts';
import { type QueueName, type Subject, subjectOf } from './sqs-subject.ts';

// Source pages are those of the SQS Developer Guide, by their file name, or actions of the API Reference.

const sendAll = ({ client, url }: Subject, queue: QueueName, Entries: SendMessageBatchRequestEntry[]) =>
  client.send(new SendMessageBatchCommand({ QueueUrl: url(queue), Entries }));

const entry = (Id: string, MessageBody = Id): SendMessageBatchRequestEntry => ({ Id, MessageBody });

describe('batches', () => {
  test('a batch keeps its order in each group [API SendMessageBatch]', async (context) => {
    const subject = await subjectOf(context);
    const Entries = ['a1', 'b1', 'a2', 'b2', 'a3'].map((body) => ({
      ...entry(body),
      MessageGroupId: body.slice(0, 1),
      MessageDeduplicationId: subject.mark + body,
    }));
    const { Successful = [], Failed = [] } = await sendAll(subject, 'orders.fifo', Entries);
    expect(Successful.map(({ Id }) => Id)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
    expect(Failed).toEqual([]);
    const all = bodies(await receive(subject, 'orders.fifo'));
    expect(all.filter((body) => body?.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
  });

  test('a duplicate within a batch is accepted and not delivered [using-messagededuplicationid-property]', async (context) => {
    const subject = await subjectOf(context);
    const same = { MessageGroupId: 'a', MessageDeduplicationId: subject.mark };
    const { Successful = [] } = await sendAll(subject, 'orders.fifo', [
      { ...entry('1'), ...same },
      { ...entry('2'), ...same },
    ]);
    expect(new Set(Successful.map(({ MessageId }) => MessageId)).size).toBe(1);
    expect(await receive(subject, 'orders.fifo')).toHaveLength(1);
  });

  test('an entry that is refused fails by itself and the call succeeds [API SendMessageBatch]', async (context) => {
    const subject = await subjectOf(context);
    const { Successful = [], Failed = [] } = await sendAll(subject, 'plain', [
      entry('good'),
      entry('bad', '\u0000'),
    ]);
    expect(Successful.map(({ Id }) => Id)).toEqual(['good']);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
    expect(bodies(await receive(subject, 'plain', { WaitTimeSeconds: 1 }))).toEqual(['good']);
  });

  test('an entry that is larger than its queue takes fails by itself [API SendMessageBatch]', async (context) => {
    const subject = await subjectOf(context);
    const { Failed = [] } = await sendAll(subject, 'small', [entry('large', 'x'.repeat(1_025))]);
    expect(Failed).toMatchObject([{ Id: 'large', Code: 'InvalidParameterValue', SenderFault: true }]);
  });

  for (const [title, error, entries] of [
    ['an empty batch', 'EmptyBatchRequest', []],
    [
      'a batch of eleven',
      'TooManyEntriesInBatchRequest',
      Array.from({ length: 11 }, (_, n) => entry(`e${n}`)),
    ],
    ['a batch with an id twice', 'BatchEntryIdsNotDistinct', [entry('a'), entry('a')]],
    ['a batch with an id that is none', 'InvalidBatchEntryId', [entry('a b')]],
    [
      'a batch of more than 1 MiB',
      'BatchRequestTooLong',
      [entry('a', 'x'.repeat(600_000)), entry('b', 'x'.repeat(600_000))],
    ],
  ] as const)
    test(`${title} is refused as a whole [API SendMessageBatch]`, async (context) => {
      const subject = await subjectOf(context);
      expect(await refusal(sendAll(subject, 'plain', [...entries]))).toBe(error);
      expect(await receive(subject, 'plain')).toEqual([]);
    });

  test('a batch of deletes tells which handles were none [API DeleteMessageBatch]', async (context) => {
    const subject = await subjectOf(context);
    await send(subject, 'plain', 'a');
    const [message] = await receive(subject, 'plain', { WaitTimeSeconds: 1 });
    const { Successful = [], Failed = [] } = await subject.client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: subject.url('plain'),
        Entries: [
          { Id: 'good', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'bad', ReceiptHandle: 'none' },
        ],
      }),
    );
    expect(Successful).toEqual([{ Id: 'good' }]);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'ReceiptHandleIsInvalid', SenderFault: true }]);
  });

  test('a batch of timeouts changes each message by itself [API ChangeMessageVisibilityBatch]', async (context) => {
    const subject = await subjectOf(context);
    for (const body of ['a', 'b']) await send(subject, 'plain', body);
    const messages = [
      ...(await receive(subject, 'plain', { MaxNumberOfMessages: 1, WaitTimeSeconds: 1 })),
      ...(await receive(subject, 'plain', { MaxNumberOfMessages: 1, WaitTimeSeconds: 1 })),
    ];
    const { Successful = [] } = await subject.client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: subject.url('plain'),
        Entries: messages.map(({ Body = '', ReceiptHandle }) => ({
          Id: Body,
          ReceiptHandle,
          VisibilityTimeout: Body === 'a' ? 0 : 60,
        })),
      }),
    );
    expect(new Set(Successful.map(({ Id }) => Id))).toEqual(new Set(['a', 'b']));
    expect(bodies(await receive(subject, 'plain', { WaitTimeSeconds: 1 }))).toEqual(['a']);
  });
});
