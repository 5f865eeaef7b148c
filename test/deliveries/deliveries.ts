import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Example deliveries of Meta, one for each type, status and event, as bytes that can be signed and posted. What each
 * is and which page says so stands in `README.md` beside.
 */
export type Delivery = {
  name: string;
  body: Buffer;
  /** Messages that are stored, status entries, group events, and all other events kept as they came. */
  messages: number;
  statuses: number;
  groups: number;
  others: number;
};

/** What a delivery of every kind holds; a file's name begins with its kind. */
const kinds = {
  message: { messages: 1, statuses: 0, groups: 0, others: 0 },
  status: { messages: 0, statuses: 1, groups: 0, others: 0 },
  group: { messages: 0, statuses: 0, groups: 1, others: 0 },
  other: { messages: 0, statuses: 0, groups: 0, others: 1 },
} as const;

/** Deliveries that hold more than one thing, or several kinds. */
const exceptions: { [name: string]: Partial<Delivery> } = {
  batch: { messages: 3, statuses: 3, groups: 1, others: 0 },
  'message-contacts-in-another-order': { messages: 2 },
  'status-group-delivered-to-three': { statuses: 3 },
  // Meta's sample has the initiator outside the event: it is kept on its own.
  'group-removed-initiator-outside': { others: 1 },
};

const none = { messages: 0, statuses: 0, groups: 0, others: 0 };

export const deliveries: Delivery[] = jsonIn(import.meta.dirname).map(({ name, body }) => ({
  name,
  body,
  ...(Object.entries(kinds).find(([kind]) => name.startsWith(`${kind}-`))?.[1] ?? none),
  ...exceptions[name],
}));

/** The `.json` files of a folder, by name. */
export function jsonIn(folder: string): { name: string; body: Buffer }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => ({ name: file.slice(0, -'.json'.length), body: readFileSync(join(folder, file)) }));
}
