import { type Agency, agencyFor } from './routing.ts';
import {
  type Incident,
  incidents,
  type Location,
  type Petition,
  type Priority,
  petitions,
  priorities,
} from './taxonomy.ts';

/** One message of a report, as it was understood. */
export type Said = {
  messageKey: string;
  sentAt: Date;
  personKey: string;
  groupCode: string | null;
  petitions: Petition[];
  incident: Incident | null;
  inProgress: boolean;
  priority: Priority;
  location: Location;
  needsReview: boolean;
};

/** A pin or picture that somebody sent without words, near in time to what they reported. */
export type Attached = { messageKey: string; sentAt: Date; personKey: string; pin: Pin | null };
export type Pin = { latitude: number; longitude: number };

/** What a report is: nothing is stored of it that could be told from its messages. */
export type Report = {
  folio: string;
  groupCodes: string[];
  petitions: Petition[];
  incident: Incident | null;
  inProgress: boolean;
  priority: Priority;
  status: 'received';
  agency: Agency;
  location: Location;
  pin: Pin | null;
  needsReview: boolean;
  openedAt: Date;
  /** Different people who told of it. */
  reporters: number;
  /** Their keys, in order: a digest counts different people across reports. Never shown. */
  reporterKeys: string[];
  messageKeys: string[];
};

/** A pin or picture belongs to what its sender reported within this time of it, before or after. */
export const attachWithinMs = 30 * 60_000;

/**
 * Folds the messages of a report, in whatever order they come, into what it is: the highest priority, the most
 * dangerous incident, every petition, and the first place told.
 * @throws Error when there are none: a report without a message does not exist.
 */
export function foldReport(folio: string, said: readonly Said[], attached: readonly Attached[] = []): Report {
  const inOrder = said.toSorted(byTime);
  const [first] = inOrder;
  if (!first) throw new Error(`Report ${folio} has no message`);
  const asked = petitions.filter((petition) => said.some((each) => each.petitions.includes(petition)));
  const incident = incidents.find((candidate) => said.some((each) => each.incident === candidate)) ?? null;
  const reporterKeys = unique(said.map(({ personKey }) => personKey)).toSorted();
  const near = attached.filter((each) => belongs(each, said)).toSorted(byTime);
  return {
    folio,
    groupCodes: unique(inOrder.map(({ groupCode }) => groupCode)).filter((code) => code !== null),
    petitions: asked,
    incident,
    inProgress: said.some((each) => each.inProgress),
    priority: priorities.find((candidate) => said.some((each) => each.priority === candidate)) ?? 'none',
    status: 'received',
    agency: agencyFor(asked, incident),
    location: placeOf(inOrder),
    pin: near.find(({ pin }) => pin !== null)?.pin ?? null,
    needsReview: said.some((each) => each.needsReview),
    openedAt: first.sentAt,
    reporters: reporterKeys.length,
    reporterKeys,
    messageKeys: unique([...inOrder, ...near].toSorted(byTime).map(({ messageKey }) => messageKey)),
  };
}

function byTime(
  one: { sentAt: Date; messageKey: string },
  other: { sentAt: Date; messageKey: string },
): number {
  return one.sentAt.getTime() - other.sentAt.getTime() || (one.messageKey < other.messageKey ? -1 : 1);
}

function belongs(thing: Attached, said: readonly Said[]): boolean {
  return said.some(
    (each) =>
      each.personKey === thing.personKey &&
      Math.abs(each.sentAt.getTime() - thing.sentAt.getTime()) <= attachWithinMs,
  );
}

/** Each part of the place from the first message that tells it. */
function placeOf(inOrder: readonly Said[]): Location {
  return inOrder.reduce<Location>((place, { location }) => ({ ...location, ...place }), {});
}

function unique<Value>(values: Value[]): Value[] {
  return [...new Set(values)];
}
