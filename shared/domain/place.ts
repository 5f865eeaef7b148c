export const placeKinds = [
  'municipality',
  'town',
  'colonia',
  'ejido',
  'street',
  'landmark',
  'highway',
  'region',
] as const;

/** A place that the gazetteer knows; chains of shops and long roads lie in no one municipality. */
export type Place = { name: string; kind: (typeof placeKinds)[number]; municipality?: string };

/** The municipality of the first place that lies in one. */
export const municipalityOf = (places: readonly Place[]): string | undefined =>
  places.find(({ municipality }) => municipality !== undefined)?.municipality;
