import { priorityOf } from '../domain/priority.ts';
import {
  type Classification,
  type Incident,
  type Location,
  type Petition,
  type Priority,
  petitions,
  priorities,
} from '../domain/taxonomy.ts';
import type { PersonalDatum } from '../language/redact.ts';

/** What another reader makes of a message; each part absent where that reader tells nothing of it. */
export type Opinion = {
  labels?: { petitions: Petition[]; incident: Incident | null; inProgress: boolean };
  /** Of the petition `emergency`, 0 to 1. */
  emergencyScore?: number;
  /** Places with their kind, as written. */
  location: Location;
  pii: PersonalDatum[];
};

/** Whoever reads a message after the embedded classifier. */
export type SecondReader = {
  name: 'comprehend' | 'bedrock';
  /**
   * Reads texts from which personal data were masked (`masked.ts`); opinions come in the order of the texts.
   * @param signal aborts what has not been answered by the deadline.
   * @throws what the service throws when it answered nothing at all: throttled, down, late.
   */
  read(texts: readonly string[], signal: AbortSignal): Promise<Opinion[]>;
};

/** What is taken for an emergency when two readers are weighed. */
const emergencyFrom = 0.5;

/** Both opinions: the labels of whoever tells some, the higher score, the places of either, all personal data. */
export function together(opinions: readonly Opinion[]): Opinion {
  const labels = opinions.findLast((opinion) => opinion.labels !== undefined)?.labels;
  const scores = opinions.flatMap(({ emergencyScore }) => emergencyScore ?? []);
  return {
    ...(labels && { labels }),
    ...(scores.length > 0 && { emergencyScore: Math.max(...scores) }),
    location: opinions.reduce<Location>((place, { location }) => ({ ...location, ...place }), {}),
    pii: opinions.flatMap(({ pii }) => pii),
  };
}

/**
 * The reading of a message after a second opinion. It may raise the priority, never lower it: where the second reader
 * says less, a person is asked to look. Places are added where none was found.
 */
export function reconsidered(first: Classification, opinion: Opinion): Classification {
  const { labels, location } = opinion;
  const placed = { ...first, location: { ...location, ...first.location } };
  const raised = labels ? raisedTo(placed, labels) : null;
  if (raised) return raised;
  const weighed = opinion.emergencyScore;
  if (
    weighed !== undefined &&
    !first.petitions.includes('emergency') &&
    (weighed + first.scores.emergency) / 2 >= emergencyFrom
  )
    return asEmergency(placed, first.incident ?? 'other');
  const saysLess = labels !== undefined && rank(priorityOfLabels(labels)) > rank(first.priority);
  return saysLess ? { ...placed, needsReview: true } : placed;
}

/** Whether a second opinion makes a message more urgent than it was. */
export const raises = (first: Classification, opinion: Opinion): boolean =>
  rank(reconsidered(first, opinion).priority) < rank(first.priority);

function raisedTo(first: Classification, labels: NonNullable<Opinion['labels']>): Classification | null {
  const priority = priorityOfLabels(labels);
  if (rank(priority) >= rank(first.priority)) return null;
  if (labels.petitions.includes('emergency'))
    return asEmergency(first, labels.incident ?? 'other', labels.petitions);
  return { ...first, ...labels, priority, needsReview: true };
}

function asEmergency(first: Classification, incident: Incident, besides: Petition[] = []): Classification {
  const asked = new Set<Petition>(['emergency', ...besides]);
  return {
    ...first,
    petitions: petitions.filter((petition) => asked.has(petition)),
    incident,
    inProgress: true,
    priority: 'high',
    needsReview: true,
  };
}

const rank = (priority: Priority): number => priorities.indexOf(priority);

/** By the labels alone: whether a child is missing or a school threatened is for the first reader's words to tell. */
function priorityOfLabels({
  petitions: set,
  incident,
  inProgress,
}: NonNullable<Opinion['labels']>): Priority {
  const isReal = set.some((petition) =>
    ['emergency', 'suspicious_activity', 'incident_report', 'public_service'].includes(petition),
  );
  return priorityOf({ petitions: set, incident, inProgress, isReal, isVulnerable: false, isThreat: false });
}
