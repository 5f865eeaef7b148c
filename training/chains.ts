import { labelCount, type TaggerModel } from '../shared/language/tagger.ts';
import { wordViewer } from '../shared/language/view.ts';
import type { LabelledMessage } from './corpus.ts';
import { countsOf, labelsOf, type Span, type Vocabulary, vocabularyOf } from './examples.ts';
import type { Knowledge } from './fit.ts';
import { type Sequence, trainPerceptron } from './perceptron.ts';
import { roundedLinear } from './rounded.ts';
import { variantsOf } from './variants.ts';

const options = { epochs: 8, leastSeen: 2, mostFeatures: 56_000 };

const placeKinds = ['municipality', 'colonia', 'street', 'landmark'];
const personKinds = ['NAME', 'ADDRESS'];

/** Trains the chains that mark places, and names and homes. The same messages and knowledge give the same chains, to the byte. */
export function trainChains(
  messages: readonly LabelledMessage[],
  knowledge: Knowledge,
): { places: TaggerModel; persons: TaggerModel } {
  const view = wordViewer(knowledge);
  const seen = [...messages, ...variantsOf(messages, knowledge)].map((message) => ({
    message,
    ...view(message.text),
  }));
  const vocabulary = vocabularyOf(
    seen.flatMap(({ features }) => features),
    options.leastSeen,
  );
  const rows = seen.map(({ features }) =>
    features.map((ids) => Uint32Array.from(ids.flatMap((id) => vocabulary.get(id) ?? []))),
  );
  const chain = (kinds: readonly string[], spansOf: (message: LabelledMessage) => Span[]): TaggerModel =>
    chainOf(
      seen.map(({ message, reading }, index) => ({
        rows: rows[index] ?? [],
        labels: labelsOf(message.text, reading.tokens, spansOf(message), kinds),
      })),
      vocabulary,
      kinds,
    );
  return { places: chain(placeKinds, placeSpans), persons: chain(personKinds, personSpans) };
}

function chainOf(
  sequences: readonly Sequence[],
  vocabulary: Vocabulary,
  kinds: readonly string[],
): TaggerModel {
  const labels = labelCount(kinds);
  const { weights, transitions } = trainPerceptron(sequences, {
    features: vocabulary.size,
    labels,
    epochs: options.epochs,
  });
  const counts = countsOf(
    sequences.flatMap(({ rows }) => rows.map((index) => ({ index }))),
    vocabulary.size,
  );
  const learnt = { ids: [...vocabulary.keys()], counts, weights, width: labels };
  return { ...roundedLinear(learnt, options.mostFeatures), kinds, transitions };
}

function placeSpans({ location }: LabelledMessage): Span[] {
  const { street = [], ...single } = location;
  return [
    ...Object.entries(single).map(([kind, text]) => ({ kind, text })),
    ...street.map((text) => ({ kind: 'street', text })),
  ];
}

const personSpans = ({ pii = [] }: LabelledMessage): Span[] =>
  pii.filter(({ type }) => personKinds.includes(type)).map(({ type, text }) => ({ kind: type, text }));
