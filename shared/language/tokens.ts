/**
 * Cuts a message into words and folds each to the way it sounds, so that "valasos", "BALAZOS" and "balazoooos" are one
 * word. People write here without accents, in capitals, with b for v and s for z; reading by sound forgives all of it.
 */
export type Token = {
  /** The folded word, or the emoji itself. */
  word: string;
  /** Where the word stands in the text, in UTF-16 units; end is exclusive. */
  start: number;
  end: number;
  /** Number of the sentence it belongs to. Line breaks and . ! ? ; end one. */
  sentence: number;
};

const wordOrEmoji = /[\p{L}\p{M}]+[\p{L}\p{M}\p{N}]*|\p{N}+|\p{Extended_Pictographic}|[.!?;\n…]/gu;
const sentenceEnds = /^[.!?;\n…]$/u;

/** Cuts a text of any length in time linear in it. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let sentence = 0;
  for (const match of text.matchAll(wordOrEmoji)) {
    const [raw] = match;
    if (sentenceEnds.test(raw)) {
      sentence++;
      continue;
    }
    tokens.push({ word: fold(raw), start: match.index, end: match.index + raw.length, sentence });
  }
  return tokens;
}

/** What people type for common words; looked up after folding. */
const shorthand = new Map(
  Object.entries({
    q: 'ke',
    k: 'ke',
    qe: 'ke',
    x: 'por',
    xq: 'porke',
    pq: 'porke',
    porq: 'porke',
    xke: 'porke',
    xfa: 'porfa',
    xfabor: 'porfabor',
    orita: 'aorita',
    orititita: 'aorita',
    oritita: 'aorita',
    aorititita: 'aorita',
    ta: 'esta',
    tan: 'estan',
    sta: 'esta',
    stan: 'estan',
    toy: 'estoy',
    d: 'de',
    dl: 'del',
    tmb: 'tambien',
    tb: 'tambien',
    kuetes: 'kuete',
    keses: 'ke',
    bañasos: 'balasos',
  }),
);

const letterRun = /(\p{L})\1{2,}/gu;
const marks = /\p{M}+/gu;

/**
 * Folds a text to its sound: lower case, no accents, silent h, b = v, s = z = soft c, y = ll, k = qu = hard c, soft g = j.
 * Words stay apart, so that a whole lexicon is folded at once: word by word it would take most of a cold start.
 */
export function soundOf(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(marks, '')
    .replace(letterRun, '$1')
    .replace(/(^|[^cs])h/gu, '$1')
    .replace(/v/gu, 'b')
    .replace(/ll/gu, 'y')
    .replace(/(?<!\p{L})rr/gu, 'r')
    .replace(/qu(?=[ei])|q(?=[a-z])/gu, 'k')
    .replace(/c(?=[ei])|z/gu, 's')
    .replace(/c(?!h)/gu, 'k')
    .replace(/g(?=[ei])/gu, 'j')
    .replace(/n(?=[bp])/gu, 'm')
    .replace(/([^lr\d])\1/gu, '$1');
}

/** The word somebody typed short, by its sound. */
export const spellOut = (sound: string): string => shorthand.get(sound) ?? sound;

/** Folds one word as it was typed: its sound, spelt out. */
export const fold = (word: string): string => spellOut(soundOf(word));

/** Folds words parted by commas or spaces. */
export const foldedSet = (list: string): ReadonlySet<string> => new Set(list.split(/[\s,]+/u).map(fold));
