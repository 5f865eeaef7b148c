import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keyedHash } from '../../shared/runtime/hash.ts';
import { type Group, groups, putGroup } from '../../shared/store/groups.ts';
import { intents } from '../../shared/store/intents.ts';
import { keys } from '../../shared/store/keys.ts';
import { groupDayPut, reports, saidPut } from '../../shared/store/reports.ts';
import { transact } from '../../shared/store/table.ts';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { type DigestDeps, planDigests } from './digest.ts';

const hash = keyedHash('secret of this test');
const six = new Date('2026-11-25T01:00:00Z');
const today = '2026-11-24';
const yesterday = '2026-11-23';

let dynamo: TestDynamo;
let nudged: string[];
let deps: DigestDeps;

beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

beforeEach(() => {
  nudged = [];
  deps = {
    groups: groups(dynamo.client, dynamo.table, hash),
    reports: reports(dynamo.client, dynamo.table),
    intents: intents(dynamo.client, dynamo.table),
    nudge: async (ids) => {
      nudged.push(...ids);
    },
    hash,
    phoneNumberId: '111',
    timeZone: 'America/Hermosillo',
  };
});

/** A group of its own for each test, since tests share the table; its hour keeps it apart from the others' runs. */
async function aGroup(code: string, given: Partial<Group> & { members: string[] }): Promise<void> {
  const { members, ...rest } = given;
  const made: Group = {
    code,
    name: `Comité ${code}`,
    kind: 'committee',
    municipality: 'Hermosillo',
    provisional: false,
  };
  await putGroup(dynamo.client, dynamo.table, { ...made, ...rest });
  for (const personKey of members)
    await dynamo.client.send(
      new PutCommand({
        TableName: dynamo.table,
        Item: { ...keys.groupMember(code, personKey), role: 'member' },
      }),
    );
}

async function darkStreets(code: string, day: string, ...people: string[]): Promise<void> {
  for (const personKey of people) {
    const folio = `${code}-${day}-${personKey}`;
    const said = {
      messageKey: `m-${folio}`,
      sentAt: new Date(`${day}T20:00:00Z`),
      personKey,
      groupCode: code,
      petitions: ['public_service' as const],
      incident: 'street_lighting' as const,
      inProgress: false,
      priority: 'low' as const,
      location: {},
      needsReview: false,
    };
    await transact(dynamo.client, [
      saidPut(dynamo.table, folio, said),
      groupDayPut(dynamo.table, code, day, folio),
    ]);
  }
}

const idOf = (recipientKey: string, date = today): string => hash('intent', `digest:${date}:${recipientKey}`);
const digestOf = (recipientKey: string): Promise<unknown> =>
  intents(dynamo.client, dynamo.table).read(idOf(recipientKey));

describe('planning digests', () => {
  it('tells each member of the day before, on the bulk lane, until nine in the evening', async () => {
    await aGroup('A', { members: ['a1', 'a2'], phoneNumberId: '222' });
    await darkStreets('A', yesterday, 'a1', 'a2', 'a3');
    await darkStreets('A', today, 'a1', 'a2', 'a3', 'a4');
    await planDigests(six, deps);
    expect(await digestOf('a1')).toMatchObject({
      lane: 'bulk',
      to: { kind: 'person', personKey: 'a1' },
      phoneNumberId: '222',
      utterance: {
        kind: 'digest',
        date: yesterday,
        groupName: 'Comité A',
        lines: ['Alumbrado público: 3 reportes.'],
      },
      notAfter: new Date('2026-11-25T04:00:00Z'),
      state: 'pending',
    });
    expect(nudged).toEqual(expect.arrayContaining([idOf('a1'), idOf('a2')]));
  });

  it('writes to whoever is in two groups once', async () => {
    await aGroup('B1', { members: ['b'] });
    await aGroup('B2', { members: ['b'] });
    await darkStreets('B1', yesterday, 'b', 'b2', 'b3');
    await darkStreets('B2', yesterday, 'b', 'b2', 'b3');
    await planDigests(six, deps);
    expect(await digestOf('b')).toMatchObject({ utterance: { groupName: 'Comité B1' } });
  });

  it('run again changes nothing, also after it stopped half-way', async () => {
    const members = Array.from({ length: 60 }, (_, index) => `c${index}`);
    await aGroup('C', { members });
    await darkStreets('C', yesterday, 'c1', 'c2', 'c3');
    let writes = 0;
    const dying: DigestDeps = {
      ...deps,
      intents: {
        putOnce: async (intent) => {
          if (++writes > 30) throw new Error('the process died');
          await deps.intents.putOnce(intent);
        },
      },
    };
    await expect(planDigests(six, dying)).rejects.toThrow('could not be planned');
    await planDigests(six, deps);
    const first = await Promise.all(members.map(digestOf));
    await planDigests(six, deps);
    expect(await Promise.all(members.map(digestOf))).toEqual(first);
    expect(first).not.toContain(null);
  });

  it('is silent where nothing may be said', async () => {
    await aGroup('D', { members: ['d'] });
    await darkStreets('D', yesterday, 'd1', 'd2');
    await planDigests(six, deps);
    expect(await digestOf('d')).toBeNull();
  });

  it('does not write to a group that nobody registered', async () => {
    await aGroup('E', { members: ['e'], provisional: true });
    await darkStreets('E', yesterday, 'e1', 'e2', 'e3');
    await planDigests(six, deps);
    expect(await digestOf('e')).toBeNull();
  });

  it('speaks in the chat of a WhatsApp group without a roster', async () => {
    await aGroup('F', { members: [], whatsappGroupKey: 'k' });
    await darkStreets('F', yesterday, 'f1', 'f2', 'f3');
    await planDigests(six, deps);
    expect(await digestOf('whatsapp:F')).toMatchObject({ to: { kind: 'whatsapp-group', groupCode: 'F' } });
  });

  it('leaves groups whose hour it is not', async () => {
    await aGroup('G', { members: ['g'], digestHour: '09:30' });
    await darkStreets('G', yesterday, 'g1', 'g2', 'g3');
    await planDigests(six, deps);
    expect(await digestOf('g')).toBeNull();
    await planDigests(new Date('2026-11-24T16:30:00Z'), deps);
    expect(await digestOf('g')).not.toBeNull();
  });

  it('goes on with the other groups when one fails, and fails at the end', async () => {
    await aGroup('H1', { members: ['h1'] });
    await aGroup('H2', { members: ['h2'] });
    await darkStreets('H2', yesterday, 'x1', 'x2', 'x3');
    const failing: DigestDeps = {
      ...deps,
      reports: {
        ...deps.reports,
        ofDay: (code, day) =>
          code === 'H1' ? Promise.reject(new Error('throttled')) : deps.reports.ofDay(code, day),
      },
    };
    await expect(planDigests(six, failing)).rejects.toThrow('1 groups');
    expect(await digestOf('h2')).not.toBeNull();
  });
});
