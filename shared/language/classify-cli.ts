import { once } from 'node:events';
import * as z from 'zod';
import { openClassifier } from './classify.ts';
import { linesOf } from './json-lines.ts';
import { loadModel } from './model-file.ts';
import { openRedactor } from './redact.ts';
import { openViewer } from './view.ts';

/**
 * `npm run --silent classify`: JSON lines `{id, text}` on standard input, JSON lines `{id, petitions, incident, inProgress,
 * priority, location, places, scores, needsReview, redacted, pii}` on standard output, in the same order, as they come. Empty lines are skipped. A line that
 * cannot be read has no line of output: standard error names it, the others go on, and the exit code is 1 at the end.
 * Whoever stops reading (`| head`) ends the command quietly.
 */
const input = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

const model = loadModel();
const view = openViewer(model);
const classify = openClassifier(model, view);
const { personalData, redact } = openRedactor(model, view);

let faults = 0;

function refuse(number: number, reason: string): void {
  faults++;
  process.stderr.write(`Línea ${number}: ${reason}. Se espera {"id": "…", "text": "…"} en una sola línea.\n`);
}

function classified(number: number, line: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    refuse(number, 'no es JSON válido');
    return null;
  }
  const request = input.safeParse(value);
  if (!request.success) {
    const names = [...new Set(request.error.issues.map(({ path }) => path.join('.') || 'el objeto'))];
    refuse(number, `falta o no sirve: ${names.join(', ')}`);
    return null;
  }
  const { id, text } = request.data;
  const { petitions, incident, inProgress, priority, location, places, scores, needsReview } = classify(text);
  const answer = { id, petitions, incident, inProgress, priority, location, places, scores, needsReview };
  return `${JSON.stringify({ ...answer, redacted: redact(text), pii: personalData(text) })}\n`;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

for await (const { number, text } of linesOf(process.stdin)) {
  if (text === null) refuse(number, 'es demasiado larga');
  const answer = text === null || text.trim() === '' ? null : classified(number, text);
  if (answer !== null && !process.stdout.write(answer)) await once(process.stdout, 'drain');
}
if (faults > 0) process.exitCode = 1;
