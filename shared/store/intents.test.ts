import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { gather } from '../../test/gather.ts';
import { after, anIntent, noon } from '../../test/intents.ts';
import { accepted, claimed } from '../domain/sending.ts';
import { type DueWork, dueWork } from './due.ts';
import { type Intents, intents } from './intents.ts';
import { keys } from './keys.ts';

let dynamo: TestDynamo;
let store: Intents;
beforeAll(async () => {
  dynamo = await startDynamo();
  store = intents(dynamo.client, dynamo.table);
});
afterAll(() => dynamo.stop());

const written = async (given: Parameters<typeof anIntent>[0]) => {
  await store.putOnce(anIntent(given));
  const held = await store.read(anIntent(given).id);
  if (held === null) throw new Error('It was just written');
  return held;
};

/** What a sweep at that moment takes, of the intents a test wrote. */
const taken = async (now: Date, prefix: string): Promise<DueWork[]> => {
  const due = await gather(dueWork(dynamo.client, dynamo.table).take('intent', now));
  return due.filter(({ id }) => id.startsWith(prefix));
};

describe('an intent', () => {
  test('is written once: a second one under its id changes nothing', async () => {
    await written({ id: 'once' });
    await store.putOnce(anIntent({ id: 'once', lane: 'bulk' }));
    expect(await store.read('once')).toMatchObject({
      lane: 'answers',
      state: 'pending',
      nextAttemptAt: noon,
    });
  });

  test('comes back as it was written, whatever it says', async () => {
    const card = {
      kind: 'operator-card',
      folio: 'SON-1',
      incident: null,
      priority: 'high',
      location: { municipality: 'Hermosillo', street: ['Yáñez', 'Reforma'] },
      said: null,
      saidAt: noon.toISOString(),
    } as const;
    const held = await written({
      id: 'card',
      utterance: { ...card, location: { ...card.location, street: ['Yáñez', 'Reforma'] } },
      to: { kind: 'operators', municipalities: ['Cajeme'] },
    });
    expect(held.utterance).toEqual(card);
    expect(held.to).toEqual({ kind: 'operators', municipalities: ['Cajeme'] });
  });

  test('that nobody wrote is null', async () => {
    expect(await store.read('nothing')).toBeNull();
  });
});

describe('a change', () => {
  test('of one revision is made by one of many who decided upon it', async () => {
    const held = await written({ id: 'raced' });
    const claims = await Promise.all(
      Array.from({ length: 30 }, () => store.change(held, claimed(held, noon))),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect(await store.read('raced')).toMatchObject({ state: 'claimed', attempts: 1, revision: 1 });
  });

  test('upon a former revision is refused', async () => {
    const held = await written({ id: 'former' });
    const mine = await store.change(held, claimed(held, noon));
    expect(mine).not.toBeNull();
    expect(await store.change(held, accepted('wamid.X'))).toBeNull();
    expect(await store.read('former')).toMatchObject({ state: 'claimed', wamid: null });
  });

  test('gives what is stored', async () => {
    const held = await written({ id: 'stored' });
    const changed = await store.change(held, {
      ...claimed(held, noon),
      failedKeys: ['A'],
      outcome: '131047',
    });
    expect(await store.read('stored')).toEqual(changed);
  });

  test('of an intent that does not exist makes none', async () => {
    const held = await written({ id: 'real' });
    expect(await store.change({ ...held, id: 'unreal' }, claimed(held, noon))).toBeNull();
    expect(await store.read('unreal')).toBeNull();
  });
});

describe('due work', () => {
  test('is taken once a minute, until it is settled', async () => {
    const held = await written({ id: 'due-1', lane: 'urgent' });
    expect(await taken(noon, 'due-1')).toEqual([{ queue: 'urgent', id: 'due-1' }]);
    expect(await taken(after(59_000), 'due-1')).toEqual([]);
    expect(await taken(after(60_000), 'due-1')).toHaveLength(1);
    await store.change(held, accepted('wamid.D'));
    expect(await taken(after(1e9), 'due-1')).toEqual([]);
  });

  test('that waits is not taken before its moment', async () => {
    const held = await written({ id: 'due-2', lane: 'urgent' });
    await store.change(held, { nextAttemptAt: after(600_000) });
    expect(await taken(after(599_999), 'due-2')).toEqual([]);
    expect(await taken(after(600_000), 'due-2')).toHaveLength(1);
  });

  test('of a lane that stands still is put on its queue ever less often, and an emergency each minute', async () => {
    await written({ id: 'due-3-answer' });
    await written({ id: 'due-3-urgent', lane: 'urgent' });
    const times: Record<string, number> = {};
    for (let minute = 0; minute < 60; minute++)
      for (const { id } of await taken(after(minute * 60_000), 'due-3')) times[id] = (times[id] ?? 0) + 1;
    expect(times).toEqual({ 'due-3-answer': 6, 'due-3-urgent': 60 });
  });

  test('is found page after page, each once', async () => {
    const ids = Array.from({ length: 230 }, (_, index) => `due-4-${index}`);
    await Promise.all(ids.map((id) => store.putOnce(anIntent({ id, lane: 'bulk' }))));
    const found = await taken(noon, 'due-4');
    expect(found.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });
});

describe('statuses', () => {
  test('find their intent by the message, and the early ones wait beside it', async () => {
    const status = {
      messageKey: 'K1',
      wamid: 'wamid.K1',
      callback: null,
      stage: 'sent',
      code: null,
      participantKey: null,
    } as const;
    expect(await store.intentBehind('K1')).toBeNull();
    await store.keepStatus('event-1', status);
    await store.keepStatus('event-1', status);
    await store.noteSent('K1', 'intent-1');
    expect(await store.intentBehind('K1')).toBe('intent-1');
    expect(await store.statusesKept('K1')).toEqual([status]);
    expect(await store.statusesKept('K')).toEqual([]);
  });

  test('of participants are noted as sets, beside any other change', async () => {
    const held = await written({ id: 'group' });
    for (const who of ['ana', 'beto', 'ana']) await store.noteParticipant('group', 'delivered', who);
    expect(await store.change(held, claimed(held, noon))).not.toBeNull();
    const { Item } = await dynamo.client.send(
      new GetCommand({ TableName: dynamo.table, Key: keys.intent('group') }),
    );
    expect(Item?.['deliveredTo']).toEqual(new Set(['ana', 'beto']));
  });
});

test('an item that no version of this code wrote is an error, not an intent', async () => {
  await dynamo.client.send(
    new PutCommand({ TableName: dynamo.table, Item: { ...keys.intent('odd'), id: 'odd', state: 'flying' } }),
  );
  await expect(store.read('odd')).rejects.toThrow('Invalid');
});
