import { describe, expect, test } from 'vitest';
import { bodies, receive, receiveOne, refusal, remove, send, sendTo } from './sqs-calls.ts';
import { subjectOf } from './sqs-subject.ts';

// Source pages are those of the SQS Developer Guide, by their file name, or actions of the API Reference.

describe('deduplication of FIFO queues', () => {
  test('a duplicate is accepted as the first one and not delivered [using-messagededuplicationid-property]', async (context) => {
    const subject = await subjectOf(context);
    const first = await sendTo(subject, 'orders.fifo', 'a', 'once');
    const second = await sendTo(subject, 'orders.fifo', 'a', 'once');
    expect(second.MessageId).toBe(first.MessageId);
    expect(second.SequenceNumber).toBe(first.SequenceNumber);
    expect(bodies(await receive(subject, 'orders.fifo'))).toEqual(['once']);
  });

  test('the id counts, not the body [using-messagededuplicationid-property]', async (context) => {
    const subject = await subjectOf(context);
    await send(subject, 'orders.fifo', 'one', { MessageGroupId: 'a', MessageDeduplicationId: subject.mark });
    await send(subject, 'orders.fifo', 'other', {
      MessageGroupId: 'a',
      MessageDeduplicationId: subject.mark,
    });
    expect(bodies(await receive(subject, 'orders.fifo'))).toEqual(['one']);
  });

  test('an id is remembered after its message was deleted [using-messagededuplicationid-property]', async (context) => {
    const subject = await subjectOf(context);
    await sendTo(subject, 'orders.fifo', 'a', 'deleted');
    await remove(subject, 'orders.fifo', await receiveOne(subject, 'orders.fifo'));
    await sendTo(subject, 'orders.fifo', 'a', 'deleted');
    expect(await receive(subject, 'orders.fifo')).toEqual([]);
  });

  test('an id is forgotten five minutes after the first message [using-messagededuplicationid-property]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await sendTo(subject, 'orders.fifo', 'a', 'again');
    await remove(subject, 'orders.fifo', await receiveOne(subject, 'orders.fifo'));
    await subject.passes(270);
    await sendTo(subject, 'orders.fifo', 'a', 'again');
    expect(await receive(subject, 'orders.fifo')).toEqual([]);
    await subject.passes(30);
    await sendTo(subject, 'orders.fifo', 'a', 'again');
    expect(bodies(await receive(subject, 'orders.fifo'))).toEqual(['again']);
  });

  test('with the scope of the queue an id holds for all groups [API CreateQueue: DeduplicationScope]', async (context) => {
    const subject = await subjectOf(context);
    await sendTo(subject, 'orders.fifo', 'a', 'shared');
    await sendTo(subject, 'orders.fifo', 'b', 'shared');
    expect(bodies(await receive(subject, 'orders.fifo'))).toEqual(['shared']);
  });

  test('with the scope of the group an id holds within its group [API CreateQueue: DeduplicationScope]', async (context) => {
    const subject = await subjectOf(context);
    for (const group of ['a', 'b', 'a']) await sendTo(subject, 'by-group.fifo', group, 'shared');
    expect(await receive(subject, 'by-group.fifo')).toHaveLength(2);
  });

  test('a queue of content-based deduplication compares bodies [using-messagededuplicationid-property]', async (context) => {
    const subject = await subjectOf(context);
    for (const body of [subject.mark, subject.mark, `${subject.mark} other`])
      await send(subject, 'content.fifo', body, { MessageGroupId: 'a' });
    expect(bodies(await receive(subject, 'content.fifo'))).toEqual([subject.mark, `${subject.mark} other`]);
  });

  test('an id of its own goes before the content [using-messagededuplicationid-property]', async (context) => {
    const subject = await subjectOf(context);
    for (const id of ['own-1', 'own-2'])
      await send(subject, 'content.fifo', 'twice', {
        MessageGroupId: 'a',
        MessageDeduplicationId: subject.mark + id,
      });
    expect(bodies(await receive(subject, 'content.fifo'))).toEqual(['twice', 'twice']);
  });

  test('without an id and without content-based deduplication a message is refused [API SendMessage]', async (context) => {
    const subject = await subjectOf(context);
    expect(await refusal(send(subject, 'orders.fifo', 'a', { MessageGroupId: 'a' }))).toBe(
      'InvalidParameterValue',
    );
  });

  test('a standard queue refuses a deduplication id [API SendMessage]', async (context) => {
    const subject = await subjectOf(context);
    expect(await refusal(send(subject, 'plain', 'a', { MessageDeduplicationId: 'a' }))).toBe(
      'InvalidParameterValue',
    );
  });
});
