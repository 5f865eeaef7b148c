import { GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { assert, describe, expect, test } from 'vitest';
import { bodies, changeVisibility, receive, receiveOne, refusal, remove, send } from './sqs-calls.ts';
import { subjectOf } from './sqs-subject.ts';

// Source pages are those of the SQS Developer Guide, by their file name, or actions of the API Reference.

describe('visibility', () => {
  test('a received message is hidden until its timeout, then comes again [sqs-visibility-timeout]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'plain', 'a');
    await receiveOne(subject, 'plain');
    await subject.passes(15);
    expect(await receive(subject, 'plain')).toEqual([]);
    await subject.passes(15);
    expect(bodies(await receive(subject, 'plain'))).toEqual(['a']);
  });

  test('a receive sets the timeout of its own messages [API ReceiveMessage]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'plain', 'a');
    await receiveOne(subject, 'plain', { VisibilityTimeout: 300 });
    await subject.passes(285);
    expect(await receive(subject, 'plain')).toEqual([]);
    await subject.passes(15);
    expect(bodies(await receive(subject, 'plain'))).toEqual(['a']);
  });

  test('a changed timeout counts from the change [API ChangeMessageVisibility]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'plain', 'a');
    const message = await receiveOne(subject, 'plain');
    await subject.passes(20);
    await changeVisibility(subject, 'plain', message, 60);
    await subject.passes(45);
    expect(await receive(subject, 'plain')).toEqual([]);
    await subject.passes(15);
    expect(bodies(await receive(subject, 'plain'))).toEqual(['a']);
  });

  test('a timeout changed to 0 gives the message back at once [sqs-visibility-timeout]', async (context) => {
    const subject = await subjectOf(context);
    await send(subject, 'plain', 'a');
    await changeVisibility(subject, 'plain', await receiveOne(subject, 'plain'), 0);
    expect((await receiveOne(subject, 'plain')).Body).toBe('a');
  });

  test('one receive keeps a message twelve hours at most [sqs-visibility-timeout]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'plain', 'a');
    const message = await receiveOne(subject, 'plain', { VisibilityTimeout: 43_200 });
    await subject.passes(60);
    expect(await refusal(changeVisibility(subject, 'plain', message, 43_200))).toBe('InvalidParameterValue');
    await changeVisibility(subject, 'plain', message, 43_000);
  });

  test('the timeout of a message that is not in flight cannot be changed [API ChangeMessageVisibility]', async (context) => {
    const subject = await subjectOf(context);
    await send(subject, 'plain', 'a');
    const message = await receiveOne(subject, 'plain');
    await changeVisibility(subject, 'plain', message, 0);
    expect(await refusal(changeVisibility(subject, 'plain', message, 10))).toBe('MessageNotInflight');
  });

  test('receives are counted and the first one is dated [API ReceiveMessage]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'plain', 'a');
    const names = ['ApproximateReceiveCount', 'ApproximateFirstReceiveTimestamp'] as const;
    const first = await receiveOne(subject, 'plain', { MessageSystemAttributeNames: [...names] });
    await subject.passes(30);
    const second = await receiveOne(subject, 'plain', { MessageSystemAttributeNames: [...names] });
    expect(first.Attributes?.ApproximateReceiveCount).toBe('1');
    expect(second.Attributes?.ApproximateReceiveCount).toBe('2');
    expect(second.Attributes?.ApproximateFirstReceiveTimestamp).toBe(
      first.Attributes?.ApproximateFirstReceiveTimestamp,
    );
    expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle);
  });

  test("on a standard queue a message's earlier handle still deletes it [API DeleteMessage]", async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'plain', 'a');
    const message = await receiveOne(subject, 'plain');
    await subject.passes(30);
    await remove(subject, 'plain', message);
    expect(await receive(subject, 'plain')).toEqual([]);
  });

  test('what is no handle of the queue is refused [API DeleteMessage]', async (context) => {
    const subject = await subjectOf(context);
    expect(await refusal(remove(subject, 'plain', { ReceiptHandle: 'none' }))).toBe('ReceiptHandleIsInvalid');
  });

  test('depths tell visible, in flight and delayed messages [API GetQueueAttributes]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'plain', 'in flight');
    await receiveOne(subject, 'plain');
    await send(subject, 'plain', 'visible');
    for (const body of ['delayed', 'also']) await send(subject, 'plain', body, { DelaySeconds: 60 });
    const { Attributes } = await subject.client.send(
      new GetQueueAttributesCommand({ QueueUrl: subject.url('plain'), AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      QueueArn: subject.arn('plain'),
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '2',
    });
  });
});

describe('delays and retention', () => {
  test("a message's own delay goes before the queue's [sqs-message-timers]", async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'delayed', 'own', { DelaySeconds: 30 });
    await send(subject, 'delayed', 'at once', { DelaySeconds: 0 });
    await send(subject, 'delayed', "queue's");
    const hidden = { VisibilityTimeout: 300 };
    expect(bodies(await receive(subject, 'delayed', hidden))).toEqual(['at once']);
    await subject.passes(30);
    expect(bodies(await receive(subject, 'delayed', hidden))).toEqual(['own']);
    await subject.passes(30);
    expect(bodies(await receive(subject, 'delayed'))).toEqual(["queue's"]);
  });

  test('a message is gone when its retention is over [sqs-basic-architecture]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'plain', 'a');
    await subject.passes(345_585);
    expect(bodies(await receive(subject, 'plain', { VisibilityTimeout: 0 }))).toEqual(['a']);
    await subject.passes(15);
    expect(await receive(subject, 'plain')).toEqual([]);
  });

  test('a message that expires in flight does not come back [sqs-basic-architecture]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'plain', 'a');
    await subject.passes(345_570);
    await receiveOne(subject, 'plain');
    await subject.passes(60);
    expect(await receive(subject, 'plain')).toEqual([]);
  });
});

describe('long polling', () => {
  test('a waiting receive answers when a message comes [sqs-short-and-long-polling]', async (context) => {
    const subject = await subjectOf(context);
    const receiving = receive(subject, 'plain', { WaitTimeSeconds: 20 });
    await subject.waiting(1);
    await send(subject, 'plain', 'a');
    expect(bodies(await receiving)).toEqual(['a']);
  });

  test('a waiting receive answers when a delay or a timeout is over [sqs-short-and-long-polling]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'plain', 'a', { DelaySeconds: 15 });
    const receiving = receive(subject, 'plain', { WaitTimeSeconds: 20, VisibilityTimeout: 15 });
    await subject.waiting(1);
    await subject.passes(15);
    expect(bodies(await receiving)).toEqual(['a']);
    const again = receive(subject, 'plain', { WaitTimeSeconds: 20 });
    await subject.waiting(1);
    await subject.passes(15);
    expect(bodies(await again)).toEqual(['a']);
  });

  test('a wait that is over brings nothing [sqs-short-and-long-polling]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    const receiving = receive(subject, 'plain', { WaitTimeSeconds: 20 });
    await subject.waiting(1);
    await subject.passes(20);
    expect(await receiving).toEqual([]);
  });

  test('those who wait are served in the order in which they asked, each message once', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    const first = receive(subject, 'plain', { WaitTimeSeconds: 20 });
    await subject.waiting(1);
    const second = receive(subject, 'plain', { WaitTimeSeconds: 20 });
    await subject.waiting(2);
    await send(subject, 'plain', 'a');
    await send(subject, 'plain', 'b');
    expect(bodies(await first)).toEqual(['a']);
    expect(bodies(await second)).toEqual(['b']);
  });

  test('a caller that has gone takes no message with it', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    const gone = new AbortController();
    const command = new ReceiveMessageCommand({ QueueUrl: subject.url('plain'), WaitTimeSeconds: 20 });
    const receiving = subject.client.send(command, { abortSignal: gone.signal });
    await subject.waiting(1);
    gone.abort();
    await expect(receiving).rejects.toThrow('aborted');
    await subject.waiting(0);
    await send(subject, 'plain', 'a');
    const [message] = await receive(subject, 'plain', {
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
    assert(message);
    expect(message.Attributes?.ApproximateReceiveCount).toBe('1');
  });
});
