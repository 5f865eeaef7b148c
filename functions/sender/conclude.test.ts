import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DeliveryStatus } from '../../shared/whatsapp/status.ts';
import { acceptedAs, metaError, startGraphServer } from '../../test/graph-server.ts';
import { after, noon } from '../../test/intents.ts';
import { graphAt, type SenderWorld, startSenderWorld } from '../../test/sender-world.ts';
import { say } from './sender.ts';

const hour = 3_600_000;
let world: SenderWorld;
beforeAll(async () => {
  world = await startSenderWorld();
});
beforeEach(() => world.begin());
afterAll(() => world.stop());

describe('when Meta refuses', () => {
  test('for a closed window, it is said as a template at once', async () => {
    const id = await world.written();
    world.graph.script.push(metaError(131047));
    await world.run(id);
    expect(world.later).toMatchObject([{ id, state: 'pending', templateOnly: true, nextAttemptAt: noon }]);
    await world.run(id);
    expect(world.bodies()).toMatchObject([{ type: 'text' }, { type: 'template' }]);
    expect(await world.stored(id)).toMatchObject({ state: 'accepted' });
  });

  test('for good, it has failed, with the code', async () => {
    const id = await world.written();
    world.graph.script.push(metaError(131026));
    await world.run(id);
    expect(await world.stored(id)).toMatchObject({ state: 'failed', outcome: '131026', nextAttemptAt: null });
    expect(world.later).toEqual([]);
  });

  test.each([
    ['throughput', metaError(130429)],
    ['an expired token', metaError(190, 401)],
    ['maintenance', metaError(131057, 500)],
  ])('for %s, through an hour, nothing fails and it is said after', async (_, refusal) => {
    const id = await world.written();
    while (world.now < after(hour)) {
      world.graph.script.push(refusal);
      await world.run(id);
      const wait = await world.stored(id);
      expect(wait).toMatchObject({ state: 'pending' });
      world.now = wait?.nextAttemptAt ?? after(hour);
    }
    await world.run(id);
    expect(await world.stored(id)).toMatchObject({ state: 'accepted' });
  });

  test('a Graph API that cannot be reached is tried again soon', async () => {
    const gone = await startGraphServer();
    await gone.stop();
    const id = await world.written();
    await say({ v: 1, intentId: id }, { ...world.deps, graph: graphAt(gone.baseUrl) });
    expect(await world.stored(id)).toMatchObject({
      state: 'pending',
      outcome: 'no-connection',
      nextAttemptAt: after(2000),
    });
  });
});

const early = (wamid: string): DeliveryStatus => ({
  messageKey: world.hash('message', wamid),
  wamid,
  callback: null,
  stage: 'delivered',
  code: null,
  participantKey: null,
});

describe('a status that comes before the answer', () => {
  test('without our id, it waits beside the message and is applied with the answer', async () => {
    const id = await world.written();
    const status = early('wamid.early');
    await world.deps.intents.keepStatus('event', status);
    world.graph.script.push(acceptedAs('wamid.early'));
    await world.run(id);
    expect(await world.stored(id)).toMatchObject({ state: 'delivered' });
  });

  test('a rerun applies what a killed process left', async () => {
    const id = await world.written();
    world.graph.script.push(acceptedAs('wamid.left'));
    await world.run(id);
    await world.deps.intents.keepStatus('event', early('wamid.left'));
    await world.run(id);
    expect(await world.stored(id)).toMatchObject({ state: 'delivered' });
  });
});
