import { knower } from './known.ts';
import type { Model } from './model.ts';
import { phrasebook } from './phrasebook.ts';
import { type Reading, reader } from './reading.ts';
import { type Stretch, tagger, wordFeatures } from './tagger.ts';

/** A text as it was read, and the features of each of its words. */
export type WordView = { reading: Reading; features: readonly number[][] };

/** What classifier and redactor both go by: also the places in the text. */
export type View = WordView & { places: readonly Stretch[] };

/** Looks at a text. */
export type Viewer = (text: string) => View;

/** Makes what looks at the words of a text; chains are trained on what it sees. */
export function wordViewer({
  semantics,
  gazetteer,
}: Pick<Model, 'semantics' | 'gazetteer'>): (text: string) => WordView {
  const read = reader(phrasebook(semantics));
  const know = knower(gazetteer);
  return (text) => {
    const reading = read(text);
    return { reading, features: wordFeatures(text, reading.tokens, know(reading)) };
  };
}

/** Makes a viewer that remembers the last text, since a message goes to the classifier and then to the redactor. */
export function openViewer(model: Pick<Model, 'semantics' | 'gazetteer' | 'places'>): Viewer {
  const look = wordViewer(model);
  const tagPlaces = tagger(model.places);
  let last: { text: string; view: View } | undefined;
  return (text) => {
    if (last?.text !== text) {
      const words = look(text);
      last = { text, view: { ...words, places: tagPlaces(words.features) } };
    }
    return last.view;
  };
}
