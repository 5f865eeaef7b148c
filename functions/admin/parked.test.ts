import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Outgoing, Refused } from '../../shared/queues/send.ts';
import { Unprocessable } from '../../shared/runtime/batch.ts';
import { keyedHash } from '../../shared/runtime/hash.ts';
import { type ParkedSource, parking } from '../../shared/store/parked.ts';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { type ParkedMessages, parkedMessages } from './parked.ts';

let dynamo: TestDynamo;
let sent: { queue: string; message: Outgoing }[];
let refuse: boolean;
let store: ParkedMessages;
let now: number;

beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  sent = [];
  refuse = false;
  now = Date.parse('2026-11-20T15:30:00Z');
  const queue =
    (name: string) =>
    (message: Outgoing): Promise<Refused[]> => {
      if (refuse) return Promise.resolve([{ message, senderFault: false }]);
      sent.push({ queue: name, message });
      return Promise.resolve([]);
    };
  const queues = { inbound: queue('inbound'), statuses: queue('statuses') };
  store = parkedMessages(dynamo.client, dynamo.table, queues, () => new Date(now));
});

const hash = () => Promise.resolve(keyedHash('parked'));

/** Parks a body as a function would; gives its key. */
async function park(
  month: string,
  id: string,
  fields: { source?: ParkedSource; groupId?: string; text?: string; queueMessageId?: string } = {},
) {
  const body = JSON.stringify({
    v: 1,
    id,
    receivedAt: `${month}-${id.padStart(2, '0')}T00:00:00.000Z`,
    text: fields.text,
  });
  const attributes = fields.groupId === undefined ? {} : { MessageGroupId: fields.groupId };
  const write = parking(dynamo.client, dynamo.table, hash, fields.source ?? 'inbound');
  await write(
    { messageId: fields.queueMessageId ?? 'sqs', body, attributes },
    new Unprocessable('id-missing', 'entry[0]'),
  );
  return { key: { pk: `PARKED#${month}`, sk: id }, body };
}

describe('what is parked', () => {
  test('is listed by month, oldest first, over several pages of the table', async () => {
    const days = ['9', '03', '11', '05', '07', '21', '13'];
    for (const day of days) await park('2026-01', day, { text: 'x'.repeat(200_000) });
    await park('2026-02', '1');
    const listed = await store.list('2026-01');
    expect(listed.map(({ sk }) => sk)).toEqual(['03', '05', '07', '9', '11', '13', '21']);
    expect(await store.list('2026-03')).toEqual([]);
  });

  test('goes back to its queue as it was, and off the table', async () => {
    const { key, body } = await park('2026-04', '1', { groupId: 'group-1' });
    expect(await store.requeue(key)).toBe(true);
    expect(sent).toEqual([
      { queue: 'inbound', message: { body, groupId: 'group-1', deduplicationId: `1-${now}` } },
    ]);
    expect(await store.list('2026-04')).toEqual([]);
    expect(await store.requeue(key)).toBe(false);
    expect(sent).toHaveLength(1);
  });

  test('stays when it is parked again before it could be taken off', async () => {
    const { key } = await park('2026-10', '1', { queueMessageId: 'first' });
    const queue = async (): Promise<Refused[]> => {
      await park('2026-10', '1', { queueMessageId: 'second' });
      return [];
    };
    const racing = parkedMessages(
      dynamo.client,
      dynamo.table,
      { inbound: queue, statuses: queue },
      () => new Date(now),
    );
    expect(await racing.requeue(key)).toBe(true);
    expect(await store.list('2026-10')).toHaveLength(1);
  });

  test('and parked again within five minutes is not taken for a duplicate when put back', async () => {
    const { key } = await park('2026-05', '1');
    await store.requeue(key);
    await park('2026-05', '1');
    now += 60_000;
    await store.requeue(key);
    expect(new Set(sent.map(({ message }) => message.deduplicationId)).size).toBe(2);
  });

  test('of a status goes to the statuses, without group', async () => {
    const { key, body } = await park('2026-06', '1', { source: 'statuses' });
    await store.requeue(key);
    expect(sent).toEqual([{ queue: 'statuses', message: { body } }]);
  });

  test('without a group is a group of its own', async () => {
    const { key } = await park('2026-07', '1');
    await store.requeue(key);
    expect(sent[0]?.message.groupId).toBe('1');
  });

  test.each(['outbound', 'timers', 'media'] as const)(
    'of our own work (%s) goes to no queue of neighbours',
    async (source) => {
      const { key } = await park('2026-09', '1', { source });
      expect(await store.requeue(key)).toBe(false);
      expect(sent).toEqual([]);
      expect(await store.list('2026-09')).toHaveLength(1);
    },
  );

  test('stays where it is when the queue does not take it', async () => {
    const { key } = await park('2026-08', '1');
    refuse = true;
    await expect(store.requeue(key)).rejects.toThrow('The queue did not take what was to be put back');
    expect(await store.list('2026-08')).toHaveLength(1);
  });
});
