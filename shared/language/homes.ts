import { coloniaWords } from './lexicon/places.ts';
import { crossing } from './locate.ts';
import type { Stretch } from './tagger.ts';
import { foldedSet, type Token } from './tokens.ts';

/** Words after which a number names the street itself: "calle 12", "cerrada 8". */
const numberedKinds = foldedSet(
  'calle c avenida av ave bulevar boulevard blvd callejón privada cerrada retorno carretera canal dren block bloque ruta km kilómetro entre y con esquina por la el los las de del',
);
/** Words between a street and the number of a house. */
const numberWords = foldedSet('número num numero no casa');
const houseNumber = /^(?!(?:[89]00|911|089|07\d|06\d)$)\d{1,5}$/u;
/** Side of the town and flat, which follow the number. */
const sides = foldedSet('sur norte oriente poniente ote pte nte');
const flats = foldedSet('int interior depto departamento');
const announcing = foldedSet(coloniaWords);

/**
 * Of the streets found, those that say a house: a street of a name with a number ("Sinaloa 214", "calle Yáñez número 30 sur"). Who
 * lives there is easily found, so each counts as a home, also where it is a shop's.
 */
export function homesOf(tokens: readonly Token[], places: readonly Stretch[]): Stretch<'ADDRESS'>[] {
  const streets = places.filter(({ kind }) => kind === 'street');
  const ends = new Set(streets.map(({ to }) => to));
  const isCorner = ({ from }: Stretch): boolean =>
    ends.has(from - 1) && crossing.has(tokens[from - 1]?.word ?? '');
  const colonias = places.filter(({ kind }) => kind === 'colonia');
  const coloniaEnds = new Map(colonias.map(({ from, to }) => [from, to]));
  return streets
    .filter((street) => !isCorner(street) && saysHouse(tokens.slice(street.from, street.to)))
    .map(({ from, to }) => ({ kind: 'ADDRESS', from, to: throughColonia(tokens, coloniaEnds, to) }));
}

/** Side of the town, flat and colonia belong to an address where they follow its number. */
function throughColonia(
  tokens: readonly Token[],
  coloniaEnds: ReadonlyMap<number, number>,
  to: number,
): number {
  let end = to;
  while (sides.has(tokens[end]?.word ?? '')) end++;
  if (flats.has(tokens[end]?.word ?? '')) end += 2;
  const next = announcing.has(tokens[end]?.word ?? '') ? end + 1 : end;
  return Math.min(tokens.length, coloniaEnds.get(next) ?? end);
}

function saysHouse(words: readonly Token[]): boolean {
  const number = words.findLastIndex(({ word }) => houseNumber.test(word));
  let before = number - 1;
  while (numberWords.has(words[before]?.word ?? '')) before--;
  const name = words[before]?.word;
  return name !== undefined && !numberedKinds.has(name) && !/\d/u.test(name);
}
