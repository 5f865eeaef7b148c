import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { type Park, type QueueRecord, Unprocessable } from '../runtime/batch.ts';
import { keyedHash } from '../runtime/hash.ts';
import { parking } from './parked.ts';

let dynamo: TestDynamo;
let park: Park;

beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  park = parking(dynamo.client, dynamo.table, () => Promise.resolve(keyedHash('parked')), 'inbound');
});

/** A month of its own keeps a test's parked things apart. */
const aRecord = (month: string, body: object | string): QueueRecord => ({
  messageId: 'sqs-1',
  body:
    typeof body === 'string' ? body : JSON.stringify({ receivedAt: `${month}-20T15:30:00.000Z`, ...body }),
  attributes: { MessageGroupId: 'group-1' },
});
async function parkedIn(month: string): Promise<unknown[]> {
  const { Items = [] } = await dynamo.client.send(
    new QueryCommand({
      TableName: dynamo.table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `PARKED#${month}` },
    }),
  );
  return Items;
}

describe('what cannot be processed', () => {
  test('is parked with its raw text, its reason and where it came from', async () => {
    const record = aRecord('2026-01', { v: 1, id: 'e1', text: 'ñ 🚨' });
    await park(record, new Unprocessable('id-missing', 'entry[0]'));
    expect(await parkedIn('2026-01')).toEqual([
      {
        pk: 'PARKED#2026-01',
        sk: 'e1',
        eventId: 'e1',
        queueMessageId: 'sqs-1',
        source: 'inbound',
        reason: 'id-missing',
        path: 'entry[0]',
        receivedAt: '2026-01-20T15:30:00.000Z',
        groupId: 'group-1',
        body: record.body,
      },
    ]);
  });

  test('is parked once however often it comes', async () => {
    const record = aRecord('2026-02', { v: 1, id: 'e1' });
    await park(record, new Unprocessable('id-missing'));
    await park(record, new Unprocessable('id-missing'));
    expect(await parkedIn('2026-02')).toHaveLength(1);
  });

  test('is parked under an id of its text when it has none', async () => {
    await park(aRecord('2026-03', { v: 1, id: 7 }), new Unprocessable('body-of-another-shape'));
    await park(aRecord('2026-03', { v: 1, id: '' }), new Unprocessable('body-of-another-shape'));
    expect(await parkedIn('2026-03')).toHaveLength(2);
  });

  test('is parked today when it is no JSON, or does not say when it came', async () => {
    const bodies = ['{"v":', 'null', '[]', '{"receivedAt":"ayer"}'];
    const before = new Date().toISOString().slice(0, 7);
    for (const body of bodies) await park(aRecord('', body), new Unprocessable('body-is-not-json'));
    // A month may turn between.
    const after = new Date().toISOString().slice(0, 7);
    const parked = [...(await parkedIn(before)), ...(await parkedIn(after))];
    expect(parked).toEqual(expect.arrayContaining(bodies.map((body) => expect.objectContaining({ body }))));
  });

  test('is an error when the table does not take it, so that the queue keeps it', async () => {
    const broken = parking(
      dynamo.client,
      'no-such-table',
      () => Promise.resolve(keyedHash('parked')),
      'inbound',
    );
    await expect(broken(aRecord('2026-04', { id: 'e1' }), new Unprocessable('x'))).rejects.toThrow(
      'resource not found',
    );
  });
});
