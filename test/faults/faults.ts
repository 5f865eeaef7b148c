import { join } from 'node:path';
import { synthesise } from '../../local/assembly.ts';
import type { Point } from '../../local/front/faults.ts';
import { cover, spoken } from './cover.ts';
import type { Episode } from './episode.ts';
import { episodes } from './episodes.ts';
import { type Played, play, pointsOf } from './play.ts';
import { openStage, type Stage } from './stage.ts';

/**
 * `npm run faults [part of an episode's name]`: kills every function at every point that the front counted, and compares
 * what is left with the undisturbed run. Prints covered/total; exits 1 when a point was not reached or ended otherwise.
 */
const stagesAtOnce = 2;
/** A stage is left after so many takes: its table and its day get full. */
const takesOfAStage = 15;

type Work = { episode: Episode; point: Point; undisturbed: Played };

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const assembly = await synthesise(join(import.meta.dirname, '../../settings/local.json'));
const wanted = process.argv[2] ?? '';
const queue = await enumerate(episodes.filter(({ name }) => name.includes(wanted)));
const total = queue.length;
say(`${total} points`);
const failures: string[] = [];
let done = 0;
await Promise.all(Array.from({ length: stagesAtOnce }, worker));
say(`${total - failures.length}/${total} points covered`);
for (const failure of failures) say(failure);
process.exitCode = failures.length === 0 ? 0 : 1;

async function enumerate(chosen: readonly Episode[]): Promise<Work[]> {
  return withStage(async (stage) => {
    const works: Work[] = [];
    for (const episode of chosen) {
      // The first playing has cold starts among it, the second is like those to come.
      await play(stage, episode);
      const undisturbed = await play(stage, episode);
      works.push(...pointsOf(episode, undisturbed).map((point) => ({ episode, point, undisturbed })));
    }
    return works;
  });
}

async function worker(): Promise<void> {
  while (queue.length > 0)
    await withStage(async (stage) => {
      for (let takes = 0; takes < takesOfAStage; takes++) {
        const work = queue.shift();
        if (!work) return;
        await judge(stage, work);
      }
    });
}

async function judge(stage: Stage, { episode, point, undisturbed }: Work): Promise<void> {
  const verdict = await cover(stage, episode, point, undisturbed).catch((fault: unknown) => ({
    kind: 'broke' as const,
    reason: fault instanceof Error ? fault.message : String(fault),
  }));
  if (verdict.kind !== 'alike')
    failures.push(`${episode.name}: ${spoken(point)}: ${JSON.stringify(verdict)}`);
  if (verdict.kind !== 'alike') say(failures.at(-1) ?? '');
  if (++done % 20 === 0) say(`${done}/${total}`);
}

async function withStage<Result>(use: (stage: Stage) => Promise<Result>): Promise<Result> {
  const stage = await openStage({ assembly });
  try {
    return await use(stage);
  } finally {
    await stage.cloud.close();
  }
}
