import { alarmEmojis, alarmStems } from './lexicon/alarm.ts';

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

/**
 * Tells whether a message may be an emergency. Let in without reading: voice notes and audio, because nobody has heard
 * them; pins, because they follow a cry for help and give it its place; buttons, because operators press them on
 * emergencies; and types that are unknown or cannot be read, because they may be anything.
 */
export function mayBeEmergency(message: Screened): boolean {
  if (message.voice || !quietTypes.has(message.type)) return true;
  return alarmEmojis.test(message.text) || spelledNumber.test(message.text) || holdsStem(message.text);
}

const letter = /\p{L}|\p{N}/u;
const plainLetters = new Map(Object.entries({ v: 'b', z: 's', k: 'c', q: 'c' }));
/** 9-1-1 as it is written and spoken; the stems hold it joined and in words. */
const spelledNumber = /\b9\W?1\W?1\b/u;

type Node = { next: Map<string, Node>; isStem: boolean; isWord: boolean };

const newNode = (): Node => ({ next: new Map(), isStem: false, isWord: false });

const root = alarmTrie();

function alarmTrie(): Node {
  const top = newNode();
  for (const stem of alarmStems) {
    const isWord = stem.endsWith('.');
    let node = top;
    for (const sound of soundsOf(isWord ? stem.slice(0, -1) : stem)) {
      const known = node.next.get(sound) ?? newNode();
      node.next.set(sound, known);
      node = known;
    }
    if (isWord) node.isWord = true;
    else node.isStem = true;
  }
  return top;
}

/** Walks the text once; a word's first letters that are a stem end the walk. */
function holdsStem(text: string): boolean {
  let node: Node | undefined = root;
  for (const sound of soundsOf(text)) {
    if (sound === ' ') {
      if (node?.isWord) return true;
      node = root;
    } else {
      node = node?.next.get(sound);
      if (node?.isStem) return true;
    }
  }
  return node?.isWord ?? false;
}

/** Gives a text's letters as they sound, one by one, a space for whatever parts words: the folding of `tokens.ts`, without allocating. */
function* soundsOf(text: string): Generator<string> {
  const plain = text.toLowerCase().normalize('NFD');
  let previous = ' ';
  for (let index = 0; index < plain.length; index++) {
    const raw = plain.charAt(index);
    if (raw >= '\u0300' && raw <= '\u036F') continue;
    const sound = soundAt(plain, index, raw);
    if (sound === '' || (sound === previous && !isDigit(sound))) continue;
    previous = sound;
    yield sound;
  }
}

function soundAt(plain: string, index: number, raw: string): string {
  const next = plain.charAt(index + 1);
  const isSoft = next === 'e' || next === 'i';
  if (raw === 'h') return plain.charAt(index - 1) === 'c' ? 'h' : '';
  if (raw === 'c') return isSoft ? 's' : 'c';
  if (raw === 'g') return isSoft ? 'j' : 'g';
  if (raw === 'u' && plain.charAt(index - 1) === 'q') return '';
  if (raw === 'l' && next === 'l') return 'y';
  if (raw === 'l' && plain.charAt(index - 1) === 'l') return '';
  if (raw === 'n' && (next === 'p' || next === 'b')) return 'm';
  if ((raw >= 'a' && raw <= 'z') || isDigit(raw)) return plainLetters.get(raw) ?? raw;
  return letter.test(raw) ? raw : ' ';
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}
