import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dropped } from '../../shared/domain/sending.ts';
import { dueWork } from '../../shared/store/due.ts';
import { intents } from '../../shared/store/intents.ts';
import { mediaStore } from '../../shared/store/media.ts';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { after, anIntent, noon } from '../../test/intents.ts';
import { putMessageWithMedia } from '../../test/media.ts';
import { type Deps, sweep, wake } from './timer.ts';

let dynamo: TestDynamo;
let deps: Deps;
let queued: string[];

beforeAll(async () => {
  dynamo = await startDynamo();
  const { client, table } = dynamo;
  deps = {
    intents: intents(client, table),
    media: mediaStore(client, table),
    due: dueWork(client, table),
    nudge: async (lane, ids) => void queued.push(...ids.map((id) => `${lane} ${id}`)),
    nudgeMedia: async (ids) => void queued.push(...ids.map((id) => `media ${id}`)),
    now: () => noon,
  };
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  queued = [];
});

const store = () => intents(dynamo.client, dynamo.table);
const wakeIntent = (intentId: string) => wake({ v: 1, due: { kind: 'intent', intentId } }, deps);
const wakeMedia = (messageKey: string) => wake({ v: 1, due: { kind: 'media', messageKey } }, deps);

test('a wait that is over puts its intent on its lane', async () => {
  await store().putOnce(anIntent({ id: 'waited', lane: 'bulk', createdAt: after(3_600_000) }));
  await wakeIntent('waited');
  expect(queued).toEqual(['bulk waited']);
});

test('what is settled meanwhile, or was never written, is left alone', async () => {
  await store().putOnce(anIntent({ id: 'settled', createdAt: after(3_600_000) }));
  const held = await store().read('settled');
  if (held !== null) await store().change(held, dropped('stale'));
  await wakeIntent('settled');
  await wakeIntent('unwritten');
  await wakeMedia('unwritten');
  expect(queued).toEqual([]);
});

test('a medium is woken while it is pending', async () => {
  await putMessageWithMedia(dynamo, { messageKey: 'woken', receivedAt: after(3_600_000) });
  await wakeMedia('woken');
  await mediaStore(dynamo.client, dynamo.table).markLost('woken', 'expired');
  await wakeMedia('woken');
  expect(queued).toEqual(['media woken']);
});

test('a sweep puts all that is due on its own queue, and stops when its time is over', async () => {
  await store().putOnce(anIntent({ id: 'sweep-1', lane: 'urgent' }));
  await store().putOnce(anIntent({ id: 'sweep-2' }));
  await putMessageWithMedia(dynamo, { messageKey: 'sweep-3', receivedAt: noon });
  expect(await sweep(deps, () => false)).toBe(2);
  expect(new Set(queued)).toEqual(new Set(['answers sweep-2', 'urgent sweep-1']));
  queued = [];
  expect(await sweep(deps, () => true)).toBe(1);
  expect(queued).toEqual(['media sweep-3']);
});
