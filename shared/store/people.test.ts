import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { keyedHash } from '../runtime/hash.ts';
import { keys } from './keys.ts';
import { groupWindowOwner, type People, people } from './people.ts';

let dynamo: TestDynamo;
let store: People;
let run = 0;

beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  // A secret of its own gives each test people of its own.
  store = people(dynamo.client, dynamo.table, keyedHash(`people-${run++}`));
});

const bsuid = 'MX.2044000000000000311';
const phone = '526420000311';
const who = async (ids: { bsuid?: string; phone?: string }): Promise<string> =>
  (await store.resolve({ bsuid: ids.bsuid ?? null, phone: ids.phone ?? null })).personKey;

/** What the registry writes of a person whom somebody vouches for. */
async function register(personKey: string, groupCode: string): Promise<void> {
  const { client, table: TableName } = dynamo;
  await client.send(
    new UpdateCommand({
      TableName,
      Key: keys.person(personKey),
      UpdateExpression: 'SET provisional = :false',
      ExpressionAttributeValues: { ':false': false },
    }),
  );
  const Item = { ...keys.membership(personKey, groupCode), groupCode, role: 'member' };
  await client.send(new PutCommand({ TableName, Item }));
}
const groupsOf = async (personKey: string): Promise<string[]> =>
  (await store.memberships(personKey)).map(({ groupCode }) => groupCode);

describe('a person', () => {
  test('is one by BSUID, by phone and by both', async () => {
    const person = await who({ bsuid, phone });
    expect(await who({ bsuid })).toBe(person);
    expect(await who({ phone })).toBe(person);
    expect(await who({ bsuid, phone })).toBe(person);
    expect(await who({ bsuid: 'MX.9', phone: '526420000999' })).not.toBe(person);
  });

  test('is one whether the phone is written with 52, 521 or signs', async () => {
    const person = await who({ phone });
    expect(await who({ phone: '5216420000311' })).toBe(person);
    expect(await who({ phone: '+52 1 642 000 0311' })).toBe(person);
  });

  test('is known by a key that holds neither identifier', async () => {
    const person = await who({ bsuid, phone });
    expect(person).toMatch(/^p[\w-]{22}$/u);
  });

  test('known by phone is found by BSUID once both came together', async () => {
    const person = await who({ phone });
    expect(await who({ bsuid, phone })).toBe(person);
    expect(await who({ bsuid })).toBe(person);
  });

  test('known by BSUID is found by phone once both came together', async () => {
    const person = await who({ bsuid });
    await who({ bsuid, phone });
    expect(await who({ phone })).toBe(person);
  });

  test('who wrote without phone is the one registered by phone, once both come together', async () => {
    const registered = await who({ phone });
    await register(registered, 'G01');
    expect(await who({ bsuid })).not.toBe(registered);
    expect(await who({ bsuid, phone })).toBe(registered);
    expect(await who({ bsuid })).toBe(registered);
    expect(await groupsOf(await who({ bsuid }))).toEqual(['G01']);
  });

  test('registered by BSUID stays so when a provisional one had the phone', async () => {
    const provisional = await who({ phone });
    const registered = await who({ bsuid });
    await register(registered, 'G01');
    expect(await who({ bsuid, phone })).toBe(registered);
    expect(await who({ phone })).toBe(registered);
    expect(provisional).not.toBe(registered);
  });

  test('does not inherit what the former owner of a recycled phone had', async () => {
    const former = await who({ bsuid, phone });
    await register(former, 'G01');
    const next = await who({ bsuid: 'MX.7', phone });
    expect(next).not.toBe(former);
    expect(await groupsOf(next)).toEqual([]);
    expect(await who({ bsuid: 'MX.7', phone })).toBe(next);
    expect(await who({ bsuid })).toBe(former);
  });

  test.each([{ bsuid, phone }, { bsuid }, { phone }])('is made once by twenty at once (%j)', async (ids) => {
    const found = await Promise.all(Array.from({ length: 20 }, () => who(ids)));
    expect(new Set(found).size).toBe(1);
  });

  test('is an operator when the registry says so', async () => {
    const person = await who({ bsuid });
    expect(await store.resolve({ bsuid, phone: null })).toEqual({ personKey: person, isOperator: false });
    await dynamo.client.send(
      new UpdateCommand({
        TableName: dynamo.table,
        Key: keys.person(person),
        UpdateExpression: 'SET isOperator = :true',
        ExpressionAttributeValues: { ':true': true },
      }),
    );
    expect((await store.resolve({ bsuid, phone })).isOperator).toBe(true);
  });
});

describe('a person who changes number', () => {
  const former = { bsuid, phone };
  const next = { bsuid: 'MX.2044000000000000312', phone: '526420000312' };

  test('is the same afterwards, with the groups from before', async () => {
    const person = await who(former);
    await register(person, 'G01');
    expect(await store.moveTo(former, next)).toBe(person);
    expect(await who(next)).toBe(person);
    expect(await groupsOf(await who({ phone: next.phone }))).toEqual(['G01']);
  });

  test('is the same when the first message under the new number came before', async () => {
    const person = await who(former);
    await register(person, 'G01');
    const provisional = await who(next);
    expect(provisional).not.toBe(person);
    expect(await store.moveTo(former, next)).toBe(person);
    expect(await who(next)).toBe(person);
    expect(await store.moveTo(former, next)).toBe(person);
  });

  test('is made when nobody knew them', async () => {
    const person = await store.moveTo({ bsuid, phone: null }, { bsuid: next.bsuid, phone: null });
    expect(await who({ bsuid })).toBe(person);
    expect(await who({ bsuid: next.bsuid })).toBe(person);
  });

  test('to one that somebody else had does not become that person', async () => {
    const stranger = await who({ bsuid: 'MX.8', phone: next.phone });
    const person = await store.moveTo(former, next);
    expect(await who(next)).toBe(person);
    expect(await who({ phone: next.phone })).toBe(person);
    expect(await who({ bsuid: 'MX.8' })).toBe(stranger);
  });

  test('may change again', async () => {
    const person = await who(former);
    const third = { bsuid: 'MX.3', phone: '526420000313' };
    await store.moveTo(former, next);
    await store.moveTo(next, third);
    expect(await Promise.all([former, next, third].map(({ bsuid: id }) => who({ bsuid: id })))).toEqual([
      person,
      person,
      person,
    ]);
  });
});

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 20, 15, minute));

describe('a service window', () => {
  test('is open since the last message, whatever the order of arrival', async () => {
    const person = await who({ bsuid });
    expect(await store.windowOpenedAt(person, '22')).toBeNull();
    for (const minute of [5, 9, 7, 9]) await store.openWindow(person, '22', at(minute));
    expect(await store.windowOpenedAt(person, '22')).toEqual(at(9));
  });

  test('is one for each of our numbers, and a group has its own', async () => {
    const person = await who({ bsuid });
    await store.openWindow(person, '22', at(1));
    await store.openWindow(groupWindowOwner(`G-${person}`), '22', at(2));
    expect(await store.windowOpenedAt(person, '23')).toBeNull();
    expect(await store.windowOpenedAt(person, '22')).toEqual(at(1));
    expect(await store.windowOpenedAt(groupWindowOwner(`G-${person}`), '22')).toEqual(at(2));
  });
});
