import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { type Contacts, contacts } from './contacts.ts';

let dynamo: TestDynamo;
let store: Contacts;
let person: string;
let run = 0;

beforeAll(async () => {
  dynamo = await startDynamo();
  store = contacts(dynamo.client, dynamo.contactsTable);
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  person = `p${run++}`;
});

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 20, 15, minute));
const ids = { bsuid: 'MX.1', phone: '526420000311' };

describe('a contact', () => {
  test('of somebody unknown is none', async () => {
    expect(await store.contactOf(person)).toBeNull();
  });

  test('is what the latest message told, whatever the order of arrival', async () => {
    await store.remember(person, ids, 'Chayo', at(5));
    await store.remember(person, { bsuid: 'MX.1', phone: '526420000300' }, 'Old name', at(1));
    await store.remember(person, { bsuid: 'MX.1', phone: '5216420000311' }, 'Rosario', at(9));
    expect(await store.contactOf(person)).toEqual({ bsuid: 'MX.1', phone: '5216420000311', name: 'Rosario' });
  });

  test('keeps what a later message does not tell', async () => {
    await store.remember(person, ids, 'Chayo', at(5));
    await store.remember(person, { bsuid: 'MX.2', phone: null }, null, at(6));
    expect(await store.contactOf(person)).toEqual({ bsuid: 'MX.2', phone: '526420000311', name: 'Chayo' });
  });

  test('is not changed by what tells nothing', async () => {
    await store.remember(person, { bsuid: null, phone: null }, null, at(5));
    expect(await store.contactOf(person)).toEqual({ bsuid: null, phone: null, name: null });
  });

  test('from the registry gives way to the first message', async () => {
    await store.remember(person, { bsuid: null, phone: '526420000311' }, 'Registro', new Date(0));
    await store.remember(person, ids, 'Chayo', at(0));
    await store.remember(person, { bsuid: null, phone: '526420000311' }, 'Registro', new Date(0));
    expect((await store.contactOf(person))?.name).toBe('Chayo');
  });
});

describe('a WhatsApp group', () => {
  test('is found by the code of the group', async () => {
    expect(await store.whatsappGroupOf(person)).toBeNull();
    await store.rememberWhatsappGroup(person, 'Y2Fwa-one');
    await store.rememberWhatsappGroup(person, 'Y2Fwa-two');
    expect(await store.whatsappGroupOf(person)).toBe('Y2Fwa-two');
  });
});
