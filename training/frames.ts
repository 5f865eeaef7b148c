import { phrasebook } from '../shared/language/phrasebook.ts';
import { tokenise } from '../shared/language/tokens.ts';
import { readKnowledge } from './knowledge.ts';

/**
 * Gives a message's frame: what is left of it when words of the lexicon and names of places are replaced by their class.
 * Messages made by filling in a template share theirs.
 */
export function frames(): (text: string) => string {
  const { semantics, gazetteer } = readKnowledge();
  const names = gazetteer.map(({ name }) => name.replaceAll(/[,()|?*~.]+/gu, ' '));
  const book = phrasebook<string>({ place: names.join(','), ...semantics });
  return (text) => {
    const tokens = tokenise(text);
    const hits = book(tokens).toSorted((one, other) => one.from - other.from || other.to - one.to);
    const parts: string[] = [];
    let at = 0;
    for (const hit of hits) {
      if (hit.from < at) continue;
      parts.push(...tokens.slice(at, hit.from).map(({ word }) => word), `<${hit.class}>`);
      at = hit.to;
    }
    return [...parts, ...tokens.slice(at).map(({ word }) => word)].join(' ');
  };
}
