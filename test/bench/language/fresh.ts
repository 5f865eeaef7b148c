import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { modelFile } from '../../../shared/language/model-file.ts';
import { bundle } from '../assembly.ts';
import { figureOf, rounded, table } from '../figures.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '.cache', 'bench', 'language');
const runs = 5;
const texts = 1000;
const megabyte = 1024 * 1024;

/** As on Lambda: one bundle, the model beside it. */
const ours = `import { openClassifier } from './shared/language/classify.ts';
  import { loadModel } from './shared/language/model-file.ts';
  import { openRedactor } from './shared/language/redact.ts';
  import { openViewer } from './shared/language/view.ts';
  export function open() {
    const model = loadModel();
    const view = openViewer(model);
    const [classify, { redact }] = [openClassifier(model, view), openRedactor(model, view)];
    return (text: string) => [classify(text), redact(text)];
  }`;
const empty = 'export const open = () => (text) => text.length;';

/** Loads what a file opens, then has it read the texts: both by the same lines, so that only what is loaded differs. */
const script = (file: string): string => `import { readFileSync } from 'node:fs';
  const start = performance.now();
  const { open } = await import(${JSON.stringify(file)});
  const read = open();
  const readyMs = performance.now();
  const loadMs = readyMs - start;
  for (const text of JSON.parse(readFileSync(${JSON.stringify(join(folder, 'texts.json'))}, 'utf8'))) read(text);
  console.log(JSON.stringify({ loadMs, readyMs, rss: process.memoryUsage.rss() }));`;

/** `readyMs` counts from the start of the process. */
const answer = z.object({ loadMs: z.number(), readyMs: z.number(), rss: z.number() });
type Answer = z.infer<typeof answer>;

/** How long the model takes to load in a fresh process and what it holds in memory, beside a process that loads nothing. */
export async function benchFresh(messages: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await copyFile(modelFile, join(folder, basename(modelFile)));
  await writeFile(join(folder, 'ours.mjs'), await bundle(ours));
  await writeFile(join(folder, 'empty.mjs'), empty);
  await writeFile(join(folder, 'texts.json'), JSON.stringify(messages.slice(0, texts)));
  const started = { ours: [] as Answer[], empty: [] as Answer[] };
  for (let run = 0; run < runs; run++)
    for (const which of ['ours', 'empty'] as const)
      started[which].push(freshProcess(join(folder, `${which}.mjs`)));
  const median = (which: keyof typeof started, of: keyof Answer): number =>
    figureOf(started[which].map((each) => each[of])).median;
  const row = (name: string, of: keyof Answer, unit: number): string[] => {
    const [own, none] = [median('ours', of) / unit, median('empty', of) / unit];
    return [name, rounded(own), rounded(none), rounded(own - none)];
  };
  process.stdout.write(
    `Fresh processes, median of ${runs}: load, and memory after ${texts} messages (goals: 60 ms; 64 MB above the empty one)\n\n`,
  );
  table(
    ['', 'with the model', 'empty', 'above it'],
    [
      row('load, ms', 'loadMs', 1),
      row('from the start of the process until loaded, ms', 'readyMs', 1),
      row('resident memory, MB', 'rss', megabyte),
    ],
  );
}

function freshProcess(file: string): Answer {
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script(file)], {
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(`A process did not start: ${child.stderr.slice(0, 500)}`);
  return answer.parse(JSON.parse(child.stdout));
}
