import { assert, describe, expect, test } from 'vitest';
import { bodies, changeVisibility, receive, receiveOne, refusal, remove, send, sendTo } from './sqs-calls.ts';
import { subjectOf } from './sqs-subject.ts';

// Source pages are those of the SQS Developer Guide, by their file name, or actions of the API Reference.

describe('order and groups of FIFO queues', () => {
  test('one receive brings up to ten messages of one group, in the order sent [FIFO-queues-understanding-logic]', async (context) => {
    const subject = await subjectOf(context);
    for (let n = 0; n < 12; n++) await sendTo(subject, 'orders.fifo', 'a', `a${n}`);
    expect(bodies(await receive(subject, 'orders.fifo'))).toEqual(
      Array.from({ length: 10 }, (_, n) => `a${n}`),
    );
  });

  test('a group is locked while one of its messages is in flight [FIFO-queues-understanding-logic]', async (context) => {
    const subject = await subjectOf(context);
    for (const body of ['a1', 'a2', 'b1']) await sendTo(subject, 'orders.fifo', body.slice(0, 1), body);
    const first = await receiveOne(subject, 'orders.fifo');
    expect(first.Body).toBe('a1');
    expect(bodies(await receive(subject, 'orders.fifo'))).toEqual(['b1']);
    expect(await receive(subject, 'orders.fifo')).toEqual([]);
    await remove(subject, 'orders.fifo', first);
    expect(bodies(await receive(subject, 'orders.fifo'))).toEqual(['a2']);
  });

  test('a group stays locked until the last of a batch is settled [FIFO-queues-understanding-logic]', async (context) => {
    const subject = await subjectOf(context);
    for (const body of ['a1', 'a2', 'a3']) await sendTo(subject, 'orders.fifo', 'a', body);
    const [first, second] = await receive(subject, 'orders.fifo', { MaxNumberOfMessages: 2 });
    assert(first && second);
    await remove(subject, 'orders.fifo', first);
    expect(await receive(subject, 'orders.fifo')).toEqual([]);
    await remove(subject, 'orders.fifo', second);
    expect(bodies(await receive(subject, 'orders.fifo'))).toEqual(['a3']);
  });

  test('what was given back comes again before what came after it [FIFO-queues-understanding-logic]', async (context) => {
    const subject = await subjectOf(context);
    for (const body of ['a1', 'a2', 'a3']) await sendTo(subject, 'orders.fifo', 'a', body);
    const [first, second] = await receive(subject, 'orders.fifo', { MaxNumberOfMessages: 2 });
    assert(first && second);
    await remove(subject, 'orders.fifo', first);
    await changeVisibility(subject, 'orders.fifo', second, 0);
    expect(bodies(await receive(subject, 'orders.fifo'))).toEqual(['a2', 'a3']);
  });

  test('one receive may bring several groups, each in order [FIFO-queues-understanding-logic]', async (context) => {
    const subject = await subjectOf(context);
    for (const body of ['a1', 'b1', 'a2', 'b2']) await sendTo(subject, 'orders.fifo', body.slice(0, 1), body);
    const all = bodies(await receive(subject, 'orders.fifo'));
    expect(all.filter((body) => body?.startsWith('a'))).toEqual(['a1', 'a2']);
    expect(all.filter((body) => body?.startsWith('b'))).toEqual(['b1', 'b2']);
  });

  test('sequence numbers rise, and a message shows its own [API SendMessage]', async (context) => {
    const subject = await subjectOf(context);
    const sent = [
      await sendTo(subject, 'orders.fifo', 'a', 'a1'),
      await sendTo(subject, 'orders.fifo', 'a', 'a2'),
    ];
    const [one = '', two = ''] = sent.map(({ SequenceNumber }) => SequenceNumber);
    expect(BigInt(one) < BigInt(two)).toBe(true);
    const received = await receive(subject, 'orders.fifo', {
      MessageSystemAttributeNames: ['SequenceNumber'],
    });
    expect(received.map(({ Attributes }) => Attributes?.SequenceNumber)).toEqual([one, two]);
  });

  test('a message without a group is refused [API SendMessage]', async (context) => {
    const subject = await subjectOf(context);
    expect(await refusal(send(subject, 'content.fifo', 'a'))).toBe('MissingParameter');
  });

  test('a delay of one message is refused [sqs-delay-queues]', async (context) => {
    const subject = await subjectOf(context);
    const sending = send(subject, 'content.fifo', 'a', { MessageGroupId: 'a', DelaySeconds: 5 });
    expect(await refusal(sending)).toBe('InvalidParameterValue');
  });

  test("the queue's delay holds for each message [sqs-delay-queues]", async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await sendTo(subject, 'delayed.fifo', 'a', 'a1');
    expect(await receive(subject, 'delayed.fifo')).toEqual([]);
    await subject.passes(60);
    expect(bodies(await receive(subject, 'delayed.fifo'))).toEqual(['a1']);
  });

  test('ReceiveRequestAttemptId is taken [API ReceiveMessage]', async (context) => {
    const subject = await subjectOf(context);
    await sendTo(subject, 'orders.fifo', 'a', 'a1');
    expect(bodies(await receive(subject, 'orders.fifo', { ReceiveRequestAttemptId: 'attempt' }))).toEqual([
      'a1',
    ]);
  });

  test('an expired receipt handle cannot delete [troubleshooting-api-error-codes]', async (context) => {
    const subject = await subjectOf(context);
    await sendTo(subject, 'orders.fifo', 'a', 'a1');
    const message = await receiveOne(subject, 'orders.fifo');
    await changeVisibility(subject, 'orders.fifo', message, 0);
    expect(await refusal(remove(subject, 'orders.fifo', message))).toBe('InvalidParameterValue');
    expect(bodies(await receive(subject, 'orders.fifo'))).toEqual(['a1']);
  });

  test('a second delete with the same handle succeeds [API DeleteMessage]', async (context) => {
    const subject = await subjectOf(context);
    await sendTo(subject, 'orders.fifo', 'a', 'a1');
    const message = await receiveOne(subject, 'orders.fifo');
    await remove(subject, 'orders.fifo', message);
    await remove(subject, 'orders.fifo', message);
    expect(await receive(subject, 'orders.fifo')).toEqual([]);
  });
});
