import { Worker } from 'node:worker_threads';
import { petitions } from '../shared/domain/taxonomy.ts';
import { choose } from '../shared/language/classify.ts';
import { type Features, featuresOf } from '../shared/language/features.ts';
import type { Calibration, KnownPlace, Model } from '../shared/language/model.ts';
import { logistic, outputs } from '../shared/language/outputs.ts';
import { type Lexicon, phrasebook } from '../shared/language/phrasebook.ts';
import { type Reading, reader } from '../shared/language/reading.ts';
import { judgeByRules } from '../shared/language/rules.ts';
import { cutOf, jointCuts, platt } from './calibrate.ts';
import { trainChains } from './chains.ts';
import type { Spoken } from './corpus.ts';
import { type Ensemble, sumsOf, trainEnsemble } from './ensemble.ts';
import { targetOf } from './examples.ts';
import { roundedEnsemble } from './rounded.ts';

/** Everything that is not learnt from messages. */
export type Knowledge = { semantics: Lexicon<string>; gazetteer: readonly KnownPlace[] };

/** Two, each as long as half of the whole: so both cores are done at about the same time. */
const folds = 2;
const mostFeatures = 105_000;

type Seen = { message: Spoken; reading: Reading; features: Features };

/** Trains a model, on two cores. The same messages and knowledge give the same model, to the byte. */
export async function fit(
  messages: readonly Spoken[],
  knowledge: Knowledge,
  trainedFrom: string,
): Promise<Model> {
  const held = judgeHeldElsewhere(messages, knowledge);
  const seen = seenBy(messages, knowledge);
  const ensemble = trainEnsemble(seen);
  return {
    trainedFrom,
    ...knowledge,
    judges: roundedEnsemble(ensemble, mostFeatures),
    ...trainChains(messages, knowledge),
    calibration: calibrationFrom(await held),
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
