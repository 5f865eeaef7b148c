import type { Incident } from '../domain/taxonomy.ts';
import { incidents } from '../domain/taxonomy.ts';
import type { Asking, Cue, Evidence } from './evidence.ts';
import { cues, gravity } from './lexicon/cues.ts';
import { danger } from './lexicon/danger.ts';
import { innocence } from './lexicon/innocence.ts';
import { property } from './lexicon/property.ts';
import { requests } from './lexicon/requests.ts';
import { services } from './lexicon/services.ts';
import { violence } from './lexicon/violence.ts';
import { watch } from './lexicon/watch.ts';
import { findPlaces, type Place } from './locate.ts';
import { type Hit, type Phrasebook, phrasebook } from './phrasebook.ts';
import { fold, type Token, tokenise } from './tokens.ts';

/**
 * Turns words into facts: which incidents a message names, in what tense, denied or not, and what it asks. Knows phrases
 * and their neighbourhood, not grammar.
 */

/** `topic`: merely named: supposed, feared, the reason of a request or the subject of a talk. */
export type Tense = 'now' | 'undated' | 'past' | 'habit' | 'topic';

export type Mention = {
  incident: Incident;
  tense: Tense;
  isExplicit: boolean;
  isDenied: boolean;
  sentence: number;
};

export type Reading = {
  tokens: readonly Token[];
  /** Fields of meaning that the words touch. */
  meanings: Hit<string>[];
  mentions: Mention[];
  places: Place[];
  cues: (Cue | Asking)[];
  has: (cue: Cue | Asking) => boolean;
  /** As `has`, in one sentence. */
  hasIn: (cue: Cue | Asking, sentence: number) => boolean;
  /** True where there is no word to read. */
  isEmpty: boolean;
};

const book = phrasebook<Evidence>(
  violence,
  property,
  watch,
  danger,
  services,
  cues,
  gravity,
  requests,
  innocence,
);

const incidentNames: ReadonlySet<string> = new Set(incidents);
/** These, where longer, explain an incident's word away: "no ha llegado la patrulla" reports nobody missing. */
const explaining: ReadonlySet<Evidence> = new Set(['innocent', 'closed', 'follow-up']);
/** May stand between "no" and what it denies. */
const betweenDenial: ReadonlySet<string> = new Set(
  'hay hubo ha han había son fueron eran era fue es oí oigo oímos oyeron escuché escuchó escuchamos vi veo vimos se oyó oyen escucha escuchan oye está están estaba trae traen llevaba un una unos unas los las el la ningún ninguna nada de con me nos le'
    .split(' ')
    .map(fold),
);
const longestDenial = 5;

/** Reads messages; the fields of meaning come from the model. */
export const reader =
  (meanings: Phrasebook<string>) =>
  (text: string): Reading =>
    read(text, meanings);

function read(text: string, meanings: Phrasebook<string>): Reading {
  const tokens = tokenise(text);
  const places = findPlaces(text, tokens);
  const hits = withoutExplained(book(tokens), tokens, places);
  const cuesAt = new Map<Cue | Asking, Set<number>>();
  for (const { class: name, from } of hits) {
    if (!isCue(name)) continue;
    const sentences = cuesAt.get(name) ?? new Set();
    sentences.add(tokens[from]?.sentence ?? 0);
    cuesAt.set(name, sentences);
  }
  const has = (cue: Cue | Asking): boolean => cuesAt.has(cue);
  const hasIn = (cue: Cue | Asking, sentence: number): boolean => cuesAt.get(cue)?.has(sentence) ?? false;
  const negators = new Set(
    hits.filter((hit) => hit.class === 'not' && hit.to === hit.from + 1).map(({ from }) => from),
  );
  const mentions = hits.flatMap((hit) => mentionOf(hit, tokens, has, hasIn, negators));
  return {
    tokens,
    meanings: meanings(tokens),
    mentions,
    places,
    cues: [...cuesAt.keys()],
    has,
    hasIn,
    isEmpty: tokens.length === 0,
  };
}

function incidentOf(evidence: Evidence): Incident | null {
  const name = evidence.split(':')[0] ?? '';
  return isIncident(name) ? name : null;
}

const isCue = (name: Evidence): name is Cue | Asking => incidentOf(name) === null;

const isIncident = (name: string): name is Incident => incidentNames.has(name);

/** Marks who covers each token, then drops what lies inside something longer that explains it. */
function withoutExplained(
  all: Hit<Evidence>[],
  tokens: readonly Token[],
  places: readonly Place[],
): Hit<Evidence>[] {
  const explained = tokens.map(() => 0);
  const cover = (from: number, to: number): void => {
    for (let index = from; index < to; index++) explained[index] = Math.max(explained[index] ?? 0, to - from);
  };
  for (const hit of all) if (explaining.has(hit.class)) cover(hit.from, hit.to);
  for (const { from, to, isName, part } of places) if (isName && part !== 'landmark') cover(from, to + 1);
  const longest = tokens.map(() => 0);
  const incidentHits = all.filter((hit) => incidentOf(hit.class) && !hit.class.startsWith('suspicious'));
  for (const { from, to } of incidentHits)
    for (let index = from; index < to; index++) longest[index] = Math.max(longest[index] ?? 0, to - from);
  return all.filter(({ class: name, from, to }) => {
    if (explaining.has(name)) return true;
    if ((explained[from] ?? 0) >= to - from && covers(explained, from, to))
      return incidentOf(name) === null && name !== 'not' && !name.startsWith('ask:');
    return (
      incidentOf(name) === null ||
      (longest[from] ?? 0) <= to - from ||
      !covers(longest, from, to, to - from + 1)
    );
  });
}

function covers(lengths: readonly number[], from: number, to: number, least = 1): boolean {
  for (let index = from; index < to; index++) if ((lengths[index] ?? 0) < least) return false;
  return true;
}

function mentionOf(
  hit: Hit<Evidence>,
  tokens: readonly Token[],
  has: Reading['has'],
  hasIn: Reading['hasIn'],
  negators: ReadonlySet<number>,
): Mention[] {
  const incident = incidentOf(hit.class);
  if (!incident) return [];
  const sentence = tokens[hit.from]?.sentence ?? 0;
  const carried = hit.class.split(':')[1];
  const told = (tense: Tense, isExplicit: boolean): Mention[] => [
    { incident, tense, isExplicit, isDenied: isDenied(hit.from, tokens, negators), sentence },
  ];
  if (carried === 'topic') return told('topic', false);
  if (carried === 'past') return told('past', true);
  if (carried === 'now')
    return told(hasIn('past', sentence) && !hasIn('now', sentence) ? 'past' : 'now', true);
  return told(tenseOf(sentence, has, hasIn), false);
}

/** A sentence without any word of time borrows the message's. */
function tenseOf(sentence: number, has: Reading['has'], hasIn: Reading['hasIn']): Tense {
  const isDated = hasIn('now', sentence) || hasIn('past', sentence) || hasIn('habit', sentence);
  const cue = (name: Cue): boolean => (isDated ? hasIn(name, sentence) : has(name));
  if (cue('now')) return 'now';
  if (hasIn('if', sentence)) return 'topic';
  if (cue('past')) return 'past';
  if (cue('habit')) return 'habit';
  if (hasIn('future', sentence)) return 'topic';
  return hasIn('present', sentence) ? 'now' : 'undated';
}

function isDenied(from: number, tokens: readonly Token[], negators: ReadonlySet<number>): boolean {
  const sentence = tokens[from]?.sentence;
  for (let index = from - 1; index >= Math.max(0, from - longestDenial); index--) {
    const token = tokens[index];
    if (token?.sentence !== sentence) return false;
    if (negators.has(index)) return true;
    if (!betweenDenial.has(token?.word ?? '')) return false;
  }
  return false;
}
