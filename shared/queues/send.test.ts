import { ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { subjectOf } from '../../test/conformance/sqs-subject.ts';
import { queueText, sendAll, sendWork } from './send.ts';

/** Bodies of all that can be received now. */
async function received(client: SQSClient, QueueUrl: string): Promise<string[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  const bodies = Messages.map(({ Body }) => String(Body));
  return bodies.length === 0 ? [] : [...bodies, ...(await received(client, QueueUrl))];
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

describe('messages', () => {
  test('arrive once each, however many', async (context) => {
    const { client, url } = await subjectOf(context);
    const bodies = numbers(101);
    expect(
      await sendAll(
        client,
        url('plain'),
        bodies.map((body) => ({ body })),
      ),
    ).toEqual([]);
    expect((await received(client, url('plain'))).toSorted()).toEqual(bodies.toSorted());
  });

  test('of the greatest size go alone in their call', async (context) => {
    const { client, url } = await subjectOf(context);
    const bodies = ['a', 'b', 'c'].map((letter) => letter.repeat(1_048_576));
    expect(
      await sendAll(
        client,
        url('plain'),
        bodies.map((body) => ({ body })),
      ),
    ).toEqual([]);
    expect((await received(client, url('plain'))).map((body) => body.charAt(0)).toSorted()).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test('of one group keep their order and are taken once', async (context) => {
    const { client, url, mark } = await subjectOf(context);
    const messages = numbers(8).map((body) => ({ body, groupId: 'A', deduplicationId: `${mark}${body}` }));
    await sendAll(client, url('orders.fifo'), messages);
    await sendAll(client, url('orders.fifo'), messages);
    expect(await received(client, url('orders.fifo'))).toEqual(numbers(8));
  });

  test('that are refused are told by themselves, the others are taken', async (context) => {
    const { client, url, mark } = await subjectOf(context);
    const good = { body: 'good', groupId: 'A', deduplicationId: `${mark}1` };
    const refused = { body: 'no group', deduplicationId: `${mark}2` };
    const answer = await sendAll(client, url('orders.fifo'), [good, refused]);
    expect(answer).toEqual([{ message: refused, senderFault: true }]);
    expect(await received(client, url('orders.fifo'))).toEqual(['good']);
  });

  test('for a queue that is not there are an error', async (context) => {
    const { client, url } = await subjectOf(context);
    await expect(sendAll(client, `${url('plain')}-gone`, [{ body: '1' }])).rejects.toThrow(/queue/iu);
  });

  test('that are none cost no call', async (context) => {
    const { client, url } = await subjectOf(context);
    expect(await sendAll(client, `${url('plain')}-gone`, [])).toEqual([]);
  });
});

describe('work between functions', () => {
  test('arrives as JSON', async (context) => {
    const { client, url } = await subjectOf(context);
    await sendWork(client, url('plain'), [{ v: 1, intentId: 'a' }]);
    expect(await received(client, url('plain'))).toEqual(['{"v":1,"intentId":"a"}']);
  });

  test('waits as long as it is told to', async (context) => {
    const { client, url, passes } = await subjectOf(context, { needsClock: true });
    await sendWork(client, url('plain'), [{ v: 1 }], { delaySeconds: 60 });
    expect(await received(client, url('plain'))).toEqual([]);
    await passes(60);
    expect(await received(client, url('plain'))).toHaveLength(1);
  });

  test('that is not taken is an error, so that its cause is tried again', async (context) => {
    const { client, url } = await subjectOf(context);
    const work = [{ v: 1, text: 'x'.repeat(2_000) }, { v: 1 }];
    await expect(sendWork(client, url('small'), work)).rejects.toThrow(
      'The queue did not take 1 of 2 messages',
    );
  });
});

describe('the text of a queue', () => {
  test('holds no character that SQS refuses, and is the same JSON', async (context) => {
    const { client, url } = await subjectOf(context);
    const value = { text: 'a\u0000b\u000B\uFFFE\uFFFF\uD83D ñ 🚨' };
    expect(await sendAll(client, url('plain'), [{ body: queueText(value) }])).toEqual([]);
    const [body] = await received(client, url('plain'));
    expect(JSON.parse(body ?? '')).toEqual(value);
  });
});
