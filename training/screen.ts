import { logistic } from '../shared/language/outputs.ts';
import {
  pieceValue,
  type ScreenFeatures,
  type ScreenModel,
  screenBuckets,
  screenFeatures,
  screenSum,
  wordValue,
} from '../shared/language/screen.ts';
import type { Spoken } from './corpus.ts';
import { randomNumbers, shuffle } from './logistic.ts';

const folds = 3;
const epochs = 8;
/** Slow and short: what is learnt by heart is sure of itself where it should not be. */
const learningRate = 0.02;
const cooling = 0.15;
/** How much worse it is to keep an emergency out than to let chatter in. */
const missWeight = 6;
/** Share of emergencies, of voices that were not heard, that must be let in. */
const leastLetIn = 0.99;
const bound = 127;

type Example = { features: ScreenFeatures; isEmergency: boolean; voice: string };

/**
 * Learns what may be an emergency. The cut is chosen on voices that were held out, the weights from all. The same
 * messages give the same screen, to the byte.
 */
export function trainScreen(messages: readonly Spoken[], trainedFrom: string): ScreenModel {
  const examples = messages.map(
    ({ text, petitions, voice }): Example => ({
      features: screenFeatures(text),
      isEmergency: petitions.includes('emergency'),
      voice,
    }),
  );
  const voices = [...new Set(examples.map(({ voice }) => voice))].toSorted();
  const foldOf = new Map(voices.map((voice, index) => [voice, index % folds]));
  const held = Array.from({ length: folds }, (_, fold) => {
    const weights = learn(examples.filter(({ voice }) => foldOf.get(voice) !== fold));
    return examples
      .filter(({ voice, isEmergency }) => isEmergency && foldOf.get(voice) === fold)
      .map(({ features }) => screenSum(features, weights));
  }).flat();
  const cut = held.toSorted((one, other) => one - other)[Math.floor(held.length * (1 - leastLetIn))] ?? 0;
  const weights = learn(examples);
  const scale = bound / weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  return {
    trainedFrom,
    cut: cut * scale,
    weights: Int8Array.from(weights, (weight) => Math.round(weight * scale)),
  };
}

function learn(examples: readonly Example[]): Float32Array {
  const weights = new Float32Array(screenBuckets);
  const squares = new Float32Array(screenBuckets).fill(1e-6);
  const order = Uint32Array.from(examples.keys());
  const random = randomNumbers(1);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const rate = learningRate / (1 + cooling * epoch);
    for (const index of order) {
      const example = examples[index];
      if (example) step(example, weights, squares, rate);
    }
  }
  return weights;
}

function step(example: Example, weights: Float32Array, squares: Float32Array, rate: number): void {
  const error = logistic(screenSum(example.features, weights)) - (example.isEmergency ? 1 : 0);
  const pull = example.isEmergency ? error * missWeight : error;
  const nudge = (bucket: number, slope: number): void => {
    const square = (squares[bucket] ?? 0) + slope * slope;
    squares[bucket] = square;
    weights[bucket] = (weights[bucket] ?? 0) - (rate * slope) / Math.sqrt(square);
  };
  const { features } = example;
  for (const bucket of features.words) nudge(bucket, pull * wordValue(features));
  for (const bucket of features.pieces) nudge(bucket, pull * pieceValue(features));
}
