import { type Group, squash } from '../shared/language/outputs.ts';

/** A feature vector: rows of the weight matrix and their values. */
export type Row = { index: Uint32Array; value: Float32Array };

export type LogisticOptions = {
  features: number;
  groups: readonly Group[];
  epochs: number;
  learningRate: number;
  /** Pull of every weight towards 0. */
  decay: number;
};

/** An output this near to what is right teaches nothing. */
const leastError = 0.003;
const cooling = 0.15;

/**
 * Trains logistic and multinomial regressions that share their features, by AdaGrad over shuffled examples. The same
 * input gives the same weights, to the bit.
 * @param targets for each example its outputs, 0 to 1, or NaN
 * @returns `features` rows of outputs
 */
export function trainLogistic(
  rows: readonly Row[],
  targets: readonly Float32Array[],
  options: LogisticOptions,
): Float32Array {
  const outputs = Math.max(...options.groups.map(({ to }) => to));
  const weights = new Float32Array(options.features * outputs);
  const squares = new Float32Array(options.features * outputs).fill(1e-6);
  const order = Uint32Array.from(rows.keys());
  const random = randomNumbers(1);
  const sums = new Float32Array(outputs);
  const wrong = new Uint32Array(outputs);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    const rate = options.learningRate / (1 + cooling * epoch);
    for (const example of order) {
      const row = rows[example];
      const target = targets[example];
      if (!row || !target) continue;
      sumUp(weights, row, sums);
      squash(sums, options.groups);
      let errors = 0;
      for (let output = 0; output < outputs; output++) {
        const error = (sums[output] ?? 0) - (target[output] ?? 0);
        sums[output] = error;
        // Also false where the target is NaN.
        if (Math.abs(error) > leastError) wrong[errors++] = output;
      }
      for (let at = 0; at < row.index.length; at++) {
        const start = (row.index[at] ?? 0) * outputs;
        const value = row.value[at] ?? 0;
        for (let each = 0; each < errors; each++) {
          const output = wrong[each] ?? 0;
          const place = start + output;
          const weight = weights[place] ?? 0;
          const slope = (sums[output] ?? 0) * value + options.decay * weight;
          const square = (squares[place] ?? 0) + slope * slope;
          squares[place] = square;
          weights[place] = weight - (rate * slope) / Math.sqrt(square);
        }
      }
    }
  }
  return weights;
}

/** Sums of weights by output, into `sums`. */
export function sumUp(weights: Float32Array, row: Row, sums: Float32Array): void {
  const outputs = sums.length;
  sums.fill(0);
  for (let at = 0; at < row.index.length; at++) {
    const start = (row.index[at] ?? 0) * outputs;
    const value = row.value[at] ?? 0;
    for (let output = 0; output < outputs; output++)
      sums[output] = (sums[output] ?? 0) + value * (weights[start + output] ?? 0);
  }
}

/** Numbers from 0 to 1, the same for the same seed: xorshift32. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

export function shuffle(order: Uint32Array, random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
}
