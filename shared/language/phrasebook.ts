import { fold, type Token } from './tokens.ts';

/**
 * Finds the phrases of a lexicon in a message. A lexicon gives, for each class, phrases separated by commas or lines:
 * `robar*` any word that begins so, `(están|siguen allá)` either, `un?` or `(la|el)?` perhaps, `~` up to three words of
 * anything.
 */
export type Lexicon<Class extends string> = Partial<Record<Class, string>>;

/** A phrase found: tokens `from` to `to`, exclusive. */
export type Hit<Class extends string> = { class: Class; from: number; to: number };

/** Most nodes have one way on: maps are made when they are needed. */
type Node<Class> = {
  words: Map<string, Node<Class>[]> | null;
  prefixes: Map<string, Node<Class>[]> | null;
  gaps: Node<Class>[];
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
  const compiling: Compiling<Class> = { folded: new Map(), after: new Map() };
  for (const lexicon of lexicons)
    for (const name in lexicon)
      for (const phrase of phrasesOf(lexicon[name] ?? '')) insert(root, phrase, name, compiling);
  return (tokens) => tokens.flatMap((_, from) => hitsFrom(root, tokens, from));
}

/** What is known while a phrasebook is compiled: words folded before, and where a part leads from a node. */
type Compiling<Class> = {
  folded: Map<string, string>;
  after: Map<Node<Class>, Map<string, Node<Class>>>;
};

const newNode = <Class>(): Node<Class> => ({ words: null, prefixes: null, gaps: [], classes: [] });

const phrasesOf = (list: string): string[] =>
  list
    .split(/[,\n]/u)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');

const partOfPhrase = /\([^)]*\)\??|\S+/gu;

function insert<Class>(root: Node<Class>, phrase: string, name: Class, compiling: Compiling<Class>): void {
  let ends = [root];
  for (const [part] of phrase.matchAll(partOfPhrase)) {
    const isOptional = part.endsWith('?');
    const bare = (isOptional ? part.slice(0, -1) : part).replaceAll(/[()]/gu, '');
    const next = follow(ends, bare, compiling);
    ends = isOptional ? [...ends, next] : [next];
  }
  for (const end of ends) if (!end.classes.includes(name)) end.classes.push(name);
}

/** Alternatives meet in one node: phrases of several groups would otherwise multiply into as many as all choices. */
function follow<Class>(ends: Node<Class>[], part: string, compiling: Compiling<Class>): Node<Class> {
  const [only] = ends;
  const known = only && ends.length === 1 ? compiling.after.get(only) : undefined;
  const shared = known?.get(part);
  if (shared) return shared;
  const target = newNode<Class>();
  for (const words of part.split('|')) lay(ends, words.split(/\s+/u), target, compiling.folded);
  if (only && ends.length === 1) {
    if (known) known.set(part, target);
    else compiling.after.set(only, new Map([[part, target]]));
  }
  return target;
}

function lay<Class>(
  ends: Node<Class>[],
  words: string[],
  target: Node<Class>,
  folded: Map<string, string>,
): void {
  let from = ends;
  for (const [index, word] of words.entries()) {
    const to = index === words.length - 1 ? target : newNode<Class>();
    for (const node of from) link(node, word, to, folded);
    from = [to];
  }
}

function link<Class>(from: Node<Class>, word: string, to: Node<Class>, folded: Map<string, string>): void {
  if (word === '~') {
    from.gaps.push(to);
    return;
  }
  const isPrefix = word.endsWith('*');
  const bare = isPrefix ? word.slice(0, -1) : word;
  const sound = folded.get(bare) ?? fold(bare);
  folded.set(bare, sound);
  const ways = isPrefix ? (from.prefixes ??= new Map()) : (from.words ??= new Map());
  const known = ways.get(sound);
  if (known) known.push(to);
  else ways.set(sound, [to]);
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
  for (const reached of node.words?.get(word) ?? []) next.push({ node: reached, skips: 0 });
  if (node.prefixes)
    for (let length = shortestPrefix; length <= Math.min(longestPrefix, word.length); length++)
      for (const reached of node.prefixes.get(word.slice(0, length)) ?? [])
        next.push({ node: reached, skips: 0 });
  if (skips > 0 && skips < gapWords) next.push({ node, skips: skips + 1 });
  if (skips === 0)
    for (const gap of node.gaps) next.push(...step({ node: gap, skips: 0 }, word), { node: gap, skips: 1 });
  return next;
}
