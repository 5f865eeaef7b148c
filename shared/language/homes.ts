import type { Stretch } from './tagger.ts';
import { fold, type Token } from './tokens.ts';

/** Words after which a number names the street itself: "calle 12", "cerrada 8". */
const numberedKinds: ReadonlySet<string> = new Set(
  'calle c avenida av ave bulevar boulevard blvd callejón privada cerrada retorno carretera canal dren block bloque ruta km kilómetro entre y con esquina por la el los las de del'
    .split(' ')
    .map(fold),
);
/** Words between a street and the number of a house. */
const numberWords: ReadonlySet<string> = new Set('número num numero no casa'.split(' ').map(fold));
const houseNumber = /^(?!(?:[89]00|911|089|07\d|06\d)$)\d{1,5}$/u;
const sides: ReadonlySet<string> = new Set('sur norte oriente poniente ote pte nte'.split(' ').map(fold));
const flats: ReadonlySet<string> = new Set('int interior depto departamento'.split(' ').map(fold));
const coloniaWords: ReadonlySet<string> = new Set('colonia col fraccionamiento fracc'.split(' ').map(fold));
/** Between two streets: a corner, where nobody lives. */
const crossings: ReadonlySet<string> = new Set('y e con esquina esq'.split(' ').map(fold));

/**
 * Of the streets found, those that say a house: a street of a name with a number ("Sinaloa 214", "calle Yáñez número 30 sur"). Who
 * lives there is easily found, so each counts as a home, also where it is a shop's.
 */
export function homesOf(tokens: readonly Token[], places: readonly Stretch[]): Stretch<'ADDRESS'>[] {
  const streets = places.filter(({ kind }) => kind === 'street');
  const isCorner = ({ from }: Stretch): boolean =>
    streets.some(({ to }) => to === from - 1) && crossings.has(tokens[from - 1]?.word ?? '');
  return streets
    .filter((street) => !isCorner(street) && saysHouse(tokens.slice(street.from, street.to)))
    .map(({ from, to }) => ({ kind: 'ADDRESS', from, to: throughColonia(tokens, places, to) }));
}

/** Side of the town, flat and colonia belong to an address where they follow its number. */
function throughColonia(tokens: readonly Token[], places: readonly Stretch[], to: number): number {
  let end = to;
  while (sides.has(tokens[end]?.word ?? '')) end++;
  if (flats.has(tokens[end]?.word ?? '')) end += 2;
  const next = coloniaWords.has(tokens[end]?.word ?? '') ? end + 1 : end;
  const colonia = places.find(({ kind, from }) => kind === 'colonia' && from === next);
  return Math.min(tokens.length, colonia?.to ?? end);
}

function saysHouse(words: readonly Token[]): boolean {
  const number = words.findLastIndex(({ word }) => houseNumber.test(word));
  let before = number - 1;
  while (numberWords.has(words[before]?.word ?? '')) before--;
  const name = words[before]?.word;
  return name !== undefined && !numberedKinds.has(name) && !/\d/u.test(name);
}
