/** What an output was for a message that its model had not seen, and whether it should have been high. */
export type Judged = { sum: number; isRight: boolean };

const steps = 60;

/** Fits slope and offset that make sums probabilities (Platt), by Newton's method. */
export function platt(judged: readonly Judged[]): { slope: number; offset: number } {
  const positives = judged.filter(({ isRight }) => isRight).length;
  const negatives = judged.length - positives;
  if (positives === 0 || negatives === 0) return { slope: 1, offset: 0 };
  // Platt's smoothed targets keep separable outputs finite.
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  let slope = 1;
  let offset = 0;
  for (let step = 0; step < steps; step++) {
    let [slopeSlope, slopeOffset, ss, so, oo] = [0, 0, 1e-6, 0, 1e-6];
    for (const { sum, isRight } of judged) {
      const likely = 1 / (1 + Math.exp(-(sum * slope + offset)));
      const error = likely - (isRight ? high : low);
      const spread = likely * (1 - likely);
      slopeSlope += error * sum;
      slopeOffset += error;
      ss += spread * sum * sum;
      so += spread * sum;
      oo += spread;
    }
    const determinant = ss * oo - so * so;
    slope -= (oo * slopeSlope - so * slopeOffset) / determinant;
    offset -= (ss * slopeOffset - so * slopeSlope) / determinant;
  }
  return { slope, offset };
}

/** Cuts that are tried. */
const grid = Array.from({ length: 31 }, (_, index) => 0.1 + index * 0.02);
const rounds = 3;

/** The cut from which on an output counts, of the highest F score; with beta 2 a miss weighs twice a false alarm. */
export function cutOf(judged: readonly { likely: number; isRight: boolean }[], beta: number): number {
  return bestOf(grid, (cut) => {
    const hits = judged.filter(({ likely, isRight }) => isRight && likely >= cut).length;
    const said = judged.filter(({ likely }) => likely >= cut).length;
    const all = judged.filter(({ isRight }) => isRight).length;
    return ((1 + beta ** 2) * hits) / (said + beta ** 2 * all || 1);
  });
}

/**
 * Cuts of several outputs that are chosen together, each in turn until nothing is gained, for the highest F1 over all.
 * @param fixed outputs whose cut stays
 * @param decide what is chosen of an example under some cuts
 */
export function jointCuts<Label>(
  examples: readonly { likely: readonly number[]; right: readonly Label[] }[],
  start: readonly number[],
  fixed: ReadonlySet<number>,
  decide: (likely: readonly number[], cuts: readonly number[]) => readonly Label[],
): number[] {
  const cuts = [...start];
  const score = (): number => {
    let [hits, said, all] = [0, 0, 0];
    for (const { likely, right } of examples) {
      const set = decide(likely, cuts);
      hits += set.filter((each) => right.includes(each)).length;
      said += set.length;
      all += right.length;
    }
    return (2 * hits) / (said + all);
  };
  for (let round = 0; round < rounds; round++)
    for (const output of cuts.keys()) {
      if (fixed.has(output)) continue;
      cuts[output] = bestOf(grid, (cut) => {
        cuts[output] = cut;
        return score();
      });
    }
  return cuts;
}

function bestOf(candidates: readonly number[], score: (candidate: number) => number): number {
  let best = { value: -Infinity, candidate: 0.5 };
  for (const candidate of candidates) {
    const value = score(candidate);
    if (value > best.value) best = { value, candidate };
  }
  return best.candidate;
}
