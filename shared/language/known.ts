import type { KnownPlace } from './model.ts';
import { type Hit, type Lexicon, phrasebook } from './phrasebook.ts';
import type { Reading } from './reading.ts';
import type { Known } from './tagger.ts';

/** Tells for each word of a message what gazetteer, rules and lexicon know of it. */
export type Knower = (reading: Reading) => Known;

export function knower(gazetteer: readonly KnownPlace[]): Knower {
  const book = phrasebook<string>(lexiconOf(gazetteer));
  return ({ tokens, places, meanings }) => {
    const known: string[][] = tokens.map(() => []);
    const cover = (name: string, { from, to }: Pick<Hit<string>, 'from' | 'to'>): void => {
      for (let at = from; at < to; at++) known[at]?.push(`${at === from ? 'B' : 'I'} ${name}`);
    };
    for (const hit of longestOf(book(tokens))) cover(hit.class, hit);
    for (const { part, from, to } of places) cover(`ruled ${part}`, { from, to });
    for (const hit of meanings)
      for (let at = hit.from; at < hit.to; at++) known[at]?.push(`means ${hit.class}`);
    return known;
  };
}

function lexiconOf(gazetteer: readonly KnownPlace[]): Lexicon<string> {
  const lists: Record<string, string[]> = {};
  // The phrasebook has commas, brackets and marks of its own.
  for (const { name, kind, aliases = [] } of gazetteer)
    (lists[kind] ??= []).push(...[name, ...aliases].map((each) => each.replaceAll(/[,()|?*~.]+/gu, ' ')));
  return Object.fromEntries(Object.entries(lists).map(([kind, names]) => [kind, names.join(',')]));
}

/** Of the phrases of one class, those that no longer one covers. */
function longestOf(hits: readonly Hit<string>[]): Hit<string>[] {
  const covered = new Map<string, number>();
  return hits
    .toSorted((one, other) => one.from - other.from || other.to - one.to)
    .filter(({ class: name, to }) => {
      if (to <= (covered.get(name) ?? 0)) return false;
      covered.set(name, to);
      return true;
    });
}
