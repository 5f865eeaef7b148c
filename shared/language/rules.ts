import { type Incident, incidents, type Petition, petitions } from '../domain/taxonomy.ts';
import type { MessageContext } from './context.ts';
import { circumstances, policies, sufferedNow, type Told } from './policy.ts';
import type { Mention, Reading } from './reading.ts';

/** What hand-written rules make of a message; the classifier learns how far to trust them. */
export type Judgement = {
  petitions: Petition[];
  incident: Incident | null;
  inProgress: boolean;
  scores: Record<Petition, number>;
};

/**
 * Judges by phrases and rules alone: it knows what is in its lexicon, reads tense, denial and hearsay from words nearby, and
 * does not understand grammar: irony, long stories, who did what to whom, new slang and misspellings that sound
 * different escape it. Time is linear in the length of the text.
 */
export function judgeByRules(reading: Reading, context: MessageContext, quoted: Reading | null): Judgement {
  const judged = judge(reading, context);
  const incident = judged.incident ?? incidentFromQuote(judged, quoted);
  const set = petitions.filter((petition) => judged.scores[petition] >= threshold);
  return { petitions: primaryFew(set), incident, inProgress: judged.inProgress, scores: judged.scores };
}

/** Scores at or above it make the set. */
const threshold = 0.5;
const maxPetitions = 3;

type Judged = Pick<Judgement, 'scores' | 'incident' | 'inProgress'>;
type Scores = Record<Petition, number>;

const conversation: readonly Petition[] = ['conversation'];

function primaryFew(set: readonly Petition[]): Petition[] {
  const acting = set.filter((petition) => petition !== 'conversation').slice(0, maxPetitions);
  return acting.length > 0 ? acting : [...conversation];
}

function judge(reading: Reading, context: MessageContext): Judged {
  const scores = noScores();
  const mentions = ruledOutCircumstances(
    reading.mentions.map((mention) => asTold(mention, reading, context)),
  );
  const live = mentions.filter(({ tense, isDenied }) => !isDenied && tense !== 'topic');
  const status = statusOf(reading, mentions, context);
  const told = new Map<Mention, Told>(
    live
      .filter((mention) => status !== 'denied' || isStillNow(mention, reading))
      .map((mention) => [mention, toldAs(mention, reading)]),
  );
  const settled = withoutLesser(status === null ? told : afterStatus(told, reading));
  for (const [mention, petition] of settled)
    scores[petition] = Math.max(scores[petition], gradeOf(mention, reading, context));
  if (status !== null) scores.status_update = 0.85;
  judgeRequests(reading, scores, live);
  const cry = cryForHelp(reading, scores, status, context);
  if (cry !== null) scores.emergency = Math.max(scores.emergency, cry.score);
  if (!petitions.some((petition) => scores[petition] >= threshold)) scores.conversation = 0.9;
  const denied = status === 'denied' ? worstOf(mentions.filter(({ isDenied }) => isDenied)) : null;
  const named = cry?.incident ?? worstOf([...settled.keys()]) ?? denied ?? worstOf(live) ?? worstOf(mentions);
  const incident = keepsIncident(scores) ? named : null;
  return {
    scores,
    incident,
    inProgress: inProgressOf(scores, settled, incident, status, reading) || cry !== null,
  };
}

const noScores = (): Scores =>
  ({
    emergency: 0.02,
    suspicious_activity: 0.02,
    incident_report: 0.03,
    patrol_request: 0.02,
    workshop_request: 0.01,
    public_service: 0.02,
    group_enrollment: 0.01,
    status_update: 0.03,
    question: 0.03,
    conversation: 0.05,
  }) satisfies Scores;

/** Turns what is only talked about into a topic: chains, other places, stories, reasons of a request, subjects of a talk. */
function asTold(mention: Mention, reading: Reading, context: MessageContext): Mention {
  const { sentence, tense, isExplicit } = mention;
  const asTopic: Mention = { ...mention, tense: 'topic' };
  if (reading.hasIn('elsewhere', sentence)) return asTopic;
  if (reading.has('advert') && !isExplicit && tense !== 'now') return asTopic;
  if (mention.incident === 'other' && reading.has('steering')) return asTopic;
  const isChain = reading.has('chain') || context.frequentlyForwarded === true;
  if (isChain && !(tense === 'now' && reading.places.length > 0)) return asTopic;
  if (reading.hasIn('truth', sentence)) return asTopic;
  if (reading.has('laughter') && !isExplicit && reading.places.length === 0) return asTopic;
  if (tense === 'now' || isExplicit) return mention;
  if (reading.hasIn('ask:workshop', sentence) || reading.hasIn('ask:enrollment', sentence)) return asTopic;
  const isReason =
    reading.hasIn('reason', sentence) && reading.hasIn('ask:patrol', sentence) && tense !== 'past';
  if (isReason) return asTopic;
  const isAskedAbout =
    reading.hasIn('ask:info', sentence) &&
    tense === 'undated' &&
    policies[mention.incident].undated !== 'emergency';
  if (isAskedAbout) return asTopic;
  return reading.hasIn('fear', sentence) && tense === 'undated' ? asTopic : mention;
}

function ruledOutCircumstances(mentions: readonly Mention[]): Mention[] {
  const told = new Set(
    mentions.filter(({ isDenied, tense }) => !isDenied && tense !== 'topic').map(({ incident }) => incident),
  );
  const out = new Set(
    circumstances
      .filter(([incident, bigger]) => told.has(incident) && bigger.some((other) => told.has(other)))
      .map(([incident]) => incident),
  );
  const isSureFire = mentions.some(({ incident, isExplicit }) => incident === 'fire' && isExplicit);
  if (isSureFire) out.delete('fire');
  return mentions.filter(({ incident }) => !out.has(incident));
}

type Status = 'denied' | 'closed' | 'open';

/** Whether the message says how something reported before stands. */
function statusOf(reading: Reading, mentions: readonly Mention[], context: MessageContext): Status | null {
  if (reading.has('denial')) return 'denied';
  if (reading.has('closed')) return 'closed';
  if (reading.has('follow-up')) return 'open';
  if (context.quotedText !== undefined && mentions.some(({ isDenied }) => isDenied)) return 'denied';
  return mentions.length > 0 &&
    mentions.every(({ isDenied, tense }) => isDenied || tense === 'topic') &&
    mentions.some(({ isDenied, incident }) => isDenied && policies[incident].undated === 'emergency')
    ? 'denied'
    : null;
}

const isStillNow = ({ tense, sentence }: Mention, reading: Reading): boolean =>
  tense === 'now' && !reading.hasIn('denial', sentence);

/** News of a matter is news alone, unless danger goes on. */
function afterStatus(told: ReadonlyMap<Mention, Told>, reading: Reading): Map<Mention, Told> {
  return new Map(
    [...told].filter(
      ([{ tense, sentence }, petition]) =>
        petition === 'emergency' &&
        tense === 'now' &&
        !reading.hasIn('closed', sentence) &&
        !reading.hasIn('denial', sentence),
    ),
  );
}

/** Beside an emergency only what is over is told for itself; the rest are its circumstances. */
function withoutLesser(told: ReadonlyMap<Mention, Told>): Map<Mention, Told> {
  const urgent = [...told].filter(([, petition]) => petition === 'emergency');
  const incidentsNow = new Set(urgent.map(([{ incident }]) => incident));
  if (urgent.length === 0) return new Map(told);
  return new Map(
    [...told].filter(
      ([{ tense, incident }, petition]) =>
        petition === 'emergency' ||
        (petition === 'incident_report' && tense === 'past' && !incidentsNow.has(incident)),
    ),
  );
}

function toldAs(mention: Mention, reading: Reading): Told {
  const policy = policies[mention.incident];
  if (mention.incident === 'power_lines' && mention.isExplicit) return 'emergency';
  if (mention.incident === 'missing_person' && reading.has('vulnerable')) return 'emergency';
  if (mention.tense === 'past' || mention.tense === 'habit') return policy.over;
  const petition = mention.tense === 'now' ? policy.now : policy.undated;
  const lacks = policy.needs !== undefined && !policy.needs.some((cue) => reading.has(cue));
  return petition === 'emergency' && lacks ? policy.over : petition;
}

function gradeOf({ tense, isExplicit }: Mention, reading: Reading, context: MessageContext): number {
  const base = isExplicit ? 0.95 : tense === 'undated' ? 0.75 : 0.85;
  const doubts = [reading.has('hearsay'), reading.has('laughter'), context.forwarded === true].filter(
    Boolean,
  ).length;
  return Math.max(threshold, base - 0.15 * doubts);
}

function judgeRequests(reading: Reading, scores: Scores, live: readonly Mention[]): void {
  const isEmergency = scores.emergency >= threshold;
  const isNews = scores.status_update >= threshold;
  if (reading.has('ask:patrol') && !isNews) scores.patrol_request = isEmergency ? 0.55 : 0.85;
  if (reading.has('ask:unit') && !isEmergency && !isNews) scores.patrol_request = 0.75;
  if (reading.has('ask:workshop')) scores.workshop_request = 0.85;
  if (reading.has('ask:enrollment')) scores.group_enrollment = 0.85;
  const isAsked = reading.has('ask:info') || reading.has('truth');
  if (reading.has('ask:practical') && live.length > 0) scores.question = 0.8;
  const isServiceOrCrime = live.length > 0 && !reading.has('ask:practical');
  const isOtherwise =
    isEmergency || scores.workshop_request >= threshold || scores.group_enrollment >= threshold;
  if (isAsked && !isOtherwise && !(isNews && !reading.has('truth')))
    scores.question = isServiceOrCrime && !reading.has('truth') ? 0.5 : 0.85;
  if (scores.patrol_request >= threshold && scores.question === 0.5) scores.question = 0.3;
}

type Cry = { score: number; incident: Incident | null };

/** Help asked for without saying why, or by somebody who cannot speak. */
function cryForHelp(
  reading: Reading,
  scores: Scores,
  status: Status | null,
  context: MessageContext,
): Cry | null {
  if (scores.emergency >= threshold || status === 'denied' || status === 'closed') return null;
  if (reading.has('chain') || reading.has('steering') || context.frequentlyForwarded === true) return null;
  if (reading.has('covert') && !reading.has('laughter')) return { score: 0.6, incident: 'domestic_violence' };
  const isCalm = petitions.some(
    (petition) =>
      petition !== 'patrol_request' &&
      petition !== 'emergency' &&
      petition !== 'conversation' &&
      scores[petition] >= threshold,
  );
  const isCalling = reading.has('distress') && reading.has('ask:unit') && reading.has('now');
  return isCalling && !isCalm ? { score: 0.6, incident: 'other' } : null;
}

function worstOf(mentions: readonly Mention[]): Incident | null {
  const named = new Set(mentions.map(({ incident }) => incident));
  return incidents.find((incident) => named.has(incident)) ?? null;
}

const withoutIncident: ReadonlySet<Petition> = new Set(['group_enrollment', 'conversation']);

const keepsIncident = (scores: Scores): boolean =>
  petitions.some((petition) => scores[petition] >= threshold && !withoutIncident.has(petition));

function inProgressOf(
  scores: Scores,
  told: ReadonlyMap<Mention, Told>,
  incident: Incident | null,
  status: Status | null,
  reading: Reading,
): boolean {
  if (scores.emergency >= threshold) return true;
  if (status === 'denied') return false;
  if (status === 'closed')
    return incident !== null && policies[incident].undated !== 'public_service' && !reading.has('past');
  if (incident !== null && sufferedNow.has(incident)) return status === 'open' || told.size > 0;
  if (
    scores.public_service >= threshold &&
    scores.incident_report < threshold &&
    scores.suspicious_activity < threshold
  )
    return false;
  return [...told.keys()].some(({ tense }) => tense === 'now');
}

/** A reply that only says how things stand speaks of what it quotes. */
function incidentFromQuote(judged: Judged, quoted: Reading | null): Incident | null {
  if (quoted === null || judged.scores.status_update < threshold) return null;
  return worstOf(quoted.mentions);
}
