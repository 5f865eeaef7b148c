import type { KnownPlace } from '../shared/language/model.ts';
import type { Lexicon } from '../shared/language/phrasebook.ts';
import type { LabelledMessage } from './corpus.ts';
import { randomNumbers } from './logistic.ts';

/** Shares of variants: with a town added, shouted, and in small letters. */
const shares = { withTown: 0.4, shouted: 0.15, small: 0.25 };

/** Names to put in the place of others, by what they are names of. */
type Names = Record<'municipality' | 'colonia' | 'street' | 'given' | 'surname', readonly string[]>;

/**
 * Each message that names a place or person once more, with other names, and often with the town at its end or in other
 * letters. What a chain learns from them is where names stand and what stands around them, not which names these authors
 * happened to write. The same messages give the same variants.
 */
export function variantsOf(
  messages: readonly LabelledMessage[],
  { semantics, gazetteer }: { semantics: Lexicon<string>; gazetteer: readonly KnownPlace[] },
): LabelledMessage[] {
  const names = namesOf(semantics, gazetteer);
  const random = randomNumbers(11);
  return messages
    .filter(({ location, pii = [] }) => Object.keys(location).length > 0 || pii.length > 0)
    .map((message) =>
      inOtherLetters(withTown(withOtherNames(message, names, random), names, random), random),
    );
}

function namesOf(semantics: Lexicon<string>, gazetteer: readonly KnownPlace[]): Names {
  const places = (...kinds: readonly KnownPlace['kind'][]): string[] =>
    gazetteer
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap(({ name, aliases = [] }) => [name, ...aliases])
      .filter((name) => !/[(,]/u.test(name));
  const words = (field: string): string[] =>
    (semantics[field] ?? '')
      .split(',')
      .map((word) => capital(word.trim()))
      .filter((word) => word !== '');
  return {
    municipality: places('municipality'),
    colonia: places('colonia', 'town', 'ejido'),
    street: places('street'),
    given: [...words('givenName'), ...words('rareName'), ...words('shortName'), ...words('nickname')],
    surname: words('surname'),
  };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

type Random = () => number;

const oneOf = (names: readonly string[], random: Random): string =>
  names[Math.floor(random() * names.length)] ?? '';

/** Articles and titles stay as they are; so do words that are no names, such as the kind of a street. */
const kept =
  /^(?:el|la|los|las|de|del|y|don|doña|dona|señora?|sra?\.?|profe|profesora?|maestr[oa]|mtr[oa]\.?|dra?\.?|doctora?|lic\.?|licenciad[oa]|ing\.?|ingenier[oa]|padre|oficial|calle|av\.?|avenida|ave\.?|blvd\.?|bulevar|boulevard|ejido|fraccionamiento|poblado|barrio|valle|\P{L}*\d.*)$/iu;

function withOtherNames(message: LabelledMessage, names: Names, random: Random): LabelledMessage {
  const { location, pii = [] } = message;
  // A home's parts stand in it as places, too.
  const isHome = pii.some(({ type }) => type === 'ADDRESS');
  let { text } = message;
  const swap = (span: string, other: string): string => {
    const at = wholeAt(text, span);
    if (at < 0) return span;
    text = text.slice(0, at) + other + text.slice(at + span.length);
    return other;
  };
  const swapPlace = (span: string, kind: 'municipality' | 'colonia' | 'street'): string =>
    isHome ? span : swap(span, asWritten(span, oneOf(names[kind], random)));
  const { municipality, colonia, street, landmark } = location;
  const places = {
    ...(municipality && { municipality: swapPlace(municipality, 'municipality') }),
    ...(colonia && { colonia: swapPlace(colonia, 'colonia') }),
    ...(street && { street: street.map((span) => swapPlace(span, 'street')) }),
    ...(landmark && { landmark }),
  };
  const persons = pii.map(({ type, text: span }) => ({
    type,
    text: type === 'NAME' ? swap(span, otherPerson(span, names, random)) : span,
  }));
  return { ...message, text, location: places, pii: persons };
}

/** Where a span stands as whole words. */
function wholeAt(text: string, span: string): number {
  const isLetter = (at: number): boolean => /[\p{L}\p{N}]/u.test(text.charAt(at));
  for (let at = text.indexOf(span); at >= 0; at = text.indexOf(span, at + 1))
    if (!isLetter(at - 1) && !isLetter(at + span.length)) return at;
  return -1;
}

function otherPerson(span: string, names: Names, random: Random): string {
  let isFirst = true;
  return span
    .split(' ')
    .map((word) => {
      if (kept.test(word)) return word;
      const other = oneOf(isFirst ? names.given : names.surname, random);
      isFirst = false;
      return asWritten(word, other);
    })
    .join(' ');
}

/** In the letters of what it stands for: small, or capitals throughout. */
function asWritten(before: string, name: string): string {
  if (before === before.toLowerCase()) return name.toLowerCase();
  return before.length > 1 && before === before.toUpperCase() ? name.toUpperCase() : name;
}

const endings = [', ', ' ', ' de ', ' en ', '. ', '\n'];

/** People end with the town when they think of those who read from afar; these authors seldom did. */
function withTown(message: LabelledMessage, names: Names, random: Random): LabelledMessage {
  const { text, location } = message;
  const isTold = Object.keys(location).length > 0 && location.municipality === undefined;
  if (!isTold || random() >= shares.withTown) return message;
  const municipality = asWritten(text, oneOf(names.municipality, random));
  if (text.includes(municipality)) return message;
  const stem = text.replace(/[\s.,;!]+$/u, '');
  const mark = random() < 0.5 ? text.slice(stem.length) : '';
  return {
    ...message,
    text: `${stem}${oneOf(endings, random)}${municipality}${mark}`,
    location: { ...location, municipality },
  };
}

function inOtherLetters(message: LabelledMessage, random: Random): LabelledMessage {
  const share = random();
  if (share < shares.shouted) return changed(message, (text) => text.toUpperCase());
  if (share < shares.shouted + shares.small) return changed(message, (text) => text.toLowerCase());
  return message;
}

function changed(message: LabelledMessage, change: (text: string) => string): LabelledMessage {
  const { street, ...single } = message.location;
  return {
    ...message,
    text: change(message.text),
    location: {
      ...Object.fromEntries(Object.entries(single).map(([kind, span]) => [kind, change(span)])),
      ...(street && { street: street.map(change) }),
    },
    pii: (message.pii ?? []).map(({ type, text }) => ({ type, text: change(text) })),
  };
}
