import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Webhooks } from './delivery.ts';
import { groupStatusEnvelope, personStatusEnvelope } from './envelope.ts';
import type { Charge, ChatLine, DueStatus, Fact, Person } from './facts.ts';
import type { Journal } from './journal.ts';
import type { OurNumber } from './numbers.ts';
import { personKey } from './people.ts';
import { chargeFor } from './pricing.ts';
import { chatKey, type State } from './state.ts';

/**
 * What becomes of a message that was accepted: `sent`, `delivered`, `read` where the phone is open, or `failed`, each
 * some time after the other.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
const sentAfterMs = 1000;
const deliveredAfterMs = 3000;
const readAfterMs = 6000;

/** How far back an opened phone reads, in messages of a chat. */
const readsBack = 100;

export type Course = {
  /** Error code of the failure that ends it; null when it arrives. */
  code: number | null;
  isOpen: boolean;
  /** A reaction is only ever `sent`. */
  isReaction: boolean;
  isDoubled: boolean;
  isReversed: boolean;
};

/** The statuses that a message accepted at `now` will have. */
export function courseOf(wamid: string, now: number, course: Course): DueStatus[] {
  const make = (status: DueStatus['status'], after: number): DueStatus => ({
    id: randomUUID(),
    wamid,
    status,
    dueAt: now + after,
    code: status === 'failed' ? course.code : null,
    isDoubled: course.isDoubled,
  });
  if (course.code !== null) return [make('failed', sentAfterMs)];
  if (course.isReaction) return [make('sent', sentAfterMs)];
  const steps: DueStatus['status'][] = course.isOpen ? ['sent', 'delivered', 'read'] : ['sent', 'delivered'];
  const times = [sentAfterMs, deliveredAfterMs, readAfterMs];
  if (course.isReversed) steps.reverse();
  return steps.map((status, index) => make(status, times[index] ?? readAfterMs));
}

export type Statuses = {
  /** Sets the alarms of statuses whose facts are recorded. */
  schedule(dues: readonly DueStatus[]): void;
  /** Posts one now. */
  post(due: DueStatus): Promise<void>;
  /** Everything that had reached this phone unread is read. */
  opened(person: Person): void;
  resume(): void;
};

export function openStatuses(options: {
  clock: Clock;
  journal: Journal;
  webhooks: Webhooks;
  numberOf: (phoneNumberId: string) => OurNumber;
}): Statuses {
  const { clock, journal, webhooks, numberOf } = options;
  const { state } = journal;

  const post = async (due: DueStatus): Promise<void> => {
    const line = state.lines.get(due.wamid);
    if (!line) return;
    const { envelope, readers, charges } = describe(state, numberOf(line.phoneNumberId), line, due);
    const deliveries = envelope === null ? [] : [webhooks.prepare(envelope)];
    if (envelope !== null && due.isDoubled) deliveries.push(webhooks.prepare(envelope));
    journal.record({ fact: 'status', due, readers, charges }, ...deliveries.map(({ fact }) => fact));
    await Promise.all(deliveries.map((delivery) => delivery.post()));
  };

  const schedule = (dues: readonly DueStatus[]): void => {
    for (const due of dues) clock.at(due.dueAt, () => post(due));
  };

  return {
    schedule,
    post,
    opened(person) {
      const now = clock.now();
      const dues = unread(state, person).map((line): DueStatus => {
        const base = { wamid: line.id, status: 'read', code: null, isDoubled: false } as const;
        return { ...base, id: randomUUID(), dueAt: now + sentAfterMs };
      });
      journal.record(...dues.map((due): Fact => ({ fact: 'status-due', due })));
      schedule(dues);
    },
    resume: () => schedule([...state.dueStatuses.values()]),
  };
}

type Described = { envelope: unknown; readers: string[]; charges: Charge[] };

function describe(state: State, number: OurNumber, line: ChatLine, due: DueStatus): Described {
  const charged = due.status === 'delivered';
  if (!line.isGroup) {
    const person = state.people.get(personKey(line.chat));
    const charge = charged ? chargeFor(state, line, due.dueAt) : undefined;
    return {
      envelope: personStatusEnvelope(number, line, due, person, charge),
      readers: person && due.status === 'read' ? [person.phone] : [],
      charges: charge ? [charge] : [],
    };
  }
  const members = membersOf(state, line.chat);
  const readers =
    due.status === 'read' ? members.filter((member) => member.isOpen && !hasRead(line, member)) : [];
  const participants = due.status === 'read' ? readers : members;
  const isNobody = participants.length === 0 && (due.status === 'read' || charged);
  const charges = charged ? participants.map((_, index) => chargeFor(state, line, due.dueAt, index)) : [];
  return {
    envelope: isNobody ? null : groupStatusEnvelope(number, line, due, participants, charges),
    readers: readers.map(({ phone }) => phone),
    charges,
  };
}

function membersOf(state: State, groupId: string): Person[] {
  const phones = state.groups.get(groupId)?.members ?? [];
  return phones.flatMap((phone) => state.people.get(personKey(phone)) ?? []);
}

const hasRead = (line: ChatLine, { phone }: Person): boolean => line.readBy.includes(phone);

function unread(state: State, person: Person): ChatLine[] {
  const found: ChatLine[] = [];
  const groups = [...state.groups.values()].filter(({ members }) => members.includes(person.phone));
  for (const [key, lines] of state.chats) {
    const first = lines[0];
    if (!first) continue;
    const chats = [person.phone, ...groups.map(({ id }) => id)];
    if (!chats.some((chat) => chatKey(first.phoneNumberId, chat) === key)) continue;
    for (const line of lines.slice(-readsBack))
      if (line.author === null && ['delivered', 'read'].includes(line.progress) && !hasRead(line, person))
        found.push(line);
  }
  return found;
}
