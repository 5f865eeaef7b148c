import { soundOf, spellOut, type Token } from './tokens.ts';

/**
 * Finds the phrases of a lexicon in a message. A lexicon gives, for each class, phrases separated by commas or lines:
 * `robar*` any word that begins so, `(están|siguen allá)` either, `un?` or `(la|el)?` perhaps, `~` up to three words of
 * anything.
 */
export type Lexicon<Class extends string> = Partial<Record<Class, string>>;

/** A phrase found: tokens `from` to `to`, exclusive. */
export type Hit<Class extends string> = { class: Class; from: number; to: number };

/** Most nodes have one way on, if any: maps are made when they are needed. */
type Node<Class> = {
  words: Map<string, Node<Class>[]> | null;
  prefixes: Map<string, Node<Class>[]> | null;
  gaps: Node<Class>[];
  classes: Class[];
  /** What is left of the phrases that come through here, until a message does so too. */
  ahead: Ahead<Class>[];
};

/** The rest of a phrase; none where it ends. */
type Ahead<Class> = { rest: string; name: Class };

type State<Class> = { node: Node<Class>; skips: number };

const gapWords = 3;
const shortestPrefix = 2;
const longestPrefix = 12;

export type Phrasebook<Class extends string> = (tokens: readonly Token[]) => Hit<Class>[];

/**
 * Makes one function of lexicons, whose time is linear in the number of tokens. Phrases are laid out only as far as
 * messages have followed them: most are never met, and a cold start does not wait for them.
 */
export function phrasebook<Class extends string>(...lexicons: Lexicon<Class>[]): Phrasebook<Class> {
  const root = newNode<Class>();
  for (const lexicon of lexicons)
    for (const name in lexicon)
      for (const rest of phrasesOf(soundOf(lexicon[name] ?? ''))) root.ahead.push({ rest, name });
  open(root);
  return (tokens) => tokens.flatMap((_, from) => hitsFrom(root, tokens, from));
}

const newNode = <Class>(): Node<Class> => ({ words: null, prefixes: null, gaps: [], classes: [], ahead: [] });

const phrasesOf = (list: string): string[] =>
  list
    .split(/[,\n]/u)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');

const firstPart = /^(?:\(([^)]*)\)|([^\s?]+))(\?)?\s*/u;

/** Lays out the next part of the phrases that come through a node. Those that go on alike meet in one node. */
function open<Class>(node: Node<Class>): void {
  const targets = new Map<string, Node<Class>>();
  // Grows meanwhile: a part that may be missing leads to its target, and past itself.
  for (const { rest, name } of node.ahead) {
    const [part = '', choice, word = '', mark] = firstPart.exec(rest) ?? [];
    if (part === '') {
      if (!node.classes.includes(name)) node.classes.push(name);
      continue;
    }
    const after = { rest: rest.slice(part.length), name };
    const either = choice ?? word;
    let target = targets.get(either);
    if (!target) {
      target = newNode();
      targets.set(either, target);
      for (const words of either.split('|')) lay(node, words.split(/\s+/u), target);
    }
    target.ahead.push(after);
    if (mark) node.ahead.push(after);
  }
  node.ahead = [];
}

function lay<Class>(from: Node<Class>, words: string[], target: Node<Class>): void {
  let node = from;
  for (const [index, word] of words.entries()) {
    const next = index === words.length - 1 ? target : newNode<Class>();
    link(node, word, next);
    node = next;
  }
}

function link<Class>(from: Node<Class>, word: string, to: Node<Class>): void {
  if (word === '~') {
    from.gaps.push(to);
    return;
  }
  const isPrefix = word.endsWith('*');
  const ways = isPrefix ? (from.prefixes ??= new Map()) : (from.words ??= new Map());
  const sound = spellOut(isPrefix ? word.slice(0, -1) : word);
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
    for (const { node, skips } of states) {
      if (node.ahead.length > 0) open(node);
      if (skips === 0) for (const name of node.classes) hits.push({ class: name, from, to: index + 1 });
    }
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
    for (const gap of node.gaps) {
      if (gap.ahead.length > 0) open(gap);
      next.push(...step({ node: gap, skips: 0 }, word), { node: gap, skips: 1 });
    }
  return next;
}
