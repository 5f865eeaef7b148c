import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Recipient } from '../../shared/domain/intent.ts';
import { keys } from '../../shared/store/keys.ts';
import { operators } from '../../shared/store/operators.ts';
import { aCard, after } from '../../test/intents.ts';
import { type SenderWorld, startSenderWorld } from '../../test/sender-world.ts';
import { say } from './sender.ts';

let world: SenderWorld;
beforeAll(async () => {
  world = await startSenderWorld();
});
beforeEach(() => world.begin());
afterAll(() => world.stop());

const onDuty = async (municipality: string, personKey: string, isOnDuty = true) => {
  const item = { ...keys.operator(municipality, personKey), personKey, onDuty: isOnDuty };
  await world.dynamo.client.send(new PutCommand({ TableName: world.dynamo.table, Item: item }));
};

test('each on duty for one of the municipalities, or for all, is told once, however often it runs', async () => {
  const [local, everywhere, absent] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
  const own = await world.aPerson();
  await onDuty('Nácori Chico', local);
  await onDuty('Bacadéhuachi', own);
  await onDuty('Bacadéhuachi', local);
  await onDuty('*', everywhere);
  await onDuty('nacori chico', absent, false);
  const to: Recipient = { kind: 'operators', municipalities: ['NACORI CHICO', 'Bacadéhuachi'] };
  const id = await world.written({ lane: 'urgent', utterance: aCard, to });
  await world.run(id);
  await world.run(id);
  expect(await world.stored(id)).toMatchObject({ state: 'expanded', nextAttemptAt: null });
  expect(world.nudged).toEqual([`${id}:${local}`, `${id}:${own}`, `${id}:${everywhere}`].toSorted());
  for (const each of world.nudged) await world.run(each);
  expect(world.graph.received).toHaveLength(3);
});

test('with nobody on duty it stays pending and looks again each minute, until somebody is', async () => {
  const { client } = world.dynamo;
  const lonely = { ...world.deps, operators: operators(client, world.dynamo.contactsTable) };
  const to: Recipient = { kind: 'operators', municipalities: ['Yécora'] };
  const id = await world.written({ lane: 'urgent', utterance: aCard, to });
  await say({ v: 1, intentId: id }, lonely);
  expect(await world.stored(id)).toMatchObject({ state: 'pending', nextAttemptAt: after(60_000) });
  world.now = after(60_000);
  await onDuty('Yécora', await world.aPerson());
  await world.run(id);
  expect(await world.stored(id)).toMatchObject({ state: 'expanded' });
});
