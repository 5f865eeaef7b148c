import { Worker } from 'node:worker_threads';
import { petitions } from '../shared/domain/taxonomy.ts';
import { choose } from '../shared/language/classify.ts';
import { type Features, featuresOf } from '../shared/language/features.ts';
import { type Knower, knower } from '../shared/language/known.ts';
import type { Calibration, KnownPlace, Model } from '../shared/language/model.ts';
import { logistic, outputs } from '../shared/language/outputs.ts';
import { type Lexicon, phrasebook } from '../shared/language/phrasebook.ts';
import { type Reading, reader } from '../shared/language/reading.ts';
import { judgeByRules } from '../shared/language/rules.ts';
import { labelCount, type TaggerModel, wordFeatures } from '../shared/language/tagger.ts';
import { cutOf, jointCuts, platt } from './calibrate.ts';
import type { LabelledMessage, Spoken } from './corpus.ts';
import { type Ensemble, sumsOf, trainEnsemble } from './ensemble.ts';
import { countsOf, labelsOf, type Span, targetOf, vocabularyOf } from './examples.ts';
import { trainPerceptron } from './perceptron.ts';
import { roundedEnsemble, roundedLinear } from './rounded.ts';

/** Everything that is not learnt from messages. */
export type Knowledge = { semantics: Lexicon<string>; gazetteer: readonly KnownPlace[] };

/** Two, each as long as half of the whole: so both cores are done at about the same time. */
const folds = 2;
const chain = { epochs: 8, leastSeen: 2, mostFeatures: 60_000 };
const mostFeatures = 105_000;

const placeKinds = ['municipality', 'colonia', 'street', 'landmark'];
const personKinds = ['NAME', 'ADDRESS'];

type Seen = { message: Spoken; reading: Reading; features: Features };

/** Trains a model, on two cores. The same messages and knowledge give the same model, to the byte. */
export async function fit(
  messages: readonly Spoken[],
  knowledge: Knowledge,
  trainedFrom: string,
): Promise<Model> {
  const held = judgeHeldElsewhere(messages, knowledge);
  const seen = seenBy(messages, knowledge);
  const know = knower(knowledge.gazetteer);
  const ensemble = trainEnsemble(seen);
  const places = chainOf(seen, know, placeKinds, placeSpans);
  const persons = chainOf(seen, know, personKinds, personSpans);
  return {
    trainedFrom,
    ...knowledge,
    judges: roundedEnsemble(ensemble, mostFeatures),
    calibration: calibrationFrom(await held),
    places,
    persons,
  };
}

function seenBy(messages: readonly Spoken[], { semantics }: Knowledge): Seen[] {
  const read = reader(phrasebook(semantics));
  return messages.map((message) => {
    const reading = read(message.text);
    return { message, reading, features: featuresOf(message.text, reading, judgeByRules(reading, {}, null)) };
  });
}

/** What a model makes of a message of a voice that it has not heard, and what would be right. */
export type Held = { sums: Float32Array; target: Float32Array };

/** In a thread of its own, since it takes as long as all the rest. */
function judgeHeldElsewhere(messages: readonly Spoken[], knowledge: Knowledge): Promise<Held[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('judge-held.ts', import.meta.url), {
      workerData: { messages, knowledge },
    });
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}

/** Judges every voice by an ensemble that has not heard it. */
export function judgeHeld(messages: readonly Spoken[], knowledge: Knowledge): Held[] {
  const seen = seenBy(messages, knowledge);
  const voices = [...new Set(messages.map(({ voice }) => voice))].toSorted();
  const foldOf = new Map(voices.map((voice, index) => [voice, index % folds]));
  return Array.from({ length: folds }).flatMap((_, fold) => {
    const isHeld = ({ message }: Seen): boolean => foldOf.get(message.voice) === fold;
    const ensemble: Ensemble = trainEnsemble(seen.filter((each) => !isHeld(each)));
    return seen
      .filter(isHeld)
      .map(({ features, message }) => ({ sums: sumsOf(features, ensemble), target: targetOf(message) }));
  });
}

/** Slopes that make the sums probabilities, and cuts: of emergencies so that a miss weighs twice a false alarm. */
function calibrationFrom(judged: readonly Held[]): Calibration[] {
  const curves = Array.from({ length: outputs.count }, (_, output) =>
    platt(judged.map(({ sums, target }) => ({ sum: sums[output] ?? 0, isRight: target[output] === 1 }))),
  );
  const likely = ({ sums }: Held, output: number): number =>
    logistic((sums[output] ?? 0) * (curves[output]?.slope ?? 1) + (curves[output]?.offset ?? 0));
  const single = (output: number, beta: number): number =>
    cutOf(
      judged.map((each) => ({ likely: likely(each, output), isRight: each.target[output] === 1 })),
      beta,
    );
  const emergency = outputs.petitions + petitions.indexOf('emergency');
  const cuts = jointCuts(
    judged.map((each) => ({
      likely: petitions.map((_, index) => likely(each, outputs.petitions + index)),
      right: petitions.filter((_, index) => each.target[outputs.petitions + index] === 1),
    })),
    petitions.map((_, index) => (index === emergency ? single(emergency, 2) : 0.4)),
    new Set([emergency]),
    choose,
  );
  return curves.map((curve, output) => ({
    ...curve,
    cut: cuts[output - outputs.petitions] ?? (output >= outputs.hasIncident ? single(output, 1) : 0.5),
  }));
}

function chainOf(
  seen: readonly Seen[],
  know: Knower,
  kinds: readonly string[],
  spansOf: (message: LabelledMessage) => Span[],
): TaggerModel {
  const sentences = seen.map(({ message, reading }) => ({
    features: wordFeatures(message.text, reading.tokens, know(reading)),
    labels: labelsOf(message.text, reading.tokens, spansOf(message), kinds),
  }));
  const vocabulary = vocabularyOf(
    sentences.flatMap(({ features }) => features),
    chain.leastSeen,
  );
  const labels = labelCount(kinds);
  const sequences = sentences.map(({ features, labels: right }) => ({
    rows: features.map((ids) => Uint32Array.from(ids.flatMap((id) => vocabulary.get(id) ?? []))),
    labels: right,
  }));
  const { weights, transitions } = trainPerceptron(sequences, {
    features: vocabulary.size,
    labels,
    epochs: chain.epochs,
  });
  const counts = countsOf(
    sequences.flatMap(({ rows }) => rows.map((index) => ({ index }))),
    vocabulary.size,
  );
  const learnt = { ids: [...vocabulary.keys()], counts, weights, width: labels };
  const rounded = roundedLinear(learnt, chain.mostFeatures);
  return { ...rounded, kinds, transitions };
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
