import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accepted, claimed, type HeldIntent } from '../../shared/domain/sending.ts';
import type { StatusEvent } from '../../shared/queues/events.ts';
import { Unprocessable } from '../../shared/runtime/batch.ts';
import { keyedHash } from '../../shared/runtime/hash.ts';
import { type Intents, intents } from '../../shared/store/intents.ts';
import { keys } from '../../shared/store/keys.ts';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { after, anIntent, noon } from '../../test/intents.ts';
import { type Deps, settle } from './settle.ts';

const hash = keyedHash('secret of the tests');
let dynamo: TestDynamo;
let store: Intents;
let later: HeldIntent[];
let deps: Deps;
let count = 0;

beforeAll(async () => {
  dynamo = await startDynamo();
  store = intents(dynamo.client, dynamo.table);
  deps = {
    intents: store,
    hash: async () => hash,
    readFragment: async ({ fragment = '' }) => fragment,
    later: async (intent) => void later.push(intent),
    now: () => noon,
    random: () => 0,
  };
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  later = [];
});

const event = (fragment: object | string): StatusEvent => ({
  v: 1,
  kind: 'status',
  id: `event-${count++}`,
  receivedAt: noon.toISOString(),
  fragment: typeof fragment === 'string' ? fragment : JSON.stringify(fragment),
});
const status = (wamid: string, name: string, more: object = {}) =>
  event({ id: wamid, status: name, timestamp: '1795388900', recipient_id: '526620000101', ...more });
const failed = (wamid: string, code: number, more: object = {}) =>
  status(wamid, 'failed', { errors: [{ code, title: 'as Meta words it' }], ...more });

/** An intent that the Graph API took under that id. */
async function sent(wamid: string): Promise<string> {
  const id = `i${count++}`;
  await store.putOnce(anIntent({ id }));
  const held = await store.read(id);
  const mine = held && (await store.change(held, claimed(held, noon)));
  await store.noteSent(hash('message', wamid), id);
  if (mine === null || (await store.change(mine, accepted(wamid))) === null)
    throw new Error('Nobody else writes');
  return id;
}

/** One whose answer was lost: claimed, its message unknown. */
async function unanswered(): Promise<string> {
  const id = `i${count++}`;
  await store.putOnce(anIntent({ id }));
  const held = await store.read(id);
  if (held === null || (await store.change(held, claimed(held, noon))) === null)
    throw new Error('Nobody else writes');
  return id;
}

describe('a status', () => {
  test.each([
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['played', 'read'],
  ])('%s makes it %s, found by the id of the message', async (name, state) => {
    const wamid = `wamid.${name}`;
    const id = await sent(wamid);
    await settle(status(wamid, name), deps);
    expect(await store.read(id)).toMatchObject({ state, nextAttemptAt: null });
  });

  test('that carries our id settles what was sent though its answer was lost', async () => {
    const id = await unanswered();
    await settle(status('wamid.lost', 'sent', { biz_opaque_callback_data: id }), deps);
    expect(await store.read(id)).toMatchObject({ state: 'sent', wamid: 'wamid.lost', nextAttemptAt: null });
    await settle(status('wamid.lost', 'delivered'), deps);
    expect(await store.read(id)).toMatchObject({ state: 'delivered' });
  });

  test("with another system's words in it is found by the id of the message", async () => {
    const id = await sent('wamid.words');
    await settle(status('wamid.words', 'read', { biz_opaque_callback_data: 'campaign 7' }), deps);
    expect(await store.read(id)).toMatchObject({ state: 'read' });
  });

  test('that no intent explains is kept', async () => {
    await settle(status('wamid.orphan', 'delivered'), deps);
    expect(await store.statusesKept(hash('message', 'wamid.orphan'))).toMatchObject([{ stage: 'delivered' }]);
  });

  test.each(['', '{"status":"sent"}', '[]', '{"id":"wamid.X","status":"teleported"}'])(
    'that cannot be read is set aside: %s',
    async (text) => {
      await expect(settle(event(text), deps)).rejects.toThrow(Unprocessable);
    },
  );
});

describe('a failure', () => {
  test('of the window has it said again at once, as a template, and a copy of it changes nothing', async () => {
    const id = await sent('wamid.window');
    await settle(failed('wamid.window', 131047), deps);
    await settle(failed('wamid.window', 131047), deps);
    await settle(status('wamid.window', 'sent'), deps);
    expect(await store.read(id)).toMatchObject({ state: 'pending', templateOnly: true, nextAttemptAt: noon });
    expect(later.map((intent) => intent.id)).toEqual([id]);
  });

  test('of the moment has it said again after a wait', async () => {
    const id = await sent('wamid.fast');
    await settle(failed('wamid.fast', 131056), deps);
    expect(await store.read(id)).toMatchObject({ state: 'pending', nextAttemptAt: after(1000) });
  });

  test('for good is final, with its code', async () => {
    const id = await sent('wamid.gone');
    await settle(failed('wamid.gone', 131026), deps);
    await settle(status('wamid.gone', 'sent'), deps);
    expect(await store.read(id)).toMatchObject({ state: 'failed', outcome: '131026', nextAttemptAt: null });
    expect(later).toEqual([]);
  });
});

describe('in a WhatsApp group', () => {
  const group = { recipient_type: 'group', recipient_id: 'group-id' };
  const ofAna = {
    ...group,
    recipient_participant_user_id: 'MX.ana',
    recipient_participant_id: '526440000102',
  };

  test('who got it is noted by participant, however Meta names the property', async () => {
    const id = await sent('wamid.group');
    await settle(status('wamid.group', 'sent', group), deps);
    await settle(status('wamid.group', 'delivered', ofAna), deps);
    await settle(status('wamid.group', 'delivered', ofAna), deps);
    await settle(
      status('wamid.group', 'read', { ...group, participant_recipient_id: '5216440000105' }),
      deps,
    );
    const { Item } = await dynamo.client.send(
      new GetCommand({ TableName: dynamo.table, Key: keys.intent(id) }),
    );
    expect(Item).toMatchObject({
      state: 'read',
      deliveredTo: new Set([hash('bsuid', 'MX.ana')]),
      readBy: new Set([hash('phone', '526440000105')]),
    });
  });

  test("one participant's failure does not make the message fail", async () => {
    const id = await sent('wamid.partly');
    await settle(failed('wamid.partly', 131026, ofAna), deps);
    expect(await store.read(id)).toMatchObject({ state: 'accepted' });
  });
});

test('statuses in any order, doubled and at once end in the same state', async () => {
  const names = ['sent', 'delivered', 'read'];
  await fc.assert(
    fc.asyncProperty(fc.subarray(names, { minLength: 1 }), fc.integer(), async (some, seed) => {
      const wamid = `wamid.order.${count++}`;
      const id = await sent(wamid);
      const doubled = [...some, ...some].toSorted((one, other) => ((one + other + seed).length % 3) - 1);
      await Promise.all(doubled.map((name) => settle(status(wamid, name), deps)));
      expect((await store.read(id))?.state).toBe(names.findLast((name) => some.includes(name)));
    }),
    { numRuns: 20 },
  );
});
