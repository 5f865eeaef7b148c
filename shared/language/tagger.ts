import { hashText, mix } from './hash.ts';
import { type LinearModel, rowFinder } from './linear.ts';
import type { Token } from './tokens.ts';

/**
 * Marks stretches of words, such as places, by a linear chain: what a word is called hangs on the word, its
 * neighbours and what the one before it is called. Labels are `O` for nothing, then for each kind its beginning and
 * its inside.
 */
export type TaggerModel = LinearModel & {
  kinds: readonly string[];
  /** What one label says of the next: a square, row by row, on the scale of sums. */
  transitions: Float32Array;
};

/** A stretch found: tokens `from` to `to`, exclusive. */
export type Stretch<Kind extends string = string> = { kind: Kind; from: number; to: number };

export type Tagger = (features: readonly number[][]) => Stretch[];

export const labelCount = (kinds: readonly string[]): number => 1 + 2 * kinds.length;

/** Takes time linear in the number of words. */
export function tagger(model: TaggerModel): Tagger {
  const rowOf = rowFinder(model.ids);
  const labels = labelCount(model.kinds);
  return (features) => {
    const sums = new Float32Array(features.length * labels);
    for (let at = 0; at < features.length; at++) {
      const ids = features[at] ?? [];
      // Plain loops: this is where the time of a message goes.
      for (let index = 0; index < ids.length; index++) {
        const row = rowOf(ids[index] ?? 0);
        if (row < 0) continue;
        for (let label = 0; label < labels; label++) {
          const place = at * labels + label;
          sums[place] = (sums[place] ?? 0) + (model.weights[row * labels + label] ?? 0);
        }
      }
      for (let label = 0; label < labels; label++) {
        const place = at * labels + label;
        sums[place] = (sums[place] ?? 0) * (model.scales[label] ?? 0);
      }
    }
    return stretchesOf(bestLabels(sums, model.transitions, labels), model.kinds);
  };
}

/** Viterbi: the sequence of labels with the highest sum, among those in which an inside follows its own kind. */
export function bestLabels(sums: Float32Array, transitions: Float32Array, labels: number): Uint8Array {
  const length = sums.length / labels;
  const from = new Uint8Array(sums.length);
  let best = new Float32Array(labels);
  for (let at = 0; at < length; at++) {
    const next = new Float32Array(labels).fill(-Infinity);
    for (let label = 0; label < labels; label++)
      for (let before = 0; before < (at === 0 ? 1 : labels); before++) {
        if (!mayFollow(before, label)) continue;
        const sum =
          (best[before] ?? 0) +
          (transitions[before * labels + label] ?? 0) +
          (sums[at * labels + label] ?? 0);
        if (sum <= (next[label] ?? 0)) continue;
        next[label] = sum;
        from[at * labels + label] = before;
      }
    best = next;
  }
  const chosen = new Uint8Array(length);
  let label = best.indexOf(Math.max(...best));
  for (let at = length - 1; at >= 0; at--) {
    chosen[at] = label;
    label = from[at * labels + label] ?? 0;
  }
  return chosen;
}

/** Odd labels begin a kind, the even ones after them go on with it. */
function mayFollow(before: number, label: number): boolean {
  const isInside = label > 0 && label % 2 === 0;
  return !isInside || before === label || before === label - 1;
}

function stretchesOf(labels: Uint8Array, kinds: readonly string[]): Stretch[] {
  const found: Stretch[] = [];
  for (const [at, label] of labels.entries()) {
    if (label === 0) continue;
    const kind = kinds[Math.ceil(label / 2) - 1] ?? '';
    const last = found.at(-1);
    if (label % 2 === 0 && last) last.to = at + 1;
    else found.push({ kind, from: at, to: at + 1 });
  }
  return found;
}

/** What is known of a word beside its letters: classes of the phrases that cover it, each with `B` or `I`. */
export type Known = readonly (readonly string[])[];

const seeds = {
  word: 101,
  before: 102,
  after: 103,
  before2: 104,
  after2: 105,
  pair: 106,
  pairAfter: 107,
  prefix: 108,
  suffix: 109,
  shape: 110,
  known: 111,
  knownBefore: 112,
  knownAfter: 113,
  gap: 114,
  around: 115,
  knownPair: 116,
  letters: 117,
  end: 118,
};

/** Features of every word, for its label. */
export function wordFeatures(text: string, tokens: readonly Token[], known: Known): number[][] {
  const words = tokens.map(({ word }) => hashText(word, seeds.word));
  const shapes = tokens.map((token) => shapeOf(text, token));
  const edge = 7;
  const letters = /\p{Ll}/u.test(text) ? (/\p{Lu}/u.test(text) ? 'both' : 'small') : 'capital';
  return tokens.map(({ word, start, sentence }, at) => {
    const previous = tokens[at - 1];
    const here = words[at] ?? edge;
    const before = words[at - 1] ?? edge;
    const after = words[at + 1] ?? edge;
    const ids = [
      here,
      mix(before, 0, seeds.before),
      mix(after, 0, seeds.after),
      mix(words[at - 2] ?? edge, 0, seeds.before2),
      mix(words[at + 2] ?? edge, 0, seeds.after2),
      mix(before, here, seeds.pair),
      mix(here, after, seeds.pairAfter),
      mix(words[at - 2] ?? edge, before, seeds.around),
      hashText(word, seeds.prefix, 0, Math.min(3, word.length)),
      hashText(word, seeds.suffix, Math.max(0, word.length - 3)),
      hashText(`${shapes[at - 1] ?? ''} ${shapes[at]} ${shapes[at + 1] ?? ''}`, seeds.shape),
      hashText(shapes[at] ?? '', seeds.shape),
      hashText(gapOf(text, previous?.end ?? 0, start), seeds.gap),
      hashText(previous?.sentence === sentence ? 'same' : 'first', seeds.gap),
      hashText(`${shapes[at]} ${letters}`, seeds.letters),
      hashText(String(Math.min(3, tokens.length - at)), seeds.end),
    ];
    for (const name of known[at] ?? []) {
      const id = hashText(name, seeds.known);
      ids.push(id, mix(id, before, seeds.knownPair), mix(after, id, seeds.knownPair));
    }
    for (const name of known[at - 1] ?? []) ids.push(hashText(name, seeds.knownBefore));
    for (const name of known[at + 1] ?? []) ids.push(hashText(name, seeds.knownAfter));
    return ids;
  });
}

function shapeOf(text: string, { start, end }: Token): string {
  const raw = text.slice(start, end);
  if (/^\d+$/u.test(raw)) return `digits ${raw.length}`;
  if (/\d/u.test(raw)) return 'mixed';
  if (/^\p{Lu}{2,}$/u.test(raw)) return 'shouted';
  if (/^\p{Lu}/u.test(raw)) return 'capital';
  return /^\p{L}/u.test(raw) ? 'small' : 'sign';
}

const gapOf = (text: string, from: number, to: number): string =>
  text.slice(Math.max(from, to - 3), to).replaceAll(/\s+/gu, ' ');
