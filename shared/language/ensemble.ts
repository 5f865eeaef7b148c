import type { Features } from './features.ts';
import { rowFinder } from './linear.ts';
import { mixed } from './outputs.ts';

/**
 * What judges a message: a linear model and small networks over the same features. In a network each feature has a
 * point in a space of few dimensions, a message is where its features' points add up to, and one hidden layer reads the
 * outputs off there. Weights and points are small whole numbers, times a scale.
 */
export type EnsembleModel = {
  /** Feature ids, none twice; a row of weights and of points for each. */
  ids: Uint32Array;
  linear: { weights: Int8Array; scales: Float32Array };
  networks: readonly NetworkModel[];
};

export type NetworkModel = {
  /** A point of `dimensions` coordinates for each feature. */
  points: Int8Array;
  /** What a coordinate of 1 stands for. */
  scale: number;
  dimensions: number;
  hidden: number;
  /** `dimensions` rows of `hidden`, then the biases of the hidden units. */
  inward: Float32Array;
  /** `hidden` rows of outputs, then the biases of the outputs. */
  outward: Float32Array;
};

/** Gives sums by output, on the logistic's scale. */
export function ensemble({ ids, linear, networks }: EnsembleModel): (features: Features) => Float32Array {
  const rowOf = rowFinder(ids);
  return (features) => {
    const rows: number[] = [];
    const values: number[] = [];
    // Plain loops: this is where the time of a message goes.
    for (let at = 0; at < features.ids.length; at++) {
      const row = rowOf(features.ids[at] ?? 0);
      if (row < 0) continue;
      rows.push(row);
      values.push(features.values[at] ?? 0);
    }
    const outputs = linear.scales.length;
    const sums = added(linear.weights, rows, values, outputs);
    return mixed(
      sums.map((sum, output) => sum * (linear.scales[output] ?? 0)),
      networks.map((network) =>
        readOff(
          added(network.points, rows, values, network.dimensions).map((sum) => sum * network.scale),
          network,
        ),
      ),
    );
  };
}

function added(
  weights: Int8Array,
  rows: readonly number[],
  values: readonly number[],
  width: number,
): Float32Array {
  const sums = new Float32Array(width);
  for (let at = 0; at < rows.length; at++) {
    const start = (rows[at] ?? 0) * width;
    const value = values[at] ?? 0;
    for (let to = 0; to < width; to++) sums[to] = (sums[to] ?? 0) + value * (weights[start + to] ?? 0);
  }
  return sums;
}

/** What a network's layers say of a place. */
export function readOff(
  place: Float32Array,
  { inward, outward, hidden }: Pick<NetworkModel, 'inward' | 'outward' | 'hidden'>,
): Float32Array {
  const units = layer(place, inward, hidden);
  for (let unit = 0; unit < hidden; unit++) units[unit] = Math.max(0, units[unit] ?? 0);
  return layer(units, outward, outward.length / (hidden + 1));
}

/** Weighted sums plus biases. */
export function layer(input: Float32Array, weights: Float32Array, width: number): Float32Array {
  const sums = weights.slice(input.length * width);
  for (const [from, value] of input.entries()) {
    if (value === 0) continue;
    const start = from * width;
    for (let to = 0; to < width; to++) sums[to] = (sums[to] ?? 0) + value * (weights[start + to] ?? 0);
  }
  return sums;
}
