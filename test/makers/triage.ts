import type { TriageDeps } from '../../functions/triage/deps.ts';
import { triage } from '../../functions/triage/triage.ts';
import { toEvent } from '../../functions/webhook/events.ts';
import { dayIn } from '../../shared/domain/calendar.ts';
import type { Classification } from '../../shared/domain/taxonomy.ts';
import { inboundEvent } from '../../shared/queues/events.ts';
import type { KeyedHash } from '../../shared/runtime/hash.ts';
import { contacts } from '../../shared/store/contacts.ts';
import { keepEvent } from '../../shared/store/events.ts';
import { groups } from '../../shared/store/groups.ts';
import { messages } from '../../shared/store/messages.ts';
import { knownIntents } from '../../shared/store/outbox.ts';
import { people } from '../../shared/store/people.ts';
import { reports } from '../../shared/store/reports.ts';
import { secondReadings } from '../../shared/store/second-readings.ts';
import { transact } from '../../shared/store/table.ts';
import { takeApart } from '../../shared/whatsapp/envelope.ts';
import type { TestDynamo } from '../dynamo.ts';

/** Triage on real tables, with a stand-in for the classifier: what is under test is what becomes of a message. */
const ourNumber = '109876543210987';
export const startOfTest = new Date('2026-11-22T23:00:00Z');
export const day = dayIn('America/Hermosillo');

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
const plain = { inProgress: false, location: {}, places: [], scores, needsReview: false };

/** What the stand-in understands; any other text is conversation. */
const meanings = {
  shots: { ...plain, petitions: ['emergency'], incident: 'gunfire', inProgress: true, priority: 'high' },
  'armed men': { ...plain, petitions: ['emergency'], incident: 'armed_persons', priority: 'high' },
  'he beats her': { ...plain, petitions: ['emergency'], incident: 'domestic_violence', priority: 'high' },
  'dark street': { ...plain, petitions: ['public_service'], incident: 'street_lighting', priority: 'low' },
  'send patrols': { ...plain, petitions: ['patrol_request'], incident: null, priority: 'low' },
  'good morning': { ...plain, petitions: ['conversation'], incident: null, priority: 'none' },
} satisfies Record<string, Classification>;
export type Meaning = keyof typeof meanings;
export const meaningNames: readonly Meaning[] = [
  'shots',
  'armed men',
  'he beats her',
  'dark street',
  'send patrols',
  'good morning',
];

export function meaningOf(text: string): Classification {
  const name = meaningNames.find((candidate) => candidate === text);
  return meanings[name ?? 'good morning'];
}

export type TriageUnderTest = {
  deps: TriageDeps;
  /** Ids of intents and keys of media that were put on their queues. */
  nudged: { intents: string[]; media: string[] };
  /** Takes a delivery's `value` apart and triages every event in it. */
  receive(value: object): Promise<void>;
};

export function triageOn(dynamo: TestDynamo, hash: KeyedHash): TriageUnderTest {
  const { client, table, contactsTable } = dynamo;
  const nudged: TriageUnderTest['nudged'] = { intents: [], media: [] };
  const deps: TriageDeps = {
    people: people(client, table, hash),
    contacts: contacts(client, contactsTable),
    groups: groups(client, table, hash),
    messages: messages(client, table),
    reports: reports(client, table),
    secondReadings: secondReadings(client, table),
    readsTwice: false,
    knownIntents: (ids) => knownIntents(client, table, ids),
    transact: (items) => transact(client, items),
    nudge: ({ intents, media }) => {
      nudged.intents.push(...intents.map(({ id }) => id));
      if (typeof media === 'string') nudged.media.push(media);
      return Promise.resolve();
    },
    keepEvent: (event) => keepEvent(client, table, event),
    readFragment: ({ fragment }) => Promise.resolve(fragment ?? ''),
    classify: meaningOf,
    redact: (text) => text,
    hash,
    tableName: table,
    phoneNumberIds: [ourNumber],
    day,
    now: () => startOfTest,
  };
  return {
    deps,
    nudged,
    async receive(value) {
      for (const event of eventsOf([value], hash)) await triage(event, deps);
    },
  };
}

/** Events of one delivery whose changes hold these values. */
export function eventsOf(values: object[], hash: KeyedHash): ReturnType<typeof inboundEvent.parse>[] {
  const changes = values.map((value) => ({
    field: 'messages',
    value: { metadata: { phone_number_id: ourNumber }, ...value },
  }));
  const body = { object: 'whatsapp_business_account', entry: [{ id: '104857600012345', changes }] };
  return (takeApart(body) ?? []).map((part) =>
    inboundEvent.parse(toEvent(part, hash, startOfTest.toISOString())),
  );
}
