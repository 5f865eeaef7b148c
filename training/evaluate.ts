import { parseArgs } from 'node:util';
import { incidentLabels, petitionLabels, petitions } from '../shared/domain/taxonomy.ts';
import type { SecondReader } from '../shared/second-reader/opinion.ts';
import { answersOf } from './answers.ts';
import { type LabelledMessage, readHardSet, readMessages, readPart } from './corpus.ts';
import {
  type Count,
  f1Of,
  incidentCounts,
  measure,
  pagesPer10000,
  petitionCounts,
  precisionOf,
  recallOf,
  reliability,
  worstErrors,
} from './metrics.ts';
import { perturbations } from './perturb.ts';
import { readTwice, secondReader } from './second-reader.ts';

/**
 * `npm run evaluate [-- archivo.jsonl]`: how good the trained model is, on the test part of the corpus and on the hard set, or
 * on a file of labelled messages. With `--reader comprehend|bedrock --region us-west-2` (and `--model` or `--endpoint`), also
 * what a second reader would change, with the credentials of whoever asks.
 */
const { file, reader } = readArguments();
const errorsShown = 40;

const sets: [name: string, messages: readonly LabelledMessage[]][] = file
  ? [[file, readMessages(file)]]
  : [
      ['Parte de prueba del corpus', readPart('test')],
      ['Conjunto difícil', readHardSet()],
    ];

for (const [name, messages] of sets)
  await (reader ? compare(name, messages, reader) : report(name, messages));

function readArguments(): { file: string | undefined; reader: SecondReader | null } {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        reader: { type: 'string' },
        region: { type: 'string' },
        model: { type: 'string' },
        endpoint: { type: 'string' },
      },
    });
    return { file: positionals[0], reader: values.reader === undefined ? null : secondReader(values) };
  } catch (fault) {
    process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
    return process.exit(2);
  }
}

/** Both measures side by side, and how many priorities the second reader would raise. */
async function compare(
  name: string,
  messages: readonly LabelledMessage[],
  second: SecondReader,
): Promise<void> {
  const first = answersOf(messages);
  const both = await readTwice(first, second);
  say(`\n# ${name}: ${messages.length} mensajes, con ${second.name} como segundo lector\n`);
  const [alone, together] = [measure(first), measure(both)];
  for (const [measureName, value] of Object.entries(alone))
    if (measureName !== 'messages')
      say(
        `${measureName.padEnd(22)} ${value.toFixed(3)} → ${Object.entries(together)
          .find(([key]) => key === measureName)?.[1]
          .toFixed(3)}`,
      );
  const raised = both.filter(({ said }, index) => said.priority !== first[index]?.said.priority).length;
  say(`\nPrioridades que subiría: ${raised}`);
}

function report(name: string, messages: readonly LabelledMessage[]): void {
  const answers = answersOf(messages);
  say(`\n# ${name}: ${messages.length} mensajes\n`);
  for (const [measureName, value] of Object.entries(measure(answers)))
    if (measureName !== 'messages') say(`${measureName.padEnd(22)} ${value.toFixed(3)}`);
  const { right, wrong } = pagesPer10000(answers);
  const doubtful = answers.filter(({ said }) => said.needsReview).length / answers.length;
  say(`\nDe 10,000 mensajes en proporciones reales (5 % reportes, 0.5 % emergencias), avisos a operadores:`);
  say(
    `${right.toFixed(0)} con razón y ${wrong.toFixed(0)} sin ella. Para revisión: ${(100 * doubtful).toFixed(1)} % de este conjunto.`,
  );
  say('\n## Por petición (precisión, exhaustividad, F1, aciertos, falsas, omitidas)\n');
  for (const [petition, count] of petitionCounts(answers)) say(line(petitionLabels[petition], count));
  say('\n## Por incidente\n');
  for (const [incident, count] of incidentCounts(answers))
    if (count.hits + count.alarms + count.misses > 0)
      say(line(Object.entries(incidentLabels).find(([key]) => key === incident)?.[1] ?? incident, count));
  say('\n## Calibración: de los mensajes con cada puntuación, cuántos lo eran\n');
  for (const petition of petitions) {
    const bins = reliability(answers, petition)
      .filter(({ messages: count }) => count > 0)
      .map(
        ({ meanScore, shareRight, messages: count }) =>
          `${meanScore.toFixed(2)}→${shareRight.toFixed(2)} (${count})`,
      );
    say(`${petitionLabels[petition].padEnd(28)} ${bins.join('  ')}`);
  }
  say('\n## Robustez\n');
  for (const [change, perturb] of Object.entries(perturbations)) {
    const { petitionMicroF1, emergencyRecall, incidentAccuracy } = measure(
      answersOf(messages.map((message) => ({ ...message, text: perturb(message.text) }))),
    );
    say(
      `${change.padEnd(24)} F1 ${petitionMicroF1.toFixed(3)}  emergencias ${emergencyRecall.toFixed(3)}  incidente ${incidentAccuracy.toFixed(3)}`,
    );
  }
  say(`\n## Los ${errorsShown} peores errores\n`);
  for (const { answer, error } of worstErrors(answers, errorsShown))
    say(
      `${error.toFixed(2)} ${answer.message.id}: ${answer.message.petitions.join('+')} → ${answer.said.petitions.join('+')}: ${answer.message.text.replaceAll('\n', ' ')}`,
    );
}

function line(label: string, count: Count): string {
  const figures = [precisionOf(count), recallOf(count), f1Of(count)].map((value) => value.toFixed(3));
  return `${label.padEnd(44)} ${figures.join('  ')}  ${count.hits} ${count.alarms} ${count.misses}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
