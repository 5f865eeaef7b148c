import {
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
  type StartMessageMoveTaskCommandInput,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { bodies, changeVisibility, receive, receiveOne, refusal, remove, send, sendTo } from './sqs-calls.ts';
import { type QueueName, type Subject, subjectOf } from './sqs-subject.ts';

// Source pages are those of the SQS Developer Guide, by their file name, or actions of the API Reference.

const isDead = async (subject: Subject, queue: QueueName): Promise<void> => {
  for (let n = 0; n < 2; n++) await changeVisibility(subject, queue, await receiveOne(subject, queue), 0);
  expect(await receive(subject, queue)).toEqual([]);
};

describe('dead letters', () => {
  test('a message that was received as often as allowed goes to the dead letters instead of a further receive [sqs-dead-letter-queues]', async (context) => {
    const subject = await subjectOf(context);
    const { MessageId } = await send(subject, 'standard', 'a');
    await isDead(subject, 'standard');
    const dead = await receiveOne(subject, 'standard-dead', { MessageSystemAttributeNames: ['All'] });
    expect(dead).toMatchObject({ MessageId, Body: 'a' });
    expect(dead.Attributes).toMatchObject({
      DeadLetterQueueSourceArn: subject.arn('standard'),
      ApproximateReceiveCount: '3',
    });
  });

  test("a dead letter's retention counts from when it was first sent [setting-up-dead-letter-queue-retention]", async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'standard', 'a');
    const [sent] = await receive(subject, 'standard', {
      MessageSystemAttributeNames: ['SentTimestamp'],
      VisibilityTimeout: 0,
    });
    await subject.passes(300_000);
    await receiveOne(subject, 'standard', { VisibilityTimeout: 0 });
    await receive(subject, 'standard');
    const [dead] = await receive(subject, 'standard-dead', {
      MessageSystemAttributeNames: ['SentTimestamp'],
      VisibilityTimeout: 0,
    });
    expect(dead?.Attributes?.SentTimestamp).toBe(sent?.Attributes?.SentTimestamp);
    await subject.passes(1_209_600 - 300_000);
    expect(await receive(subject, 'standard-dead')).toEqual([]);
  });

  test("a FIFO queue's dead letter is retained anew [setting-up-dead-letter-queue-retention]", async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await sendTo(subject, 'orders.fifo', 'a', 'a1');
    await subject.passes(300_000);
    await isDead(subject, 'orders.fifo');
    await subject.passes(1_209_600 - 300_000);
    expect(bodies(await receive(subject, 'orders-dead.fifo'))).toEqual(['a1']);
  });

  test('the rest of a group goes on when its first message is given up [sqs-dead-letter-queues]', async (context) => {
    const subject = await subjectOf(context);
    await sendTo(subject, 'orders.fifo', 'a', 'poison');
    await sendTo(subject, 'orders.fifo', 'a', 'good');
    for (let n = 0; n < 2; n++) {
      const first = await receiveOne(subject, 'orders.fifo');
      expect(first.Body).toBe('poison');
      await changeVisibility(subject, 'orders.fifo', first, 0);
    }
    expect(bodies(await receive(subject, 'orders.fifo'))).toEqual(['good']);
    const [dead] = await receive(subject, 'orders-dead.fifo', {
      MessageSystemAttributeNames: ['MessageGroupId'],
    });
    expect(dead).toMatchObject({ Body: 'poison', Attributes: { MessageGroupId: 'a' } });
  });

  test('a queue of dead letters tells its sources [API ListDeadLetterSourceQueues]', async (context) => {
    const subject = await subjectOf(context);
    const command = new ListDeadLetterSourceQueuesCommand({ QueueUrl: subject.url('standard-dead') });
    expect((await subject.client.send(command)).queueUrls).toEqual([subject.url('standard')]);
  });
});

const move = (
  { client, arn }: Subject,
  rest: Omit<Partial<StartMessageMoveTaskCommandInput>, 'SourceArn'> = {},
) => client.send(new StartMessageMoveTaskCommand({ SourceArn: arn('standard-dead'), ...rest }));

const tasks = async ({ client, arn }: Subject) =>
  (await client.send(new ListMessageMoveTasksCommand({ SourceArn: arn('standard-dead'), MaxResults: 10 })))
    .Results;

describe('moving dead letters back', () => {
  test('a task moves dead letters back to their source as new messages [sqs-configure-dead-letter-queue-redrive]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    const { MessageId } = await send(subject, 'standard', 'a');
    await isDead(subject, 'standard');
    expect((await move(subject)).TaskHandle).toBeTruthy();
    await subject.passes(1);
    const back = await receiveOne(subject, 'standard', { MessageSystemAttributeNames: ['All'] });
    expect(back.Body).toBe('a');
    expect(back.MessageId).not.toBe(MessageId);
    expect(back.Attributes?.ApproximateReceiveCount).toBe('1');
    expect(back.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
    expect(await tasks(subject)).toMatchObject([
      { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1, ApproximateNumberOfMessagesToMove: 1 },
    ]);
  });

  test('a task moves to the destination that it is given [API StartMessageMoveTask]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'standard', 'a');
    await isDead(subject, 'standard');
    await move(subject, { DestinationArn: subject.arn('plain') });
    await subject.passes(1);
    expect(bodies(await receive(subject, 'plain'))).toEqual(['a']);
  });

  test('a task keeps the rate that it is given [API StartMessageMoveTask]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    for (const body of ['a', 'b', 'c', 'd', 'e']) await send(subject, 'standard-dead', body);
    await move(subject, { DestinationArn: subject.arn('plain'), MaxNumberOfMessagesPerSecond: 2 });
    await subject.passes(0);
    expect(await receive(subject, 'plain')).toHaveLength(2);
    expect(await refusal(move(subject))).toBe('InvalidParameterValue');
    await subject.passes(3);
    expect(await receive(subject, 'plain')).toHaveLength(3);
  });

  test('a message sent to the dead letters directly has no source to go to [troubleshooting-dlq-redrive]', async (context) => {
    const subject = await subjectOf(context, { needsClock: true });
    await send(subject, 'standard-dead', 'a');
    await move(subject);
    await subject.passes(1);
    expect(await tasks(subject)).toMatchObject([
      { Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' },
    ]);
    const still = await receiveOne(subject, 'standard-dead');
    await remove(subject, 'standard-dead', still);
  });

  test('a queue that takes no dead letters cannot be moved from [API StartMessageMoveTask]', async (context) => {
    const subject = await subjectOf(context);
    const command = (SourceArn: string) =>
      subject.client.send(new StartMessageMoveTaskCommand({ SourceArn }));
    expect(await refusal(command(subject.arn('plain')))).toBe('InvalidParameterValue');
    expect(await refusal(command(`${subject.arn('plain')}-none`))).toBe('ResourceNotFoundException');
  });
});
