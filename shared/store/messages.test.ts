import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { type Key, keys } from './keys.ts';
import { type MessageRecord, type Messages, messages } from './messages.ts';

let dynamo: TestDynamo;
let store: Messages;
let messageKey: string;
let run = 0;

beforeAll(async () => {
  dynamo = await startDynamo();
  store = messages(dynamo.client, dynamo.table);
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  messageKey = `m${run++}`;
});

const receivedAt = new Date('2026-11-20T15:30:01Z');
const media = {
  id: '1',
  mimeType: 'image/jpeg',
  sha256: null,
  url: null,
  voice: false,
  phoneNumberId: '22',
  state: 'pending',
} as const;
const aMessage = (fields: Partial<MessageRecord> = {}): MessageRecord => ({
  messageKey,
  wamid: 'wamid.1',
  phoneNumberId: '22',
  sentAt: new Date('2026-11-20T15:30:00Z'),
  receivedAt,
  personKey: 'p1',
  groupCode: null,
  type: 'text',
  text: 'Buenas tardes',
  understood: null,
  folio: null,
  quotedMessageKey: null,
  forwarded: false,
  pin: null,
  media: null,
  detail: null,
  raw: { fragment: '{}' },
  intents: [],
  secondReading: null,
  ...fields,
});
async function item(Key: Key = keys.message(messageKey)): Promise<Record<string, unknown> | undefined> {
  return (await dynamo.client.send(new GetCommand({ TableName: dynamo.table, Key }))).Item;
}

describe('a message', () => {
  test('is stored once; a second is refused and changes nothing', async () => {
    expect(await store.find(messageKey)).toBeNull();
    expect(await store.putOnce(aMessage())).toBe(true);
    expect(await store.putOnce(aMessage({ text: 'other' }))).toBe(false);
    expect(await item()).toMatchObject({ text: 'Buenas tardes', sentAt: '2026-11-20T15:30:00.000Z' });
  });

  test('is stored by one of many at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => store.putOnce(aMessage())));
    expect(outcomes.filter((stored) => stored)).toHaveLength(1);
  });

  test('tells what must be repeated for it', async () => {
    const intents = [{ id: 'i1', lane: 'urgent' as const }];
    await store.putOnce(aMessage({ intents, media }));
    expect(await store.find(messageKey)).toEqual({ intents, mediaPending: true, secondReading: null });
  });

  test('with media to fetch is due work, and without is not', async () => {
    await store.putOnce(aMessage({ media }));
    expect(await item()).toMatchObject({ duePk: 'DUE#media', dueAt: receivedAt.toISOString() });
    messageKey = `${messageKey}-kept`;
    await store.putOnce(aMessage({ media: { ...media, state: 'kept' } }));
    expect(await item()).not.toHaveProperty('duePk');
    expect((await store.find(messageKey))?.mediaPending).toBe(false);
  });

  test('longer than an item may be is cut, never in the middle of a character', async () => {
    await store.putOnce(aMessage({ text: `${'a'.repeat(59_999)}🚨${'b'.repeat(500_000)}` }));
    const text = String((await item())?.['text']);
    expect(text.slice(0, 59_999)).toBe('a'.repeat(59_999));
    expect(text).toHaveLength(60_000);
    expect(text.isWellFormed()).toBe(true);
  });

  test('is kept whole of the greatest size that comes without a claim', async () => {
    const longest = '🚨'.repeat(30_000);
    const raw = { fragment: 'f'.repeat(100_000) };
    expect(await store.putOnce(aMessage({ text: longest, raw }))).toBe(true);
    expect(await item()).toMatchObject({ text: longest, raw });
  });
});

const at = (second: number): Date => new Date(Date.UTC(2026, 10, 20, 15, 30, second));

describe('a reaction', () => {
  test('is the newest of each person, whatever the order of arrival', async () => {
    await store.react(messageKey, 'p1', '🙏', at(2));
    await store.react(messageKey, 'p1', '👍', at(1));
    await store.react(messageKey, 'p2', '👍', at(1));
    expect(await item(keys.reaction(messageKey, 'p1'))).toMatchObject({ emoji: '🙏' });
    expect(await item(keys.reaction(messageKey, 'p2'))).toMatchObject({ emoji: '👍' });
  });

  test('that is taken back stays known, without its sign', async () => {
    await store.react(messageKey, 'p1', '🙏', at(1));
    await store.react(messageKey, 'p1', null, at(2));
    await store.react(messageKey, 'p1', '🙏', at(1));
    expect(await item(keys.reaction(messageKey, 'p1'))).toMatchObject({ emoji: null });
  });
});
