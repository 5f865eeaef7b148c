import { layer, readOff } from '../shared/language/ensemble.ts';
import { type Group, squash } from '../shared/language/outputs.ts';
import { type Row, randomNumbers, shuffle } from './logistic.ts';

export type NetworkOptions = {
  features: number;
  dimensions: number;
  hidden: number;
  groups: readonly Group[];
  epochs: number;
  learningRate: number;
  /** Share of features, and of hidden units, that each look at an example leaves out, so that none is relied on alone. */
  featureDropout: number;
  unitDropout: number;
  seed: number;
};

/** As in `NetworkModel`, before the points are rounded. */
export type Network = { points: Float32Array; inward: Float32Array; outward: Float32Array };

/** Values of features are small: this brings their points to where the hidden units can tell them apart. */
export const reach = 3;
const leastError = 0.002;
const leastRate = 0.002;

/**
 * Trains a network by AdaGrad over shuffled examples. The same input gives the same network, to the bit.
 * @param targets for each example its outputs, 0 to 1, or NaN where nothing is to be learnt
 */
export function trainNetwork(
  rows: readonly Row[],
  targets: readonly Float32Array[],
  options: NetworkOptions,
): Network {
  const { features, dimensions, hidden, groups, epochs } = options;
  const outputs = Math.max(...groups.map(({ to }) => to));
  const random = randomNumbers(options.seed);
  const points = parameters(features * dimensions, 0.1, random);
  const inward = parameters((dimensions + 1) * hidden, Math.sqrt(2 / dimensions), random);
  inward.values.fill(0, dimensions * hidden);
  const outward = parameters((hidden + 1) * outputs, Math.sqrt(1 / hidden), random);
  outward.values.fill(0, hidden * outputs);
  const order = Uint32Array.from(rows.keys());
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const rate = options.learningRate * (1 - epoch / epochs) + leastRate;
    for (const example of order) {
      const row = rows[example];
      const target = targets[example];
      if (!row || !target) continue;
      const kept = thinned(row, options.featureDropout, random);
      const place = placeOf(kept, points.values, dimensions);
      const units = layer(place, inward.values, hidden);
      for (let unit = 0; unit < hidden; unit++) {
        const isOut = random() < options.unitDropout;
        units[unit] = isOut ? 0 : Math.max(0, units[unit] ?? 0) / (1 - options.unitDropout);
      }
      const errors = layer(units, outward.values, outputs);
      squash(errors, groups);
      for (let output = 0; output < outputs; output++) {
        const error = (errors[output] ?? 0) - (target[output] ?? 0);
        errors[output] = Math.abs(error) > leastError ? error : 0;
      }
      const unitErrors = learn(outward, units, errors, rate);
      for (let unit = 0; unit < hidden; unit++)
        unitErrors[unit] = (units[unit] ?? 0) > 0 ? (unitErrors[unit] ?? 0) / (1 - options.unitDropout) : 0;
      const placeErrors = learn(inward, place, unitErrors, rate);
      for (let at = 0; at < kept.index.length; at++) {
        const start = (kept.index[at] ?? 0) * dimensions;
        const value = (kept.value[at] ?? 0) * reach;
        for (let axis = 0; axis < dimensions; axis++)
          step(points, start + axis, (placeErrors[axis] ?? 0) * value, rate);
      }
    }
  }
  return { points: points.values, inward: inward.values, outward: outward.values };
}

/** What a network makes of an example, as sums. */
export function outputsOf(row: Row, { points, inward, outward }: Network, dimensions: number): Float32Array {
  const hidden = inward.length / (dimensions + 1);
  return readOff(placeOf(row, points, dimensions), { inward, outward, hidden });
}

/** Weights with the sums of squares of their slopes. */
type Parameters = { values: Float32Array; squares: Float32Array };

function parameters(size: number, spread: number, random: () => number): Parameters {
  // The sum of six even numbers is near enough to a normal one.
  const normal = (): number => {
    let sum = 0;
    for (let index = 0; index < 6; index++) sum += random();
    return (sum - 3) / Math.SQRT1_2;
  };
  return {
    values: Float32Array.from({ length: size }, () => normal() * spread),
    squares: new Float32Array(size).fill(1e-4),
  };
}

function step({ values, squares }: Parameters, at: number, slope: number, rate: number): void {
  const square = (squares[at] ?? 0) + slope * slope;
  squares[at] = square;
  values[at] = (values[at] ?? 0) - (rate * slope) / Math.sqrt(square);
}

/** Moves a layer's weights and biases against the errors of what it gave; gives the errors of what it was given. */
function learn(weights: Parameters, input: Float32Array, errors: Float32Array, rate: number): Float32Array {
  const width = errors.length;
  const biases = input.length * width;
  const before = new Float32Array(input.length);
  for (let to = 0; to < width; to++) {
    const error = errors[to] ?? 0;
    if (error === 0) continue;
    step(weights, biases + to, error, rate);
    for (let from = 0; from < input.length; from++) {
      const at = from * width + to;
      before[from] = (before[from] ?? 0) + error * (weights.values[at] ?? 0);
      const value = input[from] ?? 0;
      if (value !== 0) step(weights, at, error * value, rate);
    }
  }
  return before;
}

function placeOf({ index, value }: Row, points: Float32Array, dimensions: number): Float32Array {
  const place = new Float32Array(dimensions);
  for (let at = 0; at < index.length; at++) {
    const start = (index[at] ?? 0) * dimensions;
    const weight = (value[at] ?? 0) * reach;
    for (let axis = 0; axis < dimensions; axis++)
      place[axis] = (place[axis] ?? 0) + weight * (points[start + axis] ?? 0);
  }
  return place;
}

/** A random part of the features, which stands for the whole. */
function thinned({ index, value }: Row, dropout: number, random: () => number): Row {
  const kept: number[] = [];
  for (let at = 0; at < index.length; at++) if (random() >= dropout) kept.push(at);
  return {
    index: Uint32Array.from(kept, (at) => index[at] ?? 0),
    value: Float32Array.from(kept, (at) => (value[at] ?? 0) / (1 - dropout)),
  };
}
