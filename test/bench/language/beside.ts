import { openClassifier } from '../../../shared/language/classify.ts';
import { loadModel } from '../../../shared/language/model-file.ts';
import { type LabelledMessage, readHardSet, readPart } from '../../../training/corpus.ts';
import { rounded, table } from '../figures.ts';
import { figuresOf, recallAt, type Said } from './judge.ts';
import { type Outcome, runPeer } from './peer-run.ts';
import type { PeerName } from './peers.ts';

const goalLead = 8;
const order: readonly PeerName[] = ['fasttext', 'nlpjs', 'natural'];

type Contender = { name: string; test: Said[]; hard: Said[]; trainSeconds: number | null; perSecond: number };

/**
 * Our committed model beside libraries that learn from the same messages. One after the other: on two cores they would
 * slow each other down.
 */
export async function benchBeside(): Promise<void> {
  const sets = { test: readPart('test'), hard: readHardSet() };
  const ours = ourselves(sets.test, sets.hard);
  const outcomes: Outcome[] = [];
  for (const peer of order) outcomes.push(await runPeer(peer));
  const others = outcomes.flatMap((outcome) =>
    'report' in outcome ? [{ name: outcome.name, ...outcome.report }] : [],
  );
  say(
    'Language: petitions, beside libraries that learnt from the same messages (training and development voices).',
  );
  say('A message has one to three. Cuts of the others: of the highest macro-F1 on the development voices.\n');
  printSet(`Test voices, ${sets.test.length} messages`, 'test', sets.test, ours, others);
  printSet(`Hard set, ${sets.hard.length} messages`, 'hard', sets.hard, ours, others);
  table(
    ['classifier', 'training, s', 'messages / s'],
    [ours, ...others].map(({ name, trainSeconds, perSecond }) => [
      name,
      trainSeconds === null ? 'not trained here' : rounded(trainSeconds),
      perSecond.toFixed(0),
    ]),
  );
  for (const outcome of outcomes) {
    if ('reason' in outcome) say(`Not measured: ${outcome.name}: ${outcome.reason}`);
    else if (outcome.report.leftOut !== null) say(`Not measured: ${outcome.report.leftOut}`);
  }
  say('');
}

function printSet(
  title: string,
  set: 'test' | 'hard',
  messages: readonly LabelledMessage[],
  ours: Contender,
  others: readonly Contender[],
): void {
  const own = figuresOf(ours[set], messages);
  const leads: { name: string; points: number }[] = [];
  const rows = [ours, ...others].map((contender) => {
    const { microF1, macroF1, recall, precision } = figuresOf(contender[set], messages);
    const points = 100 * (own.macroF1 - macroF1);
    if (contender !== ours) leads.push({ name: contender.name, points });
    return [
      contender.name,
      ...[microF1, macroF1].map((figure) => figure.toFixed(3)),
      contender === ours ? '' : points.toFixed(1),
      ...[recall, precision].map((figure) => figure.toFixed(3)),
      contender === ours
        ? own.recall.toFixed(3)
        : recallAt(own.precision, contender[set], messages).toFixed(3),
    ];
  });
  say(`${title}\n`);
  table(
    [
      'classifier',
      'micro-F1',
      'macro-F1',
      'our lead, points',
      'emergency recall',
      'emergency precision',
      'recall at our precision',
    ],
    rows,
  );
  const [least] = leads.toSorted((one, other) => one.points - other.points);
  if (least)
    say(`Lead over the best of them, ${least.name}: ${least.points.toFixed(1)} points (goal: ${goalLead})\n`);
}

/** Places are found in the same go; the others find none. */
function ourselves(test: readonly LabelledMessage[], hard: readonly LabelledMessage[]): Contender {
  const classify = openClassifier(loadModel());
  const saidOf = ({ text }: LabelledMessage): Said => {
    const { petitions, scores } = classify(text);
    return { petitions, emergency: scores.emergency };
  };
  // The others have warmed up on the same.
  readPart('development').forEach(saidOf);
  const start = performance.now();
  const said = [...test, ...hard].map(saidOf);
  const perSecond = said.length / ((performance.now() - start) / 1000);
  return {
    name: 'ours',
    test: said.slice(0, test.length),
    hard: said.slice(test.length),
    trainSeconds: null,
    perSecond,
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
