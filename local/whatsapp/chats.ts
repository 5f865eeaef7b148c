import type { ChatLine, Group, Person } from './facts.ts';
import { personKey } from './people.ts';
import { chatKey, type State } from './state.ts';

/** What a phone shows: its contacts and its chats. */
export type PersonView = Person & { groups: string[] };

export type LineView = Omit<ChatLine, 'callbackData' | 'category'> & {
  authorName: string | null;
  /** Words of the quoted message. */
  quotedText: string | null;
  seenByUs: boolean;
};

export type GroupView = Group & { names: (string | null)[] };

/** How many messages of a chat are shown. */
const linesShown = 200;

/** Everybody, in the order in which they became known: a list that is tapped on must not move. */
export function peopleOf(state: State): PersonView[] {
  const groups = [...state.groups.values()];
  return [...state.people.values()].map((person) => ({
    ...person,
    groups: groups.filter(({ members }) => members.includes(person.phone)).map(({ id }) => id),
  }));
}

export function groupsOf(state: State, phoneNumberId: string): GroupView[] {
  return [...state.groups.values()]
    .filter((group) => group.phoneNumberId === phoneNumberId)
    .map((group) => ({ ...group, names: group.members.map((member) => nameOf(state, member)) }));
}

/** The messages of a chat, oldest first. */
export function chatOf(state: State, phoneNumberId: string, chat: string): LineView[] {
  const lines = state.chats.get(chatKey(phoneNumberId, chat)) ?? [];
  return lines.slice(-linesShown).map(({ callbackData: _callback, category: _category, ...line }) => ({
    ...line,
    authorName: line.author === null ? null : nameOf(state, line.author),
    quotedText: line.quoted === null ? null : wordsOf(state.lines.get(line.quoted)),
    seenByUs: state.seenByUs.has(line.id),
  }));
}

const nameOf = (state: State, phone: string): string | null =>
  state.people.get(personKey(phone))?.name ?? null;

function wordsOf(line: ChatLine | undefined): string | null {
  if (line?.shown.kind === 'text' || line?.shown.kind === 'buttons') return line.shown.text;
  return line?.shown.kind === 'reply' ? line.shown.title : null;
}
