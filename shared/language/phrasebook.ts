import { fold, type Token } from './tokens.ts';

/**
 * Finds the phrases of a lexicon in a message. A lexicon gives, for each class, phrases separated by commas or lines:
 * `robar*` any word that begins so, `(están|siguen allá)` either, `un?` or `(la|el)?` perhaps, `~` up to three words of
 * anything.
 */
export type Lexicon<Class extends string> = Partial<Record<Class, string>>;

/** A phrase found: tokens `from` to `to`, exclusive. */
export type Hit<Class extends string> = { class: Class; from: number; to: number };

type Node<Class> = {
  words: Map<string, Node<Class>>;
  prefixes: Map<string, Node<Class>>;
  gap: Node<Class> | null;
  classes: Class[];
};

type State<Class> = { node: Node<Class>; skips: number };

const gapWords = 3;
const shortestPrefix = 2;
const longestPrefix = 12;

export type Phrasebook<Class extends string> = (tokens: readonly Token[]) => Hit<Class>[];

/** Compiles lexicons into one function whose time is linear in the number of tokens. */
export function phrasebook<Class extends string>(...lexicons: Lexicon<Class>[]): Phrasebook<Class> {
  const root = newNode<Class>();
  for (const lexicon of lexicons)
    for (const name in lexicon)
      for (const phrase of phrasesOf(lexicon[name] ?? '')) insert(root, phrase, name);
  return (tokens) => tokens.flatMap((_, from) => hitsFrom(root, tokens, from));
}

const newNode = <Class>(): Node<Class> => ({ words: new Map(), prefixes: new Map(), gap: null, classes: [] });

const phrasesOf = (list: string): string[] =>
  list
    .split(/[,\n]/u)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');

const partOfPhrase = /\([^)]*\)\??|\S+/gu;

function insert<Class>(root: Node<Class>, phrase: string, name: Class): void {
  let ends = [root];
  for (const [part] of phrase.matchAll(partOfPhrase)) {
    const isOptional = part.endsWith('?');
    const bare = (isOptional ? part.slice(0, -1) : part).replaceAll(/[()]/gu, '');
    const next = bare.split('|').flatMap((words) => ends.map((end) => path(end, words)));
    ends = isOptional ? [...ends, ...next] : next;
  }
  for (const end of ends) if (!end.classes.includes(name)) end.classes.push(name);
}

const path = <Class>(from: Node<Class>, words: string): Node<Class> =>
  words.split(/\s+/u).reduce((node, word) => child(node, word), from);

function child<Class>(parent: Node<Class>, word: string): Node<Class> {
  if (word === '~') return (parent.gap ??= newNode());
  const isPrefix = word.endsWith('*');
  const folded = fold(isPrefix ? word.slice(0, -1) : word);
  const children = isPrefix ? parent.prefixes : parent.words;
  const known = children.get(folded);
  if (known) return known;
  const added = newNode<Class>();
  children.set(folded, added);
  return added;
}

/** A phrase never runs over the end of a sentence. */
function hitsFrom<Class extends string>(
  root: Node<Class>,
  tokens: readonly Token[],
  from: number,
): Hit<Class>[] {
  const hits: Hit<Class>[] = [];
  const sentence = tokens[from]?.sentence;
  let states: State<Class>[] = [{ node: root, skips: 0 }];
  for (let index = from; states.length > 0; index++) {
    const token = tokens[index];
    if (!token || token.sentence !== sentence) break;
    states = states.flatMap((state) => step(state, token.word));
    for (const { node, skips } of states)
      if (skips === 0) for (const name of node.classes) hits.push({ class: name, from, to: index + 1 });
  }
  return hits;
}

function step<Class>({ node, skips }: State<Class>, word: string): State<Class>[] {
  const next: State<Class>[] = [];
  const exact = node.words.get(word);
  if (exact) next.push({ node: exact, skips: 0 });
  if (node.prefixes.size > 0)
    for (let length = shortestPrefix; length <= Math.min(longestPrefix, word.length); length++) {
      const prefixed = node.prefixes.get(word.slice(0, length));
      if (prefixed) next.push({ node: prefixed, skips: 0 });
    }
  if (node.gap && skips === 0)
    next.push(...step({ node: node.gap, skips: 0 }, word), { node: node.gap, skips: 1 });
  else if (skips > 0 && skips < gapWords) next.push({ node, skips: skips + 1 });
  return next;
}
