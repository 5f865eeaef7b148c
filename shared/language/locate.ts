import type { Location } from '../domain/taxonomy.ts';
import {
  colonias,
  coloniaWords,
  doubtfulMunicipalities,
  droppedWords,
  landmarkWords,
  notStreets,
  onTheWords,
  plainMunicipalities,
  streets,
  streetWords,
} from './lexicon/places.ts';
import { type Hit, phrasebook } from './phrasebook.ts';
import { foldedSet, type Token } from './tokens.ts';

/**
 * Finds the places a message names, as the writer spelled them. A first version: announced names ("colonia ...", "calle ...",
 * "Oxxo de la ..."), and names of a short list. It resolves nothing and does not correct spelling beyond what sounds alike.
 */
type PlaceClass =
  | 'municipality'
  | 'doubtful'
  | 'colonia'
  | 'street'
  | 'colonia-word'
  | 'street-word'
  | 'landmark-word'
  | 'on-the';

/** A place found; `from` and `to` count tokens, `to` exclusive. `isName`: its words mean the place and nothing else. */
export type Place = { part: keyof Location; from: number; to: number; text: string; isName: boolean };

const book = phrasebook<PlaceClass>({
  municipality: plainMunicipalities,
  doubtful: doubtfulMunicipalities,
  colonia: colonias,
  street: streets,
  'colonia-word': coloniaWords,
  'street-word': streetWords,
  'landmark-word': landmarkWords,
  'on-the': onTheWords,
});

const dropped = foldedSet(droppedWords);
/** "de la", "del": may stand inside a name, never end it. */
const links = foldedSet('de del la las los el');
/** Words that end a name written without capitals. */
const enders = foldedSet(`
  en que y e o por para se hay con sin está están anda andan andaba a ante ya ahorita frente atrás detrás enfrente esquina esq entre no urge manden mandan porfa favor hace donde un una unos
  unas casi como cerca desde al lo le les me nos es son era eran fue fueron si su sus mi mis muy más pero porque cuando hasta hacia rumbo lado junto antes después siguen sigue tiene tienen
  traen trae vienen viene van va ahí aquí allá gracias ayuda auxilio necesito necesitamos ocupamos queremos robaron asaltaron balazos todo toda tirando todos cada ayer anoche hoy noche tarde`);
const neverStreets = foldedSet(notStreets);
const municipalityCues = foldedSet('en de municipio ciudad cd por desde');
/** Before a town's name these mean a road or a customs post, not the town. */
const roadCues = foldedSet('a hacia rumbo salida garita carretera');
/** Between two streets: a corner. */
export const crossing = foldedSet('y con esquina esq entre casi e');

const maxNameTokens = 5;

export function findPlaces(text: string, tokens: readonly Token[]): Place[] {
  const found: Place[] = [];
  let takenTo = 0;
  const hits = book(tokens).toSorted((one, other) => one.from - other.from || other.to - one.to);
  const starting: Starting = Map.groupBy(hits, ({ from }) => from);
  for (const hit of hits) {
    if (hit.from < takenTo) continue;
    // "en la Cholla" is said of the colonia "La Cholla".
    if (hit.class === 'on-the' && (starting.has(hit.to - 1) || starting.has(hit.to))) continue;
    const places = placesAt(hit.class, hit.from, hit.to, text, tokens).map((place) =>
      beforeTown(place, starting, text, tokens),
    );
    found.push(...places);
    takenTo = places.at(-1)?.to ?? takenTo;
  }
  return found;
}

/** Hits by the token they begin at: places look only at what begins inside them, which keeps the whole linear. */
type Starting = ReadonlyMap<number, readonly Hit<PlaceClass>[]>;

/** "colonia Centro de Hermosillo" ends before the town; "colonia Lomas de Nogales" is a name of its own. */
function beforeTown(found: Place, starting: Starting, text: string, tokens: readonly Token[]): Place {
  let nameTo = 0;
  for (let at = found.from; at < found.to; at++) {
    const here = starting.get(at) ?? [];
    nameTo = Math.max(nameTo, ...here.filter((hit) => hit.class === 'colonia').map(({ to }) => to));
    const town = here.find((hit) => hit.class === 'municipality');
    if (!town || at === found.from || nameTo >= town.to) continue;
    let end = at;
    while (end > found.from + 1 && links.has(tokens[end - 1]?.word ?? '')) end--;
    return placeAt(found.part, found.from, end, text, tokens, found.isName);
  }
  return found;
}

function placesAt(
  name: PlaceClass,
  from: number,
  to: number,
  text: string,
  tokens: readonly Token[],
): Place[] {
  const before = tokens[from - 1]?.word ?? '';
  switch (name) {
    case 'municipality':
      return roadCues.has(before) ? [] : [placeAt('municipality', from, to, text, tokens)];
    case 'doubtful':
      return municipalityCues.has(before) && !links.has(tokens[from - 2]?.word ?? '')
        ? [placeAt('municipality', from, to, text, tokens)]
        : [];
    case 'colonia':
      return [placeAt('colonia', from, to, text, tokens)];
    case 'street':
      return [placeAt('street', from, to, text, tokens), ...crossingAfter(to, text, tokens)];
    case 'colonia-word':
      return named('colonia', from, to, text, tokens);
    case 'street-word': {
      const street = named('street', from, to, text, tokens);
      return street[0] ? [...street, ...crossingAfter(street[0].to, text, tokens)] : [];
    }
    case 'on-the':
      return streetOnThe(to, text, tokens);
    case 'landmark-word':
      return [landmarkAt(from, to, text, tokens)];
    default:
      return name satisfies never;
  }
}

/** A singular article belongs to the sentence, not to the name, unless the writer made it part of it. */
function placeAt(
  part: keyof Location,
  from: number,
  to: number,
  text: string,
  tokens: readonly Token[],
  isName = true,
): Place {
  const first = tokens[from];
  const hasArticle =
    first !== undefined && to - from > 1 && /^(el|la)$/u.test(text.slice(first.start, first.end));
  const start = tokens[hasArticle ? from + 1 : from]?.start;
  return { part, from, to, isName, text: text.slice(start, tokens[to - 1]?.end) };
}

/** "colonia Balderrama", "calle 26": the announcing word and the name after it. */
function named(
  part: 'colonia' | 'street',
  from: number,
  to: number,
  text: string,
  tokens: readonly Token[],
): Place[] {
  const end = nameEnd(to, text, tokens, true);
  if (end === to) return [];
  const start = dropped.has(tokens[from]?.word ?? '') ? to : from;
  return [placeAt(part, start, end, text, tokens)];
}

/** "por la Rosales", "el Oxxo de la Pesqueira": a name after "la" that nothing else explains is a street's. */
function streetOnThe(to: number, text: string, tokens: readonly Token[]): Place[] {
  const first = tokens[to];
  if (!first || !isTight(to, text, tokens) || neverStreets.has(first.word)) return [];
  if (!isCapital(text, first) || isShouted(text, first)) return [];
  const end = nameEnd(to, text, tokens, false);
  return [placeAt('street', to, end, text, tokens), ...crossingAfter(end, text, tokens)];
}

/** The second street of "calle Yáñez y Reforma" or "… esquina con Reforma"; must look like a name. */
function crossingAfter(to: number, text: string, tokens: readonly Token[]): Place[] {
  let at = to;
  while (at < to + 3 && crossing.has(tokens[at]?.word ?? '') && isTight(at, text, tokens)) at++;
  if (at === to) return [];
  const first = tokens[at];
  if (!first || !isTight(at, text, tokens) || !(isCapital(text, first) || /^\d/u.test(first.word))) return [];
  const end = nameEnd(at, text, tokens, false);
  return end === at ? [] : [placeAt('street', at, end, text, tokens)];
}

/** "Oxxo de la Pesqueira" is a landmark and a street; "secundaria 24" and "parque Madero" are one landmark. */
function landmarkAt(from: number, to: number, text: string, tokens: readonly Token[]): Place {
  const next = tokens[to];
  const isNamed =
    next && isTight(to, text, tokens) && (isCapital(text, next) || /^\d{1,4}$/u.test(next.word));
  const isNumbered = isNamed && /^\d/u.test(next.word);
  const end = isNumbered ? to + 1 : isNamed ? nameEnd(to, text, tokens, false) : to;
  return placeAt('landmark', from, end, text, tokens, end > to);
}

/** Where a name that begins at a token ends. Capitals are followed while they last; without them, up to a common word. */
function nameEnd(at: number, text: string, tokens: readonly Token[], mayDot: boolean): number {
  let end = at;
  let last = at;
  const limit = Math.min(at + maxNameTokens, tokens.length);
  const firstName = tokens.slice(at, limit).find(({ word }) => !links.has(word));
  const byCapitals = firstName !== undefined && isCapital(text, firstName) && !isShouted(text, firstName);
  while (end < limit) {
    const token = tokens[end];
    if (!token || !(isTight(end, text, tokens) || (mayDot && end === at && isDotted(end, text, tokens))))
      break;
    const isLink = links.has(token.word);
    const isNumber = /^\d/u.test(token.word);
    if (!isLink && !isNumber && (byCapitals ? !isCapital(text, token) : enders.has(token.word))) break;
    if (!byCapitals && !isLink && !isNumber && last - at >= 2) break;
    end++;
    if (!isLink) last = end;
  }
  return last;
}

const gapBefore = (index: number, text: string, tokens: readonly Token[]): string =>
  text.slice(tokens[index - 1]?.end ?? 0, tokens[index]?.start ?? 0);
/** Nothing but a space or two, or a number sign, between a token and the one before it. */
const isTight = (index: number, text: string, tokens: readonly Token[]): boolean =>
  /^ {0,2}#? {0,2}$/u.test(gapBefore(index, text, tokens));
const isDotted = (index: number, text: string, tokens: readonly Token[]): boolean =>
  /^\. {0,2}$/u.test(gapBefore(index, text, tokens));
const isCapital = (text: string, token: Token): boolean =>
  /^\p{Lu}/u.test(text.slice(token.start, token.end));
const isShouted = (text: string, token: Token): boolean =>
  /^\p{Lu}{2}/u.test(text.slice(token.start, token.end));
