import { knower } from './known.ts';
import type { Model } from './model.ts';
import { type PersonalKind, type PersonalSpan, personalSpans, withoutPersonal } from './personal-data.ts';
import { phrasebook } from './phrasebook.ts';
import { reader } from './reading.ts';
import { type Stretch, tagger, wordFeatures } from './tagger.ts';

export type PersonalDatum = { type: PersonalKind; text: string };

export type Redactor = {
  /** Personal data in a text, as written, in order. */
  personalData: (text: string) => PersonalDatum[];
  /** The text with personal data replaced by what they are; where something happens stays. */
  redact: (text: string) => string;
};

/** Makes a redactor of a trained model. Time is linear in the length of the text. */
export function openRedactor(model: Model): Redactor {
  const read = reader(phrasebook(model.semantics));
  const known = knower(model.gazetteer);
  const tagPersons = tagger(model.persons);
  const tagPlaces = tagger(model.places);
  const spansOf = (text: string): PersonalSpan[] => {
    const reading = read(text);
    const features = wordFeatures(text, reading.tokens, known(reading));
    const places = tagPlaces(features);
    // "Abarrotes Doña Lety" is where to go, not who lives there.
    const isOfPlace = ({ kind, from, to }: Stretch): boolean =>
      kind === 'NAME' && places.some((place) => place.from <= from && to <= place.to);
    const persons = tagPersons(features).filter((stretch) => !isOfPlace(stretch));
    return personalSpans(text, reading.tokens, persons);
  };
  return {
    personalData: (text) => spansOf(text).map(({ type, from, to }) => ({ type, text: text.slice(from, to) })),
    redact: (text) => withoutPersonal(text, spansOf(text)),
  };
}
