import { type Petition, petitions } from '../../../shared/domain/taxonomy.ts';
import { choose } from '../../../shared/language/classify.ts';
import type { LabelledMessage } from '../../../training/corpus.ts';
import { f1Of, petitionCounts, precisionOf, recallOf } from '../../../training/metrics.ts';

/** What a classifier said of a message, and how likely it held an emergency. */
export type Said = { petitions: readonly Petition[]; emergency: number };

type Figures = {
  microF1: number;
  macroF1: number;
  recall: number;
  precision: number;
};

/** F1 over the petitions, and recall and precision of emergencies. */
export function figuresOf(said: readonly Said[], messages: readonly LabelledMessage[]): Figures {
  const pairs = messages.flatMap((message, index) => {
    const answer = said[index];
    return answer === undefined ? [] : [{ message, said: answer }];
  });
  const byPetition = petitionCounts(pairs);
  const counts = [...byPetition.values()];
  const total = (of: 'hits' | 'alarms' | 'misses'): number =>
    counts.reduce((sum, count) => sum + count[of], 0);
  const emergency = byPetition.get('emergency') ?? { hits: 0, alarms: 0, misses: 0 };
  return {
    microF1: f1Of({ hits: total('hits'), alarms: total('alarms'), misses: total('misses') }),
    macroF1: counts.reduce((sum, count) => sum + f1Of(count), 0) / counts.length,
    recall: recallOf(emergency),
    precision: precisionOf(emergency),
  };
}

/**
 * The most emergencies found under any cut that keeps this precision: cuts that weigh misses and false alarms otherwise
 * than ours are so made comparable. The cut is sought on the very messages, to the classifier's favour.
 */
export function recallAt(
  precision: number,
  said: readonly Said[],
  messages: readonly LabelledMessage[],
): number {
  const ranked = said
    .map(({ emergency }, index) => ({
      emergency,
      isRight: messages[index]?.petitions.includes('emergency') ?? false,
    }))
    .toSorted((one, other) => other.emergency - one.emergency);
  let [hits, most] = [0, 0];
  for (const [index, { emergency, isRight }] of ranked.entries()) {
    if (isRight) hits++;
    const isCut = ranked[index + 1]?.emergency !== emergency;
    if (isCut && hits / (index + 1) >= precision) most = hits;
  }
  return most / ranked.filter(({ isRight }) => isRight).length;
}

const candidates = 40;
const rounds = 2;

/**
 * Cuts by petition of the highest macro-F1, each sought in turn among the scores that occur. What is chosen under them is
 * chosen as by ours: petitions above their cut, else the one that comes nearest.
 */
export function cutsFor(
  likely: readonly (readonly number[])[],
  messages: readonly LabelledMessage[],
): number[] {
  const right = messages.map(({ petitions: set }) => new Set(set));
  const cuts = petitions.map(() => 0.5);
  for (let round = 0; round < rounds; round++)
    for (const petition of petitions.keys()) {
      let best = { score: macroF1(likely, right, cuts), cut: cuts[petition] ?? 0.5 };
      for (const cut of scoresThatOccur(likely, petition)) {
        cuts[petition] = cut;
        const score = macroF1(likely, right, cuts);
        if (score > best.score) best = { score, cut };
      }
      cuts[petition] = best.cut;
    }
  return cuts;
}

/** Of the upper half: no petition stands in more messages. */
function scoresThatOccur(likely: readonly (readonly number[])[], petition: number): number[] {
  const scores = likely
    .map((each) => each[petition] ?? 0)
    .filter((score) => score > 0)
    .toSorted((one, other) => one - other);
  return Array.from(
    { length: candidates },
    (_, step) => scores[Math.floor(scores.length * (0.5 + (0.5 * step) / candidates))] ?? 0.5,
  );
}

/** The figure alone, without the lists of `figuresOf`: it is reckoned some eight hundred times. */
function macroF1(
  likely: readonly (readonly number[])[],
  right: readonly ReadonlySet<Petition>[],
  cuts: readonly number[],
): number {
  const [hits, said, all]: [Tally, Tally, Tally] = [new Map(), new Map(), new Map()];
  for (const [index, each] of likely.entries()) {
    const truth = right[index] ?? new Set<Petition>();
    for (const petition of truth) add(all, petition);
    for (const petition of choose(each, cuts)) {
      add(said, petition);
      if (truth.has(petition)) add(hits, petition);
    }
  }
  const f1 = (petition: Petition): number =>
    (2 * (hits.get(petition) ?? 0)) / ((said.get(petition) ?? 0) + (all.get(petition) ?? 0) || 1);
  return petitions.reduce((sum, petition) => sum + f1(petition), 0) / petitions.length;
}

type Tally = Map<Petition, number>;

function add(tally: Tally, petition: Petition): void {
  tally.set(petition, (tally.get(petition) ?? 0) + 1);
}
