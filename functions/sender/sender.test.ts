import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claimed } from '../../shared/domain/sending.ts';
import { Unprocessable } from '../../shared/runtime/batch.ts';
import { acceptedAs, metaError } from '../../test/graph-server.ts';
import { after } from '../../test/intents.ts';
import { graphAt, type SenderWorld, startSenderWorld } from '../../test/sender-world.ts';
import { say } from './sender.ts';

let world: SenderWorld;
beforeAll(async () => {
  world = await startSenderWorld();
});
beforeEach(() => world.begin());
afterAll(() => world.stop());

describe('once', () => {
  test('an accepted intent keeps the id of its message and is said no more', async () => {
    const id = await world.written();
    world.graph.script.push(acceptedAs('wamid.once'));
    await world.run(id);
    await world.run(id);
    expect(world.graph.received).toHaveLength(1);
    expect(await world.stored(id)).toMatchObject({
      state: 'accepted',
      wamid: 'wamid.once',
      nextAttemptAt: null,
    });
    expect(await world.deps.intents.intentBehind(world.hash('message', 'wamid.once'))).toBe(id);
  });

  test('of many who are told of an intent at once, one says it', async () => {
    const id = await world.written();
    await Promise.all(Array.from({ length: 12 }, () => world.run(id)));
    expect(world.graph.received).toHaveLength(1);
  });

  test('before its moment it is not said, but looked at again', async () => {
    const id = await world.written({ createdAt: after(60_000) });
    await world.run(id);
    expect(world.graph.received).toEqual([]);
    expect(world.later.map((intent) => intent.id)).toEqual([id]);
  });

  test('after its use is over it is dropped', async () => {
    const id = await world.written({ notAfter: after(-1) });
    await world.run(id);
    expect(world.graph.received).toEqual([]);
    expect(await world.stored(id)).toMatchObject({ state: 'dropped', outcome: 'stale' });
  });

  test('what nobody wrote is set aside for a person to see', async () => {
    await expect(world.run('unwritten')).rejects.toThrow(Unprocessable);
  });
});

describe('when the answer is lost', () => {
  test.each(['drop', 'hang'] as const)('(%s) nobody repeats it before the lease is over', async (silence) => {
    const id = await world.written();
    world.graph.script.push(silence);
    await say({ v: 1, intentId: id }, { ...world.deps, graph: graphAt(world.graph.baseUrl, 300) });
    world.now = after(15 * 60_000 - 1);
    await world.run(id);
    expect(world.graph.received).toHaveLength(1);
    expect(await world.stored(id)).toMatchObject({ state: 'claimed' });
    world.now = after(15 * 60_000);
    await world.run(id);
    expect(world.graph.received).toHaveLength(2);
  });

  test('an emergency is said again after half a minute', async () => {
    const id = await world.written({ lane: 'urgent' });
    world.graph.script.push('drop');
    await world.run(id);
    world.now = after(30_000);
    await world.run(id);
    expect(world.graph.received).toHaveLength(2);
    expect(await world.stored(id)).toMatchObject({ state: 'accepted', attempts: 2 });
  });

  test('a fault of the server that may have sent it is waited out, and counted', async () => {
    const id = await world.written();
    for (let strike = 0; strike < 4; strike++) {
      world.graph.script.push(metaError(131000, 500));
      await world.run(id);
      world.now = after(15 * 60_000, world.now);
    }
    expect(world.graph.received).toHaveLength(4);
    expect(await world.stored(id)).toMatchObject({ state: 'failed', outcome: '131000' });
  });

  test('a process that died after its claim is made up for', async () => {
    const id = await world.written();
    const held = await world.stored(id);
    if (held === null) throw new Error('It was just written');
    await world.deps.intents.change(held, claimed(held, world.now));
    await world.run(id);
    expect(world.graph.received).toEqual([]);
    world.now = after(15 * 60_000);
    await world.run(id);
    expect(world.graph.received).toHaveLength(1);
  });
});
