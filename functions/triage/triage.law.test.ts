import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { anchorOf, anchorText } from '../../shared/domain/anchor.ts';
import { foldReport, type Report } from '../../shared/domain/report.ts';
import type { InboundEvent } from '../../shared/queues/events.ts';
import { type KeyedHash, keyedHash } from '../../shared/runtime/hash.ts';
import { groups, putGroup } from '../../shared/store/groups.ts';
import { keys } from '../../shared/store/keys.ts';
import { reports } from '../../shared/store/reports.ts';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import {
  day,
  eventsOf,
  type Meaning,
  meaningNames,
  meaningOf,
  startOfTest,
  triageOn,
} from '../../test/makers/triage.ts';
import { triage } from './triage.ts';

/** Any set of events, split into any deliveries, doubled, shuffled and run in parallel: the same reports, once each. */

const base = startOfTest.getTime();

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

type Spoken = { person: number; group: number | null; second: number; meaning: Meaning };

const spoken: fc.Arbitrary<Spoken> = fc.record({
  person: fc.nat(4),
  group: fc.option(fc.nat(1)),
  second: fc.nat(7200),
  meaning: fc.constantFrom(...meaningNames),
});

const wamid = (index: number): string => `wamid.${index}`;
const bsuid = (person: number): string => `MX.10150000000000001${person}`;

function delivery(said: { spoken: Spoken; index: number }[]): object {
  const messages = said.map(({ spoken: { person, group, second, meaning }, index }) => ({
    id: wamid(index),
    from: `52662000010${person}`,
    from_user_id: bsuid(person),
    ...(group !== null && { group_id: `whatsapp-group-${group}` }),
    timestamp: String(base / 1000 + second),
    type: 'text',
    text: { body: meaning },
  }));
  return { messages };
}

/** What the reports must be, told from the messages alone, without a store. */
function expected(all: Spoken[], hash: KeyedHash, codes: string[]): Omit<Report, 'folio'>[] {
  const told = all.map(({ person, group, second, meaning }, index) => {
    const classification = meaningOf(meaning);
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
          const { deps, nudged } = triageOn(dynamo, hash);
          await inParallel(events, parallel, (event) => triage(event, deps));
          const folios = await foliosOf(all, hash);
          const actual = await stored(folios);
          expect(actual.toSorted(bySize)).toEqual(expected(all, hash, codes).toSorted(bySize));
          const caused = [...new Set(nudged.intents)];
          expect((await deps.knownIntents(caused)).size).toBe(caused.length);
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
function split(all: Spoken[], dice: number[]): object[] {
  const deliveries: object[] = [];
  let current: { spoken: Spoken; index: number }[] = [];
  for (const [index, each] of all.entries()) {
    current.push({ spoken: each, index });
    if ((dice[index] ?? 0) % 3 !== 0) continue;
    deliveries.push(delivery(current));
    current = [];
  }
  return current.length > 0 ? [...deliveries, delivery(current)] : deliveries;
}

function doubled(deliveries: object[], dice: number[]): object[] {
  return deliveries.flatMap((each, index) => ((dice[index] ?? 0) % 2 === 0 ? [each, each] : [each]));
}

function shuffled(deliveries: object[], dice: number[], hash: KeyedHash): InboundEvent[] {
  const events = deliveries.flatMap((value) => eventsOf([value], hash));
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
