import { petitions } from '../../../shared/domain/taxonomy.ts';
import { choose } from '../../../shared/language/classify.ts';
import { type LabelledMessage, readHardSet, readPart } from '../../../training/corpus.ts';
import { cutsFor, type Said } from './judge.ts';
import { type Likely, type PeerName, peers } from './peers.ts';

/**
 * `node peer-process.ts nlpjs`, started by peer-run.ts: cuts from a model of the training voices on the development
 * voices, then a model of both, which is the one measured. Sends one report to whoever started it.
 */
export type Report = {
  trainSeconds: number;
  /** Messages a second, cleaning included, each text for the first time: NLP.js keeps what it has seen. */
  perSecond: number;
  test: Said[];
  hard: Said[];
  leftOut: string | null;
};

const [, , asked = ''] = process.argv;
const isPeer = (name: string): name is PeerName => Object.hasOwn(peers, name);
if (!isPeer(asked)) throw new Error(`No such peer: ${asked}`);
const peer = await peers[asked].load();
const [train, development, test, hard] = [
  readPart('train'),
  readPart('development'),
  readPart('test'),
  readHardSet(),
];

const cuts = cutsFor(await all(await peer.train(train), development), development);
const everything = [...train, ...development];
const start = performance.now();
const likely = await peer.train(everything);
const trainSeconds = secondsSince(start);
const judging = performance.now();
const scores = await all(likely, [...test, ...hard]);
const perSecond = scores.length / secondsSince(judging);
const emergency = petitions.indexOf('emergency');
const said = scores.map((each) => ({ petitions: choose(each, cuts), emergency: each[emergency] ?? 0 }));
const report: Report = {
  trainSeconds,
  perSecond,
  test: said.slice(0, test.length),
  hard: said.slice(test.length),
  leftOut: peer.leftOut?.(everything) ?? null,
};
// Leaves of its own accord once the report is with the parent.
process.send?.(report, () => process.disconnect());

/** One after the other, as messages come. */
async function all(score: Likely, messages: readonly LabelledMessage[]): Promise<number[][]> {
  const scored: number[][] = [];
  for (const { text } of messages) scored.push(await score(text));
  return scored;
}

function secondsSince(from: number): number {
  return (performance.now() - from) / 1000;
}
