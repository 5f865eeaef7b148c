import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type KeyedHash, keyedHash } from '../../shared/runtime/hash.ts';
import { type Contacts, contacts } from '../../shared/store/contacts.ts';
import { type Groups, groups } from '../../shared/store/groups.ts';
import { type Key, keys } from '../../shared/store/keys.ts';
import { type People, people } from '../../shared/store/people.ts';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { gather } from '../../test/gather.ts';
import { type Registry, registry } from './registry.ts';
import { adminRequest } from './requests.ts';

let dynamo: TestDynamo;
let hash: KeyedHash;
let roster: { people: People; groups: Groups; contacts: Contacts };
let store: Registry;
let code: string;
let run = 0;

beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  const { client, table, contactsTable } = dynamo;
  hash = keyedHash(`registry-${run++}`);
  code = `REG${run}`;
  roster = {
    people: people(client, table, hash),
    groups: groups(client, table, hash),
    contacts: contacts(client, contactsTable),
  };
  store = registry(client, table, roster.people, roster.contacts, hash);
});

/** Imports as the command line asks it, schema included. */
function importing(what: object): Promise<{ groups: number; members: number; operators: number }> {
  const request = adminRequest.parse({ action: 'registry.import', ...what });
  if (request.action !== 'registry.import') throw new Error('An import is an import');
  return store.import(request);
}
async function item(Key: Key): Promise<Record<string, unknown> | undefined> {
  return (await dynamo.client.send(new GetCommand({ TableName: dynamo.table, Key }))).Item;
}
const keyOf = async (phone: string): Promise<string> =>
  (await roster.people.resolve({ bsuid: null, phone })).personKey;

const consentedAt = '2026-11-01T00:00:00Z';
const phone = '+526420000311';
const aGroup = (): object => ({
  code,
  name: 'Comité Juárez',
  kind: 'committee',
  municipality: 'Navojoa',
  provisional: false,
});
const aMember = (): object => ({ phone, name: 'Rosario', groupCode: code, role: 'member', consentedAt });

describe('the registry', () => {
  test('knows groups, members and operators as they were imported, and says how many', async () => {
    const operator = { bsuid: 'MX.2044000000000000344', municipality: 'Navojoa' };
    const counts = await importing({ groups: [aGroup()], members: [aMember()], operators: [operator] });
    expect(counts).toEqual({ groups: 1, members: 1, operators: 1 });
    const member = await keyOf(phone);
    expect(await roster.groups.find(code)).toEqual(aGroup());
    expect(await roster.people.memberships(member)).toEqual([{ groupCode: code, role: 'member' }]);
    expect(await gather(roster.groups.members(code))).toEqual([member]);
    expect(await roster.contacts.contactOf(member)).toMatchObject({ phone: '526420000311', name: 'Rosario' });
    const onDuty = await roster.people.resolve({ bsuid: operator.bsuid, phone: null });
    expect(onDuty.isOperator).toBe(true);
    expect(await item(keys.operator('Navojoa', onDuty.personKey))).toMatchObject({ onDuty: true });
  });

  test('imported twice is the same', async () => {
    const all = { groups: [aGroup()], members: [aMember()] };
    await importing(all);
    const before = await item(keys.groupMember(code, await keyOf(phone)));
    await importing(all);
    expect(await item(keys.groupMember(code, await keyOf(phone)))).toEqual(before);
    expect(await gather(roster.groups.members(code))).toHaveLength(1);
  });

  test('makes of somebody who wrote before a registered person, the same', async () => {
    const wrote = await roster.people.resolve({ bsuid: 'MX.5', phone: '5216420000311' });
    await roster.contacts.remember(
      wrote.personKey,
      { bsuid: 'MX.5', phone: '5216420000311' },
      'Chayo',
      new Date(1),
    );
    await importing({ groups: [aGroup()], members: [aMember()] });
    expect(await roster.people.memberships(wrote.personKey)).toHaveLength(1);
    expect(await item(keys.person(wrote.personKey))).toMatchObject({ provisional: false, registered: true });
    expect((await roster.contacts.contactOf(wrote.personKey))?.name).toBe('Chayo');
  });

  test('ties a WhatsApp group to its group, also one that wrote before', async () => {
    const provisional = await roster.groups.ofWhatsapp('Y2Fwa-1');
    expect(provisional.provisional).toBe(true);
    await importing({ groups: [{ ...aGroup(), whatsappGroupId: 'Y2Fwa-1' }] });
    expect(await roster.groups.ofWhatsapp('Y2Fwa-1')).toMatchObject({ code, provisional: false });
    expect(await roster.contacts.whatsappGroupOf(code)).toBe('Y2Fwa-1');
    expect(JSON.stringify(await item(keys.group(code)))).not.toContain('Y2Fwa-1');
  });

  test('keeps phones and names out of the main table', async () => {
    await importing({ groups: [aGroup()], members: [aMember()] });
    const member = await keyOf(phone);
    const items = [keys.person(member), keys.membership(member, code), keys.groupMember(code, member)].map(
      item,
    );
    expect(JSON.stringify(await Promise.all(items))).not.toMatch(/6420000311|Rosario/u);
  });
});
