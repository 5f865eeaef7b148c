import { priorityOf } from '../domain/priority.ts';
import {
  type Classification,
  type Incident,
  incidents,
  type Location,
  type Petition,
  petitions,
} from '../domain/taxonomy.ts';
import type { MessageContext } from './context.ts';
import { ensemble } from './ensemble.ts';
import { featuresOf } from './features.ts';
import type { Place } from './locate.ts';
import type { Model } from './model.ts';
import { logistic, outputs } from './outputs.ts';
import type { Reading } from './reading.ts';
import { resolver } from './resolve.ts';
import { judgeByRules } from './rules.ts';
import type { Stretch } from './tagger.ts';
import { openViewer, type Viewer } from './view.ts';

/** What a message asks for, from its text and what surrounds it. */
export type Classify = (text: string, context?: MessageContext) => Classification;

const mostPetitions = 3;
const mostStreets = 3;
/** An emergency that is likelier than this is looked at by a person, even where it is not taken for one. */
const possible = 0.03;
/** Where the rules are sure of an emergency, this share of the usual certainty is enough: no plain cry is lost to what was learnt. */
const surelyRuled = 0.7;
const backedShare = 0.7;
/** Below it a person looks at what was chosen. */
const sure = 0.6;

/**
 * Makes a classifier of a trained model: a linear model and small networks over words, pieces of words, fields of meaning
 * and the verdict of hand-written rules, and a linear chain for places. Where it doubts between an emergency and something milder it says
 * emergency, and sets `needsReview`. `view` may be shared with the redactor. Time is linear in the length of the text. `docs/language.md` tells the whole.
 */
export function openClassifier(model: Model, view: Viewer = openViewer(model)): Classify {
  const judge = ensemble(model.judges);
  const resolve = resolver(model.gazetteer);
  const cut = (output: number): number => model.calibration[output]?.cut ?? 0.5;
  return (text, context = {}) => {
    const quoted = context.quotedText === undefined ? null : view(context.quotedText).reading;
    const { reading, places: stretches } = view(text);
    const judgement = judgeByRules(reading, context, quoted);
    const sums = judge(featuresOf(text, reading, judgement));
    const likely = (output: number): number => {
      const { slope, offset } = model.calibration[output] ?? { slope: 1, offset: 0 };
      return logistic((sums[output] ?? 0) * slope + offset);
    };
    const scores = scoresOf(likely);
    const emergencyCut = cut(outputs.petitions + petitions.indexOf('emergency'));
    const isBacked =
      judgement.scores.emergency >= surelyRuled && scores.emergency >= emergencyCut * backedShare;
    const said = choose(
      petitions.map((petition) => scores[petition]),
      petitions.map((petition, index) =>
        petition === 'emergency' && isBacked ? scores.emergency : cut(outputs.petitions + index),
      ),
    );
    const set = isHearsay(context, said, stretches) ? withoutHearsay(said) : said;
    const incident = incidentOf(set, sums, likely(outputs.hasIncident) >= cut(outputs.hasIncident));
    const inProgress =
      set.includes('emergency') ||
      (!set.includes('conversation') && likely(outputs.inProgress) >= cut(outputs.inProgress));
    const location = set.includes('conversation') ? {} : locationOf(text, reading, stretches);
    return {
      petitions: set,
      incident: incident ?? (set.includes('status_update') && quoted ? judgement.incident : null),
      inProgress,
      priority: priorityOf({
        petitions: set,
        incident,
        inProgress,
        isReal: isReal(set, inProgress),
        isVulnerable: reading.has('vulnerable'),
        isThreat: reading.has('threat'),
      }),
      location,
      places: resolve(location, context.municipality),
      scores,
      needsReview: isDoubtful(reading, scores, set, context),
    };
  };
}

function scoresOf(likely: (output: number) => number): Record<Petition, number> {
  const entries = petitions.map((petition, index) => [petition, likely(outputs.petitions + index)] as const);
  // Every petition has its entry, in order.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(entries) as Record<Petition, number>;
}

/** Those above their cut; where there is none, the one that comes nearest to its own. Both lists go by petition. */
export function choose(likely: readonly number[], cuts: readonly number[]): Petition[] {
  const ratio = (index: number): number => (likely[index] ?? 0) / (cuts[index] ?? 1);
  const acting = petitions.filter((petition, index) => petition !== 'conversation' && ratio(index) >= 1);
  if (acting.length > 0) return acting.slice(0, mostPetitions);
  return [
    petitions.reduce((best, petition, index) =>
      ratio(index) > ratio(petitions.indexOf(best)) ? petition : best,
    ),
  ];
}

/** What came through many hands tells of something only where it names a place and a present. */
function isHearsay(
  { frequentlyForwarded }: MessageContext,
  set: readonly Petition[],
  stretches: readonly Stretch[],
): boolean {
  return frequentlyForwarded === true && !(set.includes('emergency') && stretches.length > 0);
}

function withoutHearsay(set: readonly Petition[]): Petition[] {
  const kept = set.filter((petition) => petition === 'question' || petition === 'status_update');
  return kept.length > 0 ? kept : ['conversation'];
}

const tellsAnIncident: ReadonlySet<Petition> = new Set([
  'emergency',
  'suspicious_activity',
  'incident_report',
  'public_service',
]);

function incidentOf(set: readonly Petition[], sums: Float32Array, isNamed: boolean): Incident | null {
  if (set.includes('conversation') || (set.length === 1 && set[0] === 'group_enrollment')) return null;
  if (!isNamed && !set.some((petition) => tellsAnIncident.has(petition))) return null;
  const sum = (incident: Incident): number => sums[outputs.incidents + incidents.indexOf(incident)] ?? 0;
  return incidents.reduce((best, incident) => (sum(incident) > sum(best) ? incident : best));
}

/** Told as something that happened, or that goes on: not denied, found again, asked about or taught. */
const isReal = (set: readonly Petition[], inProgress: boolean): boolean =>
  set.some((petition) => tellsAnIncident.has(petition)) || (set.includes('status_update') && inProgress);

function locationOf(text: string, { tokens, places }: Reading, found: readonly Stretch[]): Location {
  const spans = [...found, ...announced(places, found)].map(({ kind, from, to }) => ({
    kind,
    words: text.slice(tokens[from]?.start, tokens[to - 1]?.end),
  }));
  const first = (part: keyof Location): string | undefined => spans.find(({ kind }) => kind === part)?.words;
  const [municipality, colonia, landmark] = [first('municipality'), first('colonia'), first('landmark')];
  const street = [...new Set(spans.filter(({ kind }) => kind === 'street').map(({ words }) => words))];
  return {
    ...(municipality && { municipality }),
    ...(colonia && { colonia }),
    ...(street.length > 0 && { street: street.slice(0, mostStreets) }),
    ...(landmark && { landmark }),
  };
}

/** Colonias that a word announces, where the chain saw none: a misspelt name is one that it does not know. */
function announced(places: readonly Place[], found: readonly Stretch[]): Stretch[] {
  if (found.some(({ kind }) => kind === 'colonia')) return [];
  return places
    .filter(({ part }) => part === 'colonia')
    .filter(({ from, to }) => found.every((stretch) => to <= stretch.from || from >= stretch.to))
    .map(({ part, from, to }) => ({ kind: part, from, to }));
}

function isDoubtful(
  reading: Reading,
  scores: Record<Petition, number>,
  set: readonly Petition[],
  { forwarded, frequentlyForwarded }: MessageContext,
): boolean {
  if (reading.isEmpty) return true;
  const isForwarded = forwarded === true || frequentlyForwarded === true;
  if (set.includes('emergency')) return scores.emergency < sure || isForwarded;
  return scores.emergency >= possible || set.every((petition) => scores[petition] < 0.5);
}
