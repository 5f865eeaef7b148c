import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import type { Attached, Said } from '../domain/report.ts';
import { anchorPut, attachedPut, groupDayPut, type Reports, reports, saidPut } from './reports.ts';
import { type TransactItem, type TransactOutcome, transact } from './table.ts';

let dynamo: TestDynamo;
let store: Reports;
let folio: string;
let person: string;
let run = 0;

beforeAll(async () => {
  dynamo = await startDynamo();
  store = reports(dynamo.client, dynamo.table);
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  folio = `F${run++}`;
  person = `p${run}`;
});

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 20, 15, minute));
const write = (...items: TransactItem[]): Promise<TransactOutcome> => transact(dynamo.client, items);
const said = (messageKey: string, minute: number, fields: Partial<Said> = {}): TransactItem =>
  saidPut(dynamo.table, folio, {
    messageKey,
    sentAt: at(minute),
    personKey: person,
    groupCode: 'G01',
    petitions: ['incident_report'],
    incident: 'fire',
    inProgress: false,
    priority: 'medium',
    location: {},
    needsReview: false,
    ...fields,
  });
const attached = (messageKey: string, minute: number, fields: Partial<Attached> = {}): TransactItem =>
  attachedPut(dynamo.table, { messageKey, sentAt: at(minute), personKey: person, pin: null, ...fields });

describe('an anchor', () => {
  test('opens a report once; who comes second finds it', async () => {
    expect(await store.anchorOf(folio)).toBeNull();
    expect(await write(anchorPut(dynamo.table, folio, 'group:G01|fire|1'))).toBe('written');
    expect(await write(anchorPut(dynamo.table, folio, 'group:G02|fire|1'))).toBe('refused');
    expect(await store.anchorOf(folio)).toBe('group:G01|fire|1');
  });
});

describe('a report', () => {
  test('is none without messages', async () => {
    await write(anchorPut(dynamo.table, folio, 'a'));
    expect(await store.read(folio)).toBeNull();
  });

  test('is its messages by time, each once', async () => {
    await write(
      said('b', 20, { incident: 'gas_hazmat', location: { colonia: 'Centro', street: ['Uno', 'Dos'] } }),
    );
    await write(said('a', 10));
    await write(said('a', 10));
    expect(await store.read(folio)).toMatchObject({
      folio,
      messageKeys: ['a', 'b'],
      openedAt: at(10),
      location: { colonia: 'Centro', street: ['Uno', 'Dos'] },
      reporters: 1,
    });
  });

  test('has what its reporters attached within half an hour, at its bounds too', async () => {
    const pin = { latitude: 27.07, longitude: -109.44 };
    await write(said('m', 30), attached('before', 0, { pin }), attached('after', 60), attached('late', 61));
    await write(attached('stranger', 30, { personKey: `${person}-other` }));
    expect(await store.read(folio)).toMatchObject({ messageKeys: ['before', 'm', 'after'], pin });
  });

  test('of more than a page of the table is read whole', async () => {
    const long = { landmark: 'x'.repeat(40_000) };
    for (let index = 0; index < 30; index++) await write(said(`m${index}`, index, { location: long }));
    expect((await store.read(folio))?.messageKeys).toHaveLength(30);
  });
});

describe('a day of a group', () => {
  test('has its folios once, and neither another day’s nor another group’s', async () => {
    const group = `G-${folio}`;
    await write(groupDayPut(dynamo.table, group, '2026-11-20', 'F2'));
    await write(groupDayPut(dynamo.table, group, '2026-11-20', 'F1'));
    await write(groupDayPut(dynamo.table, group, '2026-11-20', 'F1'));
    await write(groupDayPut(dynamo.table, group, '2026-11-21', 'F3'));
    await write(groupDayPut(dynamo.table, `${group}x`, '2026-11-20', 'F4'));
    expect(await store.ofDay(group, '2026-11-20')).toEqual(['F1', 'F2']);
    expect(await store.ofDay(group, '2026-11-22')).toEqual([]);
  });
});
