import { incidents, petitions } from '../domain/taxonomy.ts';

/** Where the classifier's outputs stand. */
export const outputs = {
  petitions: 0,
  incidents: petitions.length,
  hasIncident: petitions.length + incidents.length,
  inProgress: petitions.length + incidents.length + 1,
  count: petitions.length + incidents.length + 2,
};

/**
 * Outputs come in groups: in a softmax group exactly one is right, while those of a sigmoid group are right or wrong by
 * themselves.
 */
export type Group = { kind: 'sigmoid' | 'softmax'; from: number; to: number };

/** Which incident it is, is asked only of messages that have one. */
export const groups: readonly Group[] = [
  { kind: 'sigmoid', from: outputs.petitions, to: outputs.incidents },
  { kind: 'softmax', from: outputs.incidents, to: outputs.hasIncident },
  { kind: 'sigmoid', from: outputs.hasIncident, to: outputs.count },
];

/** Turns sums into probabilities, in place. */
export function squash(sums: Float32Array, within: readonly Group[]): void {
  for (const { kind, from, to } of within) {
    if (kind === 'sigmoid') {
      for (let output = from; output < to; output++) sums[output] = logistic(sums[output] ?? 0);
      continue;
    }
    let most = -Infinity;
    for (let output = from; output < to; output++) most = Math.max(most, sums[output] ?? 0);
    let total = 0;
    for (let output = from; output < to; output++) {
      const share = Math.exp((sums[output] ?? 0) - most);
      sums[output] = share;
      total += share;
    }
    for (let output = from; output < to; output++) sums[output] = (sums[output] ?? 0) / total;
  }
}

export const logistic = (sum: number): number => 1 / (1 + Math.exp(-sum));

/** How much the linear model counts beside the networks; chosen on the development part of the corpus. */
const linearShare = { sigmoid: 0.35, softmax: 0.7 };
const leastLikely = 1e-5;

/** The mean of what the linear model and the networks hold likely, from the sums of each, as sums again. */
export function mixed(linear: Float32Array, networks: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(outputs.count);
  const add = (sums: Float32Array, share: Record<Group['kind'], number>): void => {
    const likely = Float32Array.from(sums);
    squash(likely, groups);
    for (const { kind, from, to } of groups)
      for (let output = from; output < to; output++)
        mean[output] = (mean[output] ?? 0) + share[kind] * (likely[output] ?? 0);
  };
  add(linear, linearShare);
  const { sigmoid, softmax } = linearShare;
  for (const sums of networks)
    add(sums, {
      sigmoid: (1 - sigmoid) / networks.length,
      softmax: (1 - softmax) / networks.length,
    });
  return mean.map((likely) => {
    const within = Math.min(1 - leastLikely, Math.max(leastLikely, likely));
    return Math.log(within / (1 - within));
  });
}
