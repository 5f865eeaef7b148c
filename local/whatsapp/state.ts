import type {
  ChatLine,
  Delivery,
  DueStatus,
  Fact,
  Group,
  Medium,
  Person,
  Progress,
  SentRecord,
} from './facts.ts';
import type { Fault } from './faults.ts';
import { personKey } from './people.ts';

/** What the simulated WhatsApp knows: the fold of its facts. */
export type State = {
  /** By `personKey` of the phone. */
  people: Map<string, Person>;
  bsuids: Map<string, Person>;
  groups: Map<string, Group>;
  /** By wamid. */
  lines: Map<string, ChatLine>;
  /** Lines of each chat, oldest first; by `chatKey`. */
  chats: Map<string, ChatLine[]>;
  /** When somebody last wrote to us, by `chatKey`: milliseconds since the epoch. */
  lastHeard: Map<string, number>;
  /** Burst of the pair limit, by `chatKey`: messages not yet paid back, and when that was counted. */
  pairDebts: Map<string, { debt: number; at: number }>;
  /** Deliveries of service messages, by number and month. */
  freeReplies: Map<string, number>;
  seenByUs: Set<string>;
  media: Map<string, Medium>;
  deliveries: Map<string, Delivery>;
  lostDeliveries: number;
  requests: SentRecord[];
  dueStatuses: Map<string, DueStatus>;
  faults: Fault[];
};

export const emptyState = (): State => ({
  people: new Map(),
  bsuids: new Map(),
  groups: new Map(),
  lines: new Map(),
  chats: new Map(),
  lastHeard: new Map(),
  pairDebts: new Map(),
  freeReplies: new Map(),
  seenByUs: new Set(),
  media: new Map(),
  deliveries: new Map(),
  lostDeliveries: 0,
  requests: [],
  dueStatuses: new Map(),
  faults: [],
});

/** One conversation: a number of ours and a person or group. */
export const chatKey = (phoneNumberId: string, chat: string): string => `${phoneNumberId}/${chat}`;

/** A pair may burst 45 messages and pays one back every 6 s. */
const pairPaybackMs = 6000;

/** Debt of a pair at a moment, in messages. */
export function pairDebt(state: State, key: string, now: number): number {
  const pair = state.pairDebts.get(key);
  return pair ? Math.max(0, pair.debt - (now - pair.at) / pairPaybackMs) : 0;
}

/** Month in which free replies are counted, `2026-11`, by the account's time zone. */
export function freeMonth(phoneNumberId: string, at: number): string {
  const day = new Date(at).toLocaleDateString('sv-SE', { timeZone: 'America/Hermosillo' });
  return `${phoneNumberId}/${day.slice(0, 7)}`;
}

const strength: Record<Progress, number> = { none: 0, sent: 1, delivered: 2, read: 3, failed: 1.5 };

export function apply(state: State, fact: Fact): void {
  switch (fact.fact) {
    case 'person':
      state.people.set(personKey(fact.person.phone), fact.person);
      state.bsuids.set(fact.person.bsuid, fact.person);
      return;
    case 'group':
      state.groups.set(fact.group.id, fact.group);
      return;
    case 'line':
      return addLine(state, { ...fact.line, progress: 'none', readBy: [], failure: null });
    case 'seen-by-us':
      state.seenByUs.add(fact.id);
      return;
    case 'medium':
      state.media.set(fact.medium.id, fact.medium);
      return;
    case 'delivery':
      state.deliveries.set(fact.delivery.id, fact.delivery);
      return;
    case 'attempted': {
      const delivery = state.deliveries.get(fact.id);
      if (delivery)
        state.deliveries.set(fact.id, { ...delivery, attempts: fact.attempts, dueAt: fact.dueAt });
      return;
    }
    case 'delivery-over':
      state.deliveries.delete(fact.id);
      if (fact.lost) state.lostDeliveries++;
      return;
    case 'request':
      state.requests.push(fact.record);
      return;
    case 'status-due':
      state.dueStatuses.set(fact.due.id, fact.due);
      return;
    case 'status':
      return moveForward(state, fact);
    case 'fault':
      state.faults.push(fact.fault);
      return;
    case 'fault-spent':
      return spend(state, fact.id);
    default:
      fact satisfies never;
  }
}

function addLine(state: State, line: ChatLine): void {
  if (state.lines.has(line.id)) return;
  state.lines.set(line.id, line);
  const key = chatKey(line.phoneNumberId, line.chat);
  const chat = state.chats.get(key);
  if (chat) chat.push(line);
  else state.chats.set(key, [line]);
  if (line.author === null) {
    if (!line.isGroup) state.pairDebts.set(key, { debt: pairDebt(state, key, line.at) + 1, at: line.at });
  } else if (line.shown.kind !== 'reaction') {
    state.lastHeard.set(key, Math.max(line.at, state.lastHeard.get(key) ?? 0));
  }
}

function moveForward(state: State, { due, readers, charges }: Extract<Fact, { fact: 'status' }>): void {
  state.dueStatuses.delete(due.id);
  const line = state.lines.get(due.wamid);
  if (!line) return;
  if (strength[due.status] > strength[line.progress]) line.progress = due.status;
  if (due.code !== null) line.failure = due.code;
  for (const reader of readers) if (!line.readBy.includes(reader)) line.readBy.push(reader);
  const services = charges.filter((charge) => charge.category.endsWith('service')).length;
  if (services === 0) return;
  const month = freeMonth(line.phoneNumberId, due.dueAt);
  state.freeReplies.set(month, (state.freeReplies.get(month) ?? 0) + services);
}

function spend(state: State, id: string): void {
  const fault = state.faults.find((candidate) => candidate.id === id);
  if (fault && --fault.times < 1) state.faults.splice(state.faults.indexOf(fault), 1);
}
