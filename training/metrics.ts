import {
  type Classification,
  incidents,
  type Location,
  type Petition,
  petitions,
} from '../shared/domain/taxonomy.ts';
import type { PersonalDatum } from '../shared/language/redact.ts';
import type { LabelledMessage } from './corpus.ts';

/** What was said of a message, beside what is right. */
export type Answered = { message: LabelledMessage; said: Classification; personal: readonly PersonalDatum[] };

/** Hits, false alarms and misses. */
export type Count = { hits: number; alarms: number; misses: number };

export type Measures = {
  messages: number;
  petitionMicroF1: number;
  petitionMacroF1: number;
  emergencyRecall: number;
  emergencyPrecision: number;
  /** Of messages that have an incident, the share whose incident is right. */
  incidentAccuracy: number;
  /** Of messages that have none, the share to which one is given. */
  falseIncidents: number;
  inProgressAccuracy: number;
  priorityAccuracy: number;
  /** Spans that are the same to the letter and of the same kind. */
  placeF1: number;
  personalRecall: number;
  personalPrecision: number;
};

/** What a programme's traffic is made of, of 10,000 messages: a day's chatter and services, reports, and few emergencies. */
const stream = { everyday: 9_450, reports: 500, emergencies: 50 };
const tellsOfDanger: readonly Petition[] = ['suspicious_activity', 'incident_report', 'status_update'];

/**
 * Of 10,000 messages in real proportions, how many page an operator, rightly and for nothing. Everyday messages are those
 * without hard negatives, which stand in a corpus far more often than in life.
 */
export function pagesPer10000(answers: readonly Answered[]): { right: number; wrong: number } {
  const share = (of: readonly Answered[]): number =>
    ratio(of.filter(({ said }) => said.petitions.includes('emergency')).length, of.length || 1);
  const others = answers.filter(({ message }) => !message.petitions.includes('emergency'));
  const reports = others.filter(({ message }) =>
    message.petitions.some((each) => tellsOfDanger.includes(each)),
  );
  const everyday = others.filter((answer) => !reports.includes(answer) && !answer.message.hardNegative);
  const emergencies = answers.filter(({ message }) => message.petitions.includes('emergency'));
  return {
    right: stream.emergencies * share(emergencies),
    wrong: stream.everyday * share(everyday) + stream.reports * share(reports),
  };
}

const none = (): Count => ({ hits: 0, alarms: 0, misses: 0 });

export const precisionOf = ({ hits, alarms }: Count): number => ratio(hits, hits + alarms);
export const recallOf = ({ hits, misses }: Count): number => ratio(hits, hits + misses);
export const f1Of = ({ hits, alarms, misses }: Count): number => ratio(2 * hits, 2 * hits + alarms + misses);

/** 1 where there was nothing to get wrong. */
const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

export function measure(answers: readonly Answered[]): Measures {
  const byPetition = petitionCounts(answers);
  const emergency = byPetition.get('emergency') ?? none();
  const withIncident = answers.filter(({ message }) => message.incident !== null);
  const without = answers.filter(({ message }) => message.incident === null);
  const places = countSets(
    answers.map(({ message, said }) => [spansOf(message.location), spansOf(said.location)]),
  );
  const personal = countSets(
    answers.map(({ message, personal: found }) => [
      (message.pii ?? []).map(({ type, text }) => `${type} ${text}`),
      found.map(({ type, text }) => `${type} ${text}`),
    ]),
  );
  return {
    messages: answers.length,
    petitionMicroF1: f1Of(sumOf([...byPetition.values()])),
    petitionMacroF1: mean([...byPetition.values()].map(f1Of)),
    emergencyRecall: recallOf(emergency),
    emergencyPrecision: precisionOf(emergency),
    incidentAccuracy: share(withIncident, ({ message, said }) => said.incident === message.incident),
    falseIncidents: share(without, ({ said }) => said.incident !== null),
    inProgressAccuracy: share(answers, ({ message, said }) => said.inProgress === message.inProgress),
    priorityAccuracy: share(answers, ({ message, said }) => said.priority === message.priority),
    placeF1: f1Of(places),
    personalRecall: recallOf(personal),
    personalPrecision: precisionOf(personal),
  };
}

type Petitioned = { petitions: readonly Petition[] };
export function petitionCounts(
  answers: readonly { message: Petitioned; said: Petitioned }[],
): Map<Petition, Count> {
  return new Map(
    petitions.map((petition) => [
      petition,
      countSets(
        answers.map(({ message, said }) => [
          message.petitions.filter((each) => each === petition),
          said.petitions.filter((each) => each === petition),
        ]),
      ),
    ]),
  );
}

export function incidentCounts(answers: readonly Answered[]): Map<string, Count> {
  return new Map(
    incidents.map((incident) => [
      incident,
      countSets(
        answers.map(({ message, said }) => [
          message.incident === incident ? [incident] : [],
          said.incident === incident ? [incident] : [],
        ]),
      ),
    ]),
  );
}

/** Of the messages whose score lies in each tenth, how many there are, their mean score, and the share that is right. */
export function reliability(
  answers: readonly Answered[],
  petition: Petition,
): { messages: number; meanScore: number; shareRight: number }[] {
  return Array.from({ length: 10 }, (_, tenth) => {
    const within = answers.filter(
      ({ said }) => Math.min(9, Math.floor(said.scores[petition] * 10)) === tenth,
    );
    return {
      messages: within.length,
      meanScore: within.length === 0 ? 0 : mean(within.map(({ said }) => said.scores[petition])),
      shareRight:
        within.length === 0 ? 0 : share(within, ({ message }) => message.petitions.includes(petition)),
    };
  });
}

/** The most certain of the wrong answers, worst first: how sure it was of what it should not have said, or not of what it should. */
export function worstErrors(
  answers: readonly Answered[],
  most: number,
): { answer: Answered; error: number }[] {
  return answers
    .map((answer) => ({
      answer,
      error: Math.max(
        ...petitions.map((petition) => {
          const isRight = answer.message.petitions.includes(petition);
          const isSaid = answer.said.petitions.includes(petition);
          if (isRight === isSaid) return 0;
          return Math.abs((isRight ? 1 : 0) - answer.said.scores[petition]);
        }),
      ),
    }))
    .filter(({ error }) => error > 0)
    .toSorted((one, other) => other.error - one.error)
    .slice(0, most);
}

function spansOf(location: Location): string[] {
  const { street = [], ...single } = location;
  return [
    ...Object.entries(single).map(([kind, text]) => `${kind} ${text}`),
    ...street.map((text) => `street ${text}`),
  ];
}

/** Counts by what is right and what was said. */
function countSets(pairs: readonly [right: readonly string[], said: readonly string[]][]): Count {
  return sumOf(
    pairs.map(([right, said]) => {
      const hits = said.filter((each) => right.includes(each)).length;
      return { hits, alarms: said.length - hits, misses: right.length - hits };
    }),
  );
}

function sumOf(counts: readonly Count[]): Count {
  const sum = none();
  for (const { hits, alarms, misses } of counts) {
    sum.hits += hits;
    sum.alarms += alarms;
    sum.misses += misses;
  }
  return sum;
}

const mean = (values: readonly number[]): number =>
  ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );

const share = <Item>(items: readonly Item[], is: (item: Item) => boolean): number =>
  ratio(items.filter(is).length, items.length);
