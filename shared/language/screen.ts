import { hashText, mix } from './hash.ts';
import { tokenise } from './tokens.ts';

/**
 * What the webhook sees of a message before it chooses a queue. Only the order of attention hangs on it: whatever is kept
 * out of the urgent queue is classified in full a little later. So it errs towards letting in, and takes microseconds.
 */
export type Screened = {
  /** Meta's `type`. */
  type: string;
  /** Text, caption, or a button's title; empty where there is none. */
  text: string;
  /** True for a voice note. */
  voice?: boolean;
};

export type Screen = (message: Screened) => boolean;

/** What the screen has learnt from the corpus: one weight for each bucket of features. */
export type ScreenModel = {
  /** SHA-256, in hex, of the corpus. */
  trainedFrom: string;
  /** Sum of weights from which a text is let in. */
  cut: number;
  weights: Int8Array;
};

/** Types that say nothing urgent without words. */
const quietTypes: ReadonlySet<string> = new Set([
  'text',
  'image',
  'video',
  'document',
  'sticker',
  'contacts',
  'reaction',
  'order',
  'system',
  'request_welcome',
]);

/** Emojis that stand for danger by themselves. */
const alarmEmojis = /[🚨🆘🔥🔫💥🚑🚒🩸🔪⚠😱☠]/u;
const letterOrDigit = /[\p{L}\p{N}]/u;
/** 9-1-1 as it is written, and called out. */
const spelledNumber = /(?<!\d)9\W?1\W?1(?!\d)|nueve[ -]*(?:uno[ -]*uno|once)/iu;

/**
 * Tells whether a message may be an emergency. Let in without reading: voice notes and audio, because nobody has heard
 * them; pins, because they follow a cry for help and give it its place; buttons, because operators press them on
 * emergencies; and types that are unknown or cannot be read, because they may be anything. Takes time linear in the text.
 */
export function openScreen({ weights, cut }: ScreenModel): Screen {
  return ({ type, text, voice }) => {
    if (voice || !quietTypes.has(type)) return true;
    if (alarmEmojis.test(text) || spelledNumber.test(text)) return true;
    // Other emojis alone say nothing urgent.
    if (!letterOrDigit.test(text)) return false;
    return screenSum(screenFeatures(text), weights) >= cut;
  };
}

/** How much a text looks like an emergency, by the weights of its features. */
export function screenSum(features: ScreenFeatures, weights: Int8Array | Float32Array): number {
  let words = 0;
  for (const bucket of features.words) words += weights[bucket] ?? 0;
  let pieces = 0;
  for (const bucket of features.pieces) pieces += weights[bucket] ?? 0;
  return words * wordValue(features) + pieces * pieceValue(features);
}

/** Buckets into which features are hashed. */
export const screenBuckets = 1 << 17;
const seeds = { word: 11, pair: 12, end: 15, piece: 20 };
const blockWeights = { words: 1.5, letters: 1.2 };
const [shortestPiece, longestPiece] = [2, 4];
const longestWord = 16;

/** Words as they sound and pairs of them; beside them pieces of words. Each bucket once. */
export type ScreenFeatures = { words: number[]; pieces: number[] };

/** What a bucket of each kind weighs: a long message says as much as a short one. */
export const wordValue = ({ words }: ScreenFeatures): number =>
  blockWeights.words / Math.sqrt(Math.max(1, words.length));
export const pieceValue = ({ pieces }: ScreenFeatures): number =>
  blockWeights.letters / Math.sqrt(Math.max(1, pieces.length));

/** When each bucket was last met: cheaper than a set for each text. */
const met = new Uint32Array(screenBuckets);
let reading = 0;

export function screenFeatures(text: string): ScreenFeatures {
  reading = (reading + 1) >>> 0 || 1;
  const features: ScreenFeatures = { words: [], pieces: [] };
  const put = (kind: number[], id: number): void => {
    const bucket = id % screenBuckets;
    if (met[bucket] === reading) return;
    met[bucket] = reading;
    kind.push(bucket);
  };
  let last = 0;
  for (const { word } of tokenise(text)) {
    const id = hashText(word, seeds.word);
    put(features.words, id);
    put(features.words, mix(last, id, seeds.pair));
    last = id;
    const padded = ` ${word.slice(0, longestWord)} `;
    for (let length = shortestPiece; length <= longestPiece; length++)
      for (let at = 0; at + length <= padded.length; at++)
        put(features.pieces, hashText(padded, seeds.piece + length, at, at + length));
  }
  put(features.words, mix(last, 1, seeds.end));
  return features;
}
