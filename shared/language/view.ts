import { knower } from './known.ts';
import type { Model } from './model.ts';
import { phrasebook } from './phrasebook.ts';
import { type Reading, reader } from './reading.ts';
import { wordFeatures } from './tagger.ts';

/** What classifier and redactor both go by: the text as it was read, and the features of each of its words. */
export type View = { reading: Reading; features: readonly number[][] };

/** Looks at a text. */
export type Viewer = (text: string) => View;

/** Makes a viewer that remembers the last text, since a message goes to the classifier and then to the redactor. */
export function openViewer({ semantics, gazetteer }: Pick<Model, 'semantics' | 'gazetteer'>): Viewer {
  const read = reader(phrasebook(semantics));
  const know = knower(gazetteer);
  let last: { text: string; view: View } | undefined;
  return (text) => {
    if (last?.text !== text) {
      const reading = read(text);
      last = { text, view: { reading, features: wordFeatures(text, reading.tokens, know(reading)) } };
    }
    return last.view;
  };
}
