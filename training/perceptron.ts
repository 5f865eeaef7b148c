import { bestLabels } from '../shared/language/tagger.ts';
import { randomNumbers } from './logistic.ts';

/** One sentence: rows of the weight matrix for each word, and its right labels. */
export type Sequence = { rows: readonly Uint32Array[]; labels: Uint8Array };

export type PerceptronModel = { weights: Float32Array; transitions: Float32Array };

/**
 * Trains a linear chain by the averaged perceptron: a wrong sequence moves weights from what was said to what is right, and
 * the mean over all steps is kept. The same input gives the same weights, to the bit.
 */
export function trainPerceptron(
  sequences: readonly Sequence[],
  options: { features: number; labels: number; epochs: number },
): PerceptronModel {
  const { features, labels } = options;
  const weights = averaged(features * labels);
  const transitions = averaged(labels * labels);
  const order = [...sequences.keys()];
  const random = randomNumbers(7);
  let step = 1;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (let last = order.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
    }
    for (const index of order) {
      const sequence = sequences[index];
      if (!sequence || sequence.rows.length === 0) continue;
      const sums = new Float32Array(sequence.rows.length * labels);
      for (const [at, rows] of sequence.rows.entries())
        for (const row of rows)
          for (let label = 0; label < labels; label++)
            sums[at * labels + label] =
              (sums[at * labels + label] ?? 0) + (weights.now[row * labels + label] ?? 0);
      const guess = bestLabels(sums, transitions.now, labels);
      learn(sequence, guess, { weights, transitions, labels, step });
      step++;
    }
  }
  return { weights: weights.mean(step), transitions: transitions.mean(step) };
}

type Averaged = {
  now: Float32Array;
  add: (place: number, by: number, step: number) => void;
  mean: (steps: number) => Float32Array;
};

/** Numbers with their mean over all steps, kept without touching each at every step. */
function averaged(size: number): Averaged {
  const now = new Float32Array(size);
  const weighted = new Float64Array(size);
  return {
    now,
    add(place, by, step) {
      now[place] = (now[place] ?? 0) + by;
      weighted[place] = (weighted[place] ?? 0) + by * step;
    },
    mean: (steps) => now.map((value, place) => value - (weighted[place] ?? 0) / steps),
  };
}

function learn(
  { rows, labels: right }: Sequence,
  guess: Uint8Array,
  model: { weights: Averaged; transitions: Averaged; labels: number; step: number },
): void {
  const { weights, transitions, labels, step } = model;
  for (const [at, features] of rows.entries()) {
    const wanted = right[at] ?? 0;
    const said = guess[at] ?? 0;
    if (wanted !== said)
      for (const row of features) {
        weights.add(row * labels + wanted, 1, step);
        weights.add(row * labels + said, -1, step);
      }
    const wantedBefore = at === 0 ? 0 : (right[at - 1] ?? 0);
    const saidBefore = at === 0 ? 0 : (guess[at - 1] ?? 0);
    if (wanted === said && wantedBefore === saidBefore) continue;
    transitions.add(wantedBefore * labels + wanted, 1, step);
    transitions.add(saidBefore * labels + said, -1, step);
  }
}
