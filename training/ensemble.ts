import type { Features } from '../shared/language/features.ts';
import { groups, mixed, outputs } from '../shared/language/outputs.ts';
import type { LabelledMessage } from './corpus.ts';
import { countsOf, rowOf, targetOf, type Vocabulary, vocabularyOf } from './examples.ts';
import { sumUp, trainLogistic } from './logistic.ts';
import { type Network, outputsOf, trainNetwork } from './network.ts';

/** Chosen on the development part of the corpus. */
const leastSeen = 2;
const linear = { epochs: 12, learningRate: 0.2, decay: 1e-4 };
const networkOptions = {
  dimensions: 32,
  hidden: 64,
  epochs: 18,
  learningRate: 0.05,
  featureDropout: 0.75,
  unitDropout: 0.3,
};
const networkSeeds = [3, 9];

export type Ensemble = {
  /** Features by row, and how many examples have each. */
  ids: readonly number[];
  counts: Float32Array;
  vocabulary: Vocabulary;
  linear: { weights: Float32Array; width: number };
  networks: { network: Network; dimensions: number; hidden: number }[];
};

/** Trains what judges a message: a linear model and networks that began elsewhere. */
export function trainEnsemble(seen: readonly { message: LabelledMessage; features: Features }[]): Ensemble {
  const vocabulary = vocabularyOf(
    seen.map(({ features }) => features.ids),
    leastSeen,
  );
  const ids = [...vocabulary.keys()];
  const rows = seen.map(({ features }) => rowOf(features, vocabulary));
  const targets = seen.map(({ message }) => targetOf(message));
  const counts = countsOf(rows, vocabulary.size);
  const shared = { features: vocabulary.size, groups };
  return {
    ids,
    counts,
    vocabulary,
    linear: { weights: trainLogistic(rows, targets, { ...shared, ...linear }), width: outputs.count },
    networks: networkSeeds.map((seed) => ({
      network: trainNetwork(rows, targets, { ...shared, ...networkOptions, seed }),
      dimensions: networkOptions.dimensions,
      hidden: networkOptions.hidden,
    })),
  };
}

/** What an ensemble makes of a message, unrounded. */
export function sumsOf(features: Features, { vocabulary, linear: model, networks }: Ensemble): Float32Array {
  const row = rowOf(features, vocabulary);
  const sums = new Float32Array(outputs.count);
  sumUp(model.weights, row, sums);
  return mixed(
    sums,
    networks.map(({ network, dimensions }) => outputsOf(row, network, dimensions)),
  );
}
