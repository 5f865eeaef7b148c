import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { anchorOf, anchorText } from '../../shared/domain/anchor.ts';
import { dayIn } from '../../shared/domain/calendar.ts';
import { foldReport, type Report } from '../../shared/domain/report.ts';
import type { Classification } from '../../shared/domain/taxonomy.ts';
import { type InboundEvent, inboundEvent } from '../../shared/queues/events.ts';
import { type KeyedHash, keyedHash } from '../../shared/runtime/hash.ts';
import { contacts } from '../../shared/store/contacts.ts';
import { groups, putGroup } from '../../shared/store/groups.ts';
import { keys } from '../../shared/store/keys.ts';
import { messages } from '../../shared/store/messages.ts';
import { knownIntents } from '../../shared/store/outbox.ts';
import { people } from '../../shared/store/people.ts';
import { reports } from '../../shared/store/reports.ts';
import { transact } from '../../shared/store/table.ts';
import { takeApart } from '../../shared/whatsapp/envelope.ts';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { toEvent } from '../webhook/events.ts';
import type { TriageDeps } from './deps.ts';
import { triage } from './triage.ts';

/** Any set of events, split into any deliveries, doubled, shuffled and run in parallel: the same reports, once each. */

const ourNumber = '109876543210987';
const day = dayIn('America/Hermosillo');
const base = Date.parse('2026-11-22T23:00:00Z');

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

type Spoken = { person: number; group: number | null; second: number; meaning: Meaning };

const scores: Classification['scores'] = {
  emergency: 0,
  suspicious_activity: 0,
  incident_report: 0,
  patrol_request: 0,
  workshop_request: 0,
  public_service: 0,
  group_enrollment: 0,
  status_update: 0,
  question: 0,
  conversation: 0,
};
const nothing = { inProgress: false, location: {}, scores, needsReview: false };
/** What the stand-in for a classifier understands: the law is about joining, not about words. */
const meanings = {
  shots: { ...nothing, petitions: ['emergency'], incident: 'gunfire', inProgress: true, priority: 'high' },
  'armed men': { ...nothing, petitions: ['emergency'], incident: 'armed_persons', priority: 'high' },
  'dark street': { ...nothing, petitions: ['public_service'], incident: 'street_lighting', priority: 'low' },
  'send patrols': { ...nothing, petitions: ['patrol_request'], incident: null, priority: 'low' },
  'good morning': { ...nothing, petitions: ['conversation'], incident: null, priority: 'none' },
} satisfies Record<string, Classification>;
type Meaning = keyof typeof meanings;
const isMeaning = (text: string): text is Meaning => Object.hasOwn(meanings, text);

const spoken: fc.Arbitrary<Spoken> = fc.record({
  person: fc.nat(4),
  group: fc.option(fc.nat(1)),
  second: fc.nat(7200),
  meaning: fc.constantFrom('shots', 'armed men', 'dark street', 'send patrols', 'good morning'),
});

const wamid = (index: number): string => `wamid.${index}`;
const bsuid = (person: number): string => `MX.10150000000000001${person}`;

function delivery(said: { spoken: Spoken; index: number }[]): unknown {
  const messagesPart = said.map(({ spoken: { person, group, second, meaning }, index }) => ({
    id: wamid(index),
    from: `52662000010${person}`,
    from_user_id: bsuid(person),
    ...(group !== null && { group_id: `whatsapp-group-${group}` }),
    timestamp: String(base / 1000 + second),
    type: 'text',
    text: { body: meaning },
  }));
  const value = { metadata: { phone_number_id: ourNumber }, messages: messagesPart };
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
  };
}

function depsFor(hash: KeyedHash, nudged: string[]): TriageDeps {
  const { client, table, contactsTable } = dynamo;
  return {
    people: people(client, table, hash),
    contacts: contacts(client, contactsTable),
    groups: groups(client, table, hash),
    messages: messages(client, table),
    reports: reports(client, table),
    knownIntents: (ids) => knownIntents(client, table, ids),
    transact: (items) => transact(client, items),
    nudge: ({ intents }) => {
      nudged.push(...intents.map(({ id }) => id));
      return Promise.resolve();
    },
    keepEvent: () => Promise.resolve(),
    readFragment: ({ fragment }) => Promise.resolve(fragment ?? ''),
    classify: (text) => meanings[isMeaning(text) ? text : 'good morning'],
    redact: (text) => text,
    hash,
    tableName: table,
    phoneNumberIds: [ourNumber],
    day,
    now: () => new Date(base),
  };
}

/** What the reports must be, told from the messages alone, without a store. */
function expected(all: Spoken[], hash: KeyedHash, codes: string[]): Omit<Report, 'folio'>[] {
  const told = all.map(({ person, group, second, meaning }, index) => {
    const classification: Classification = meanings[meaning];
    const personKey = `p${hash('bsuid', bsuid(person))}`;
    const groupCode = group === null ? null : (codes[group] ?? null);
    const sentAt = new Date(base + second * 1000);
    const anchor = anchorOf(classification, sentAt, { groupCode, municipality: null, personKey }, day);
    const said = {
      ...classification,
      messageKey: hash('message', wamid(index)),
      sentAt,
      personKey,
      groupCode,
    };
    return { anchor: anchor && anchorText(anchor), said };
  });
  const byAnchor = Map.groupBy(
    told.filter(({ anchor }) => anchor !== null),
    ({ anchor }) => anchor,
  );
  return [...byAnchor.values()].map((same) => {
    const { folio: _, ...report } = foldReport(
      '',
      same.map(({ said }) => said),
    );
    return report;
  });
}

async function stored(folios: Set<string>): Promise<Omit<Report, 'folio'>[]> {
  const read = await Promise.all(
    [...folios].map((folio) => reports(dynamo.client, dynamo.table).read(folio)),
  );
  return read.flatMap((report) => {
    if (!report) return [];
    const { folio: _, ...rest } = report;
    return [rest];
  });
}

const bySize = (one: object, other: object): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);

describe('triage', () => {
  test('ends in the same reports for any split, order, doubling and parallelism', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(spoken, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        async (all, dice, parallel) => {
          // A secret of its own keeps the runs apart in one table.
          const hash = keyedHash(`law-${run++}-${process.pid}`);
          const codes = await registerGroups(hash, run);
          const events = shuffled(doubled(split(all, dice), dice), dice, hash);
          const nudged: string[] = [];
          await inParallel(events, parallel, (event) => triage(event, depsFor(hash, nudged)));
          const folios = await foliosOf(all, hash);
          const actual = await stored(folios);
          expect(actual.toSorted(bySize)).toEqual(expected(all, hash, codes).toSorted(bySize));
          const intents = await knownIntents(dynamo.client, dynamo.table, [...new Set(nudged)]);
          expect(intents.size).toBe(new Set(nudged).size);
        },
      ),
      { numRuns: 25 },
    );
  });
});

async function registerGroups(hash: KeyedHash, run: number): Promise<string[]> {
  const { client, table } = dynamo;
  const codes = [`LAW${run}A`, `LAW${run}B`];
  for (const [index, code] of codes.entries()) {
    const whatsappGroupKey = hash('whatsapp-group', `whatsapp-group-${index}`);
    await putGroup(client, table, {
      code,
      name: code,
      kind: 'committee',
      municipality: null,
      whatsappGroupKey,
      provisional: false,
    });
  }
  const roster = groups(client, table, hash);
  return Promise.all(
    codes.map(async (_, index) => (await roster.ofWhatsapp(`whatsapp-group-${index}`)).code),
  );
}

/** Cuts what was said into deliveries, somewhere. */
function split(all: Spoken[], dice: number[]): unknown[] {
  const deliveries: unknown[] = [];
  let current: { spoken: Spoken; index: number }[] = [];
  for (const [index, each] of all.entries()) {
    current.push({ spoken: each, index });
    if ((dice[index] ?? 0) % 3 !== 0) continue;
    deliveries.push(delivery(current));
    current = [];
  }
  return current.length > 0 ? [...deliveries, delivery(current)] : deliveries;
}

function doubled(deliveries: unknown[], dice: number[]): unknown[] {
  return deliveries.flatMap((each, index) => ((dice[index] ?? 0) % 2 === 0 ? [each, each] : [each]));
}

function shuffled(deliveries: unknown[], dice: number[], hash: KeyedHash): InboundEvent[] {
  const events = deliveries.flatMap((body) =>
    (takeApart(body) ?? []).map((part) =>
      inboundEvent.parse(toEvent(part, hash, new Date(base).toISOString())),
    ),
  );
  return events
    .map((event, index) => ({
      event,
      order: ((dice[index % dice.length] ?? 0) * 7919 + index * 104_729) % 1000,
    }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ event }) => event);
}

async function inParallel<Item>(
  items: Item[],
  width: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item; item = items[next++]) await run(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** Folios under which the messages are stored; every message must be. */
async function foliosOf(all: Spoken[], hash: KeyedHash): Promise<Set<string>> {
  const { client, table } = dynamo;
  const found = new Set<string>();
  for (const index of all.keys()) {
    const Key = keys.message(hash('message', wamid(index)));
    const { Item } = await client.send(new GetCommand({ TableName: table, Key }));
    const { folio } = storedFolio.parse(Item);
    if (folio !== null) found.add(folio);
  }
  return found;
}

const storedFolio = z.object({ folio: z.string().nullable() });
