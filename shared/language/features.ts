import { hashText, mix } from './hash.ts';
import type { Reading } from './reading.ts';
import type { Judgement } from './rules.ts';
import type { Token } from './tokens.ts';

/**
 * What of a message the classifier weighs: 32-bit ids, each with its value. Ids come in blocks; the features of a block
 * share its weight, so that a long message says as much as a short one.
 */
export type Features = { ids: number[]; values: number[] };

/** How much each kind of evidence counts in all; chosen on the development part of the corpus. */
const blockWeights = { words: 1.5, letters: 1.2, meanings: 1.5, rules: 1.2 };
/** Of each feature of the message as a whole: its length, its marks. */
const wholeWeight = 0.3;

const shortestPiece = 3;
const longestPiece = 5;
/** Pieces of longer words are those of their beginning: nobody writes longer ones but to harm. */
const longestWord = 24;

/** Keep kinds of features apart that are spelled alike. */
const seeds = {
  word: 11,
  pair: 12,
  triple: 13,
  around: 14,
  piece: 20,
  rule: 30,
  meaning: 31,
  together: 32,
  denied: 33,
  sequence: 34,
  edge: 35,
  whole: 40,
};

/** Takes time linear in the length of the text. */
export function featuresOf(text: string, reading: Reading, judgement: Judgement): Features {
  const features: Features = { ids: [], values: [] };
  const put = (ids: ReadonlySet<number>, value: number): void => {
    for (const id of ids) {
      features.ids.push(id);
      features.values.push(value);
    }
  };
  const block = (ids: ReadonlySet<number>, weight: number): void =>
    put(ids, weight / Math.sqrt(Math.max(1, ids.size)));
  block(wordFeatures(reading.tokens), blockWeights.words);
  block(letterFeatures(reading.tokens), blockWeights.letters);
  block(meaningFeatures(reading), blockWeights.meanings);
  block(ruleFeatures(reading, judgement), blockWeights.rules);
  put(wholeFeatures(text, reading), wholeWeight);
  return features;
}

/** Words as they sound, with those before them. */
function wordFeatures(tokens: readonly Token[]): Set<number> {
  const ids = new Set<number>();
  let beforeLast = 0;
  let last = 0;
  for (const { word } of tokens) {
    const id = hashText(word, seeds.word);
    ids.add(id);
    ids.add(mix(last, id, seeds.pair));
    if (beforeLast !== 0) {
      ids.add(mix(mix(beforeLast, last, seeds.triple), id, seeds.triple));
      ids.add(mix(beforeLast, id, seeds.around));
    }
    beforeLast = last;
    last = id;
  }
  return ids;
}

/** Pieces of words, which a misspelt word shares with the right one and an inflected word with its stem. */
function letterFeatures(tokens: readonly Token[]): Set<number> {
  const ids = new Set<number>();
  for (const { word } of tokens) {
    const padded = ` ${word.slice(0, longestWord)} `;
    for (let length = shortestPiece; length <= longestPiece; length++)
      for (let at = 0; at + length <= padded.length; at++)
        ids.add(hashText(padded, seeds.piece + length, at, at + length));
  }
  return ids;
}

const deniers: ReadonlySet<string> = new Set(['no', 'ni', 'sin', 'nunca', 'nadie']);
const denialReach = 3;

/** Fields that only the chains go by: too many of these names are words as well. */
const doubtfulNames: ReadonlySet<string> = new Set(['rareName', 'rareShortName', 'nickname']);

/** Which fields of meaning are touched, which in one sentence, in what order, and which after a denial. */
function meaningFeatures({ tokens, meanings: all }: Reading): Set<number> {
  const meanings = all.filter(({ class: name }) => !doubtfulNames.has(name));
  const ids = new Set<number>();
  const sentences = new Map<number, Set<string>>();
  for (const hit of meanings) {
    ids.add(hashText(hit.class, seeds.meaning));
    const sentence = tokens[hit.from]?.sentence ?? 0;
    const known = sentences.get(sentence);
    if (known) known.add(hit.class);
    else sentences.set(sentence, new Set([hit.class]));
    if (isAfterDenial(tokens, hit.from)) ids.add(hashText(hit.class, seeds.denied));
  }
  for (const classes of sentences.values()) addPairs([...classes].toSorted(), ids);
  addSequence(meanings, ids);
  return ids;
}

/** A sentence of more fields than this is a list, whose pairs say nothing. */
const mostPaired = 40;

function addPairs(classes: readonly string[], ids: Set<number>): void {
  const hashes = classes.slice(0, mostPaired).map((name) => hashText(name, seeds.meaning));
  for (const [index, one] of hashes.entries())
    for (let other = index + 1; other < hashes.length; other++)
      ids.add(mix(one, hashes[other] ?? 0, seeds.together));
}

/** The frame of the message: its fields of meaning one after another, the longest phrase first. */
function addSequence(meanings: Reading['meanings'], ids: Set<number>): void {
  const inOrder = meanings.toSorted((one, other) => one.from - other.from || other.to - one.to);
  let covered = 0;
  let last = 0;
  for (const { class: name, from, to } of inOrder) {
    if (from < covered) continue;
    covered = to;
    const id = hashText(name, seeds.meaning);
    ids.add(mix(last, id, last === 0 ? seeds.edge : seeds.sequence));
    last = id;
  }
  if (last !== 0) ids.add(mix(last, 1, seeds.edge));
}

function isAfterDenial(tokens: readonly Token[], at: number): boolean {
  const sentence = tokens[at]?.sentence;
  for (let index = at - 1; index >= Math.max(0, at - denialReach); index--) {
    const token = tokens[index];
    if (token?.sentence !== sentence) return false;
    if (deniers.has(token?.word ?? '')) return true;
  }
  return false;
}

/** What the hand-written rules found and decided. */
function ruleFeatures({ mentions, cues }: Reading, judgement: Judgement): Set<number> {
  const ids = new Set<number>();
  const add = (name: string): void => void ids.add(hashText(name, seeds.rule));
  for (const { incident, tense, isDenied } of mentions) {
    const told = `${tense}${isDenied ? ':not' : ''}`;
    add(`incident ${incident}`);
    add(`incident ${incident} ${told}`);
    add(`told ${told}`);
  }
  for (const cue of cues) add(`cue ${cue}`);
  for (const petition of judgement.petitions) {
    add(`judged ${petition}`);
    add(`judged ${petition} ${judgement.incident}`);
  }
  add(`judged in progress ${judgement.inProgress}`);
  add(`judged incident ${judgement.incident}`);
  return ids;
}

const longEnoughToShout = 5;
const shoutedShare = 0.6;

function wholeFeatures(text: string, { tokens, meanings }: Reading): Set<number> {
  const ids = new Set<number>();
  const add = (name: string): void => void ids.add(hashText(name, seeds.whole));
  add('any message');
  add(`length ${Math.min(10, Math.floor(Math.log2(tokens.length + 1) * 1.7))}`);
  add(`fields ${Math.min(6, Math.floor(new Set(meanings.map(({ class: name }) => name)).size / 2))}`);
  if (/[?¿]/u.test(text)) add('question mark');
  if (/\?\s*$/u.test(text)) add('ends in question');
  if (text.includes('!')) add('exclamation');
  if (/\d/u.test(text)) add('digits');
  if (/(?<!\p{L})(?:yo|me|mi|nos|nuestr\p{L}+)(?!\p{L})/iu.test(text)) add('first person');
  const letters = text.replaceAll(/\P{L}/gu, '');
  const shouted = letters.replaceAll(/\P{Lu}/gu, '').length;
  if (letters.length > longEnoughToShout && shouted > letters.length * shoutedShare) add('shouted');
  return ids;
}
