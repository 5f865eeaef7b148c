import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { gather } from '../../test/gather.ts';
import { type KeyedHash, keyedHash } from '../runtime/hash.ts';
import { type Group, type Groups, groups, putGroup } from './groups.ts';
import { keys } from './keys.ts';

let dynamo: TestDynamo;
let hash: KeyedHash;
let store: Groups;

beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
let run = 0;
beforeEach(() => {
  hash = keyedHash(`groups-${run++}`);
  store = groups(dynamo.client, dynamo.table, hash);
});

const aGroup = (code: string, fields: Partial<Group> = {}): Group => ({
  code,
  name: `Comité ${code}`,
  kind: 'committee',
  municipality: 'Navojoa',
  provisional: false,
  ...fields,
});
const put = (made: Group): Promise<void> => putGroup(dynamo.client, dynamo.table, made);

describe('a group', () => {
  test('is found as it was written, whole', async () => {
    const made = aGroup('FOUND', { digestHour: '17:30', phoneNumberId: '22', municipality: null });
    await put(aGroup('FOUND', { whatsappGroupKey: 'former' }));
    await put(made);
    expect(await store.find('FOUND')).toEqual(made);
    expect(await store.find('NOBODY')).toBeNull();
  });

  test('of WhatsApp that nobody registered is made provisionally, once, without its id', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => store.ofWhatsapp('Y2Fwa-new')));
    expect(new Set(made.map(({ code }) => code)).size).toBe(1);
    expect(made[0]).toMatchObject({ provisional: true, municipality: null, kind: 'collective' });
    expect(JSON.stringify(made[0])).not.toContain('Y2Fwa');
    expect(await store.find(made[0]?.code ?? '')).toEqual(made[0]);
  });

  test('of WhatsApp that is registered is found by Meta’s id', async () => {
    await put(aGroup('LINKED'));
    const link = { ...keys.whatsappGroup(hash('whatsapp-group', 'Y2Fwa-known')), groupCode: 'LINKED' };
    await dynamo.client.send(new PutCommand({ TableName: dynamo.table, Item: link }));
    expect((await store.ofWhatsapp('Y2Fwa-known')).code).toBe('LINKED');
  });

  test('is among all, in order of codes, over several pages of the table', async () => {
    // A page holds 1 MB; some of these names are long, so that the query must go on.
    const codes = Array.from({ length: 12 }, (_, index) => `PAGE${String(index).padStart(2, '0')}`);
    await Promise.all(codes.map((code) => put(aGroup(code, { name: 'x'.repeat(150_000) }))));
    const found = (await gather(store.all())).map(({ code }) => code);
    expect(found.filter((code) => code.startsWith('PAGE'))).toEqual(codes);
    expect(found).toEqual(found.toSorted());
  });

  test('has its members and nobody else’s', async () => {
    const member = (code: string, personKey: string) =>
      dynamo.client.send(
        new PutCommand({
          TableName: dynamo.table,
          Item: { ...keys.groupMember(code, personKey), personKey },
        }),
      );
    await Promise.all([member('CREW', 'p2'), member('CREW', 'p1'), member('CREW2', 'p3')]);
    const day = { ...keys.groupDay('CREW', '2026-11-20', 'F') };
    await dynamo.client.send(new PutCommand({ TableName: dynamo.table, Item: day }));
    expect(await gather(store.members('CREW'))).toEqual(['p1', 'p2']);
    expect(await gather(store.members('EMPTY'))).toEqual([]);
  });
});
