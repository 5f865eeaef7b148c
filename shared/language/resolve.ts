import type { Place } from '../domain/place.ts';
import type { Location } from '../domain/taxonomy.ts';
import { nearestOf } from './misspelt.ts';
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
  const named: Record<Part, Named> = {
    municipality: namedIn(entries, 'municipality'),
    colonia: namedIn(entries, 'colonia'),
    street: namedIn(entries, 'street'),
    landmark: namedIn(entries, 'landmark'),
  };
  return ({ street = [], ...single }, home) => {
    const town = single.municipality && chosen(named.municipality(single.municipality), 'municipality', home);
    const near = (town || undefined)?.municipality ?? home;
    const parts: readonly [Part, readonly string[]][] = [
      ['colonia', single.colonia ? [single.colonia] : []],
      ['street', street],
      ['landmark', single.landmark ? [single.landmark] : []],
    ];
    const rest = parts.flatMap(([part, spans]) => spans.map((span) => chosen(named[part](span), part, near)));
    return [town, ...rest].flatMap((place) => (place ? [placeOf(place)] : []));
  };
}

type Entry = { place: KnownPlace; key: string };
/** Places that a span may name, of whatever town. */
type Named = (span: string) => readonly KnownPlace[];

function namedIn(entries: readonly Entry[], part: Part): Named {
  const byKey = Map.groupBy(
    entries.filter(({ place, key }) => key !== '' && kindsOf[part].includes(place.kind)),
    ({ key }) => key,
  );
  const nearest = nearestOf([...byKey.keys()].filter((key) => !numbered.test(key)));
  const placesOf = (key: string): KnownPlace[] => (byKey.get(key) ?? []).map(({ place }) => place);
  return (span) => {
    const key = keyOf(soundOf(span));
    return byKey.has(key) || numbered.test(key) ? placesOf(key) : nearest(key).flatMap(placesOf);
  };
}

/** A number in a name is the name: "calle 12" is not "calle 13". */
const numbered = /\p{N}/u;

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
