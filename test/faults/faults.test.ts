import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { cover, spoken } from './cover.ts';
import { episodes } from './episodes.ts';
import { play, pointsOf } from './play.ts';
import { randomFrom, sample } from './random.ts';
import { openStage, type Stage } from './stage.ts';

/** A sample of `npm run faults`. `FAULTS_SEED=<seed>` repeats one that failed. */
const seed = Number(process.env['FAULTS_SEED'] ?? randomInt(2 ** 31));
const [episodesTaken, pointsTaken] = [2, 3];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ assembly: inject('assembly') });
});
afterAll(() => stage.cloud.close());

test(`whatever function is killed wherever, the end is that of the undisturbed run (FAULTS_SEED=${seed})`, async () => {
  const random = randomFrom(seed);
  const quick = episodes.filter(({ functions, arrange }) => functions.length > 0 && !arrange);
  for (const episode of sample(quick, episodesTaken, random)) {
    await play(stage, episode);
    const undisturbed = await play(stage, episode);
    for (const point of sample(pointsOf(episode, undisturbed), pointsTaken, random)) {
      const verdict = await cover(stage, episode, point, undisturbed);
      expect({ [`${episode.name}: ${spoken(point)}`]: verdict }).toEqual({
        [`${episode.name}: ${spoken(point)}`]: { kind: 'alike' },
      });
    }
  }
});
