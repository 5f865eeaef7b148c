import type { EnsembleModel } from '../shared/language/ensemble.ts';
import type { LinearModel } from '../shared/language/linear.ts';
import type { Ensemble } from './ensemble.ts';
import { reach } from './network.ts';

/** Highest whole number that a weight becomes. Finer steps change nothing that the development part shows, and compress worse. */
const highest = 7;
/** Chains add up fewer weights, so each must be nearer to what it was. */
const highestInChains = 31;

/** Weights by feature: `width` to a row, and how many examples have the feature. */
export type Learnt = { ids: readonly number[]; counts: Float32Array; weights: Float32Array; width: number };

/** Keeps the features that matter most, in small whole numbers. */
export function roundedEnsemble({ ids, counts, linear, networks }: Ensemble, most: number): EnsembleModel {
  const tables = [
    linear,
    ...networks.map(({ network, dimensions }) => ({ weights: network.points, width: dimensions })),
  ];
  const kept = heaviest(counts, tables, most);
  return {
    ids: Uint32Array.from(kept, (row) => ids[row] ?? 0),
    linear: roundedTable(kept, linear.weights, linear.width, highest),
    networks: networks.map(({ network, dimensions, hidden }) => {
      const { points, inward, outward } = network;
      const peak = peakOf(kept, points, dimensions);
      const scale = peak / highest || 1;
      return {
        points: roundedRows(kept, points, dimensions, () => scale),
        scale: scale * reach,
        dimensions,
        hidden,
        inward,
        outward,
      };
    }),
  };
}

export function roundedLinear({ ids, counts, weights, width }: Learnt, most: number): LinearModel {
  const kept = heaviest(counts, [{ weights, width }], most);
  return {
    ids: Uint32Array.from(kept, (row) => ids[row] ?? 0),
    ...roundedTable(kept, weights, width, highestInChains),
  };
}

function roundedTable(
  kept: readonly number[],
  weights: Float32Array,
  width: number,
  most: number,
): Pick<LinearModel, 'weights' | 'scales'> {
  const scales = new Float32Array(width);
  for (const row of kept)
    for (let output = 0; output < width; output++)
      scales[output] = Math.max(scales[output] ?? 0, Math.abs(weights[row * width + output] ?? 0) / most);
  return { weights: roundedRows(kept, weights, width, (output) => scales[output] || 1), scales };
}

function roundedRows(
  kept: readonly number[],
  weights: Float32Array,
  width: number,
  scale: (at: number) => number,
): Int8Array {
  const rounded = new Int8Array(kept.length * width);
  for (const [to, row] of kept.entries())
    for (let at = 0; at < width; at++)
      rounded[to * width + at] = Math.round((weights[row * width + at] ?? 0) / scale(at));
  return rounded;
}

function peakOf(kept: readonly number[], weights: Float32Array, width: number): number {
  let peak = 0;
  for (const row of kept)
    for (let at = row * width; at < (row + 1) * width; at++)
      peak = Math.max(peak, Math.abs(weights[at] ?? 0));
  return peak;
}

type Table = { weights: Float32Array; width: number };

/**
 * The rows that matter most, in order: by their length in each table and by how often they are met. A rare feature may
 * weigh much and still never be met again.
 */
function heaviest(counts: Float32Array, tables: readonly Table[], most: number): number[] {
  const worths = tables.map((table) => worthsOf(counts, table));
  return [...counts.keys()]
    .map((row) => ({ row, worth: worths.reduce((sum, worth) => sum + (worth[row] ?? 0), 0) }))
    .toSorted((one, other) => other.worth - one.worth || one.row - other.row)
    .slice(0, most)
    .map(({ row }) => row)
    .toSorted((one, other) => one - other);
}

/** Each row's share of what a table weighs in all. */
function worthsOf(counts: Float32Array, { weights, width }: Table): Float64Array {
  const worths = Float64Array.from(counts, (count, row) => {
    let squares = 0;
    for (let at = row * width; at < (row + 1) * width; at++) squares += (weights[at] ?? 0) ** 2;
    return Math.sqrt(squares * count);
  });
  const total = worths.reduce((sum, worth) => sum + worth, 0) || 1;
  return worths.map((worth) => worth / total);
}
