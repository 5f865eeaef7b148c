import type { Place } from '../domain/place.ts';
import type { Location } from '../domain/taxonomy.ts';
import type { KnownPlace } from './model.ts';
import { soundOf } from './tokens.ts';

/**
 * Finds the places that the spans of a location mean: name, kind and municipality of the gazetteer, one for each span that is known.
 * @param home municipality of whoever speaks, which decides between places of one name
 */
export type Resolve = (location: Location, home?: string) => Place[];

type Part = keyof Location;

/** Which kinds of place each part of a location may mean; those that come first are preferred. */
const kindsOf: Record<Part, readonly KnownPlace['kind'][]> = {
  municipality: ['municipality', 'town'],
  colonia: ['colonia', 'town', 'ejido', 'region'],
  street: ['street', 'highway'],
  landmark: ['landmark'],
};

/**
 * Makes a resolver of a gazetteer. Names are compared as they sound, without articles and announcing words; one slip in five letters
 * is forgiven, two in ten, where nothing sounds alike. A name that several municipalities have, of which none is
 * named or the speaker's own, is left open, and so is one that only other towns have: a wrong town is worse than none.
 */
export function resolver(gazetteer: readonly KnownPlace[]): Resolve {
  const names = gazetteer.flatMap((place) => [place.name, ...(place.aliases ?? [])]);
  // Folded at once: name by name it would take most of a cold start.
  const sounds = soundOf(names.join('\n')).split('\n');
  let at = 0;
  const entries = gazetteer.flatMap((place) =>
    [place.name, ...(place.aliases ?? [])].map(() => ({ place, key: keyOf(sounds[at++] ?? '') })),
  );
  const byKey = Map.groupBy(
    entries.filter(({ key }) => key !== ''),
    ({ key }) => key,
  );
  const byLength = Map.groupBy(byKey.keys(), ({ length }) => length);
  const named = (span: string, part: Part): KnownPlace[] => {
    const fit = (key: string): KnownPlace[] =>
      (byKey.get(key) ?? []).map(({ place }) => place).filter(({ kind }) => kindsOf[part].includes(kind));
    const key = keyOf(soundOf(span));
    const exact = fit(key);
    return exact.length > 0 ? exact : nearest(key, byLength, (other) => fit(other).length > 0).flatMap(fit);
  };
  return ({ street = [], ...single }, home) => {
    const town =
      single.municipality && chosen(named(single.municipality, 'municipality'), 'municipality', home);
    const near = (town || undefined)?.municipality ?? home;
    const parts: readonly [Part, readonly string[]][] = [
      ['colonia', single.colonia ? [single.colonia] : []],
      ['street', street],
      ['landmark', single.landmark ? [single.landmark] : []],
    ];
    const rest = parts.flatMap(([part, spans]) => spans.map((span) => chosen(named(span, part), part, near)));
    return [town, ...rest].flatMap((place) => (place ? [placeOf(place)] : []));
  };
}

const placeOf = ({ name, kind, municipality }: KnownPlace): Place => ({
  name,
  kind,
  ...(municipality && { municipality }),
});

/** Words that announce a place or join its name, and are left out as often as written. */
const unsaid: ReadonlySet<string> = new Set(
  soundOf(
    'el la los las de del colonia col calle avenida av ave bulevar bulevard boulevard boulevar blvd blv fraccionamiento fracc frac residencial ciudad cd heroica',
  ).split(' '),
);

/** A sound of a name without what people leave out. */
const keyOf = (sound: string): string =>
  sound
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => !unsaid.has(word))
    .join('');

/** The one place meant: of the first kind that fits, in the town that is near; where none is, the only one there is. */
function chosen(places: readonly KnownPlace[], part: Part, near: string | undefined): KnownPlace | null {
  const here = places.filter(({ municipality }) => municipality === near || municipality === undefined);
  // A list of places is never complete: that a colonia is known elsewhere only does not move anybody there.
  const among = here.length > 0 || (near !== undefined && part !== 'municipality') ? here : places;
  if (new Set(among.map(({ municipality }) => municipality)).size > 1) return null;
  const rank = ({ kind }: KnownPlace): number => kindsOf[part].indexOf(kind);
  return among.toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}

/** A number in a name is the name: "calle 12" is not "calle 13". */
const numbered = /\p{N}/u;

/** Keys at the least distance from a misspelt one, if that is small enough for its length. */
function nearest(
  key: string,
  byLength: ReadonlyMap<number, readonly string[]>,
  isMeant: (key: string) => boolean,
): string[] {
  const most = Math.min(2, Math.floor(key.length / 5));
  if (most === 0 || key.length > longest || numbered.test(key)) return [];
  let least = most;
  let found: string[] = [];
  for (let length = key.length - most; length <= key.length + most; length++)
    for (const other of byLength.get(length) ?? []) {
      const far = distance(key, other, least);
      if (far > least || !isMeant(other)) continue;
      if (far < least) found = [];
      least = far;
      found.push(other);
    }
  return found;
}

/** No name of a place is longer. */
const longest = 40;

/**
 * How many letters must be put in, left out, changed or swapped with their neighbour to make one word of another
 * (Damerau and Levenshtein's distance); more than `most` where it is more than that.
 */
export function distance(one: string, other: string, most: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const now = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      now[column] = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        isSwapped && row > 1 && column > 1 ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    if (Math.min(...now) > most) return most + 1;
    beforeLast = last;
    last = now;
  }
  return last[other.length] ?? 0;
}
