import { isDeepStrictEqual } from 'node:util';
import { type Point, phases } from '../../local/front/faults.ts';
import { type Item, scan } from '../e2e/scan.ts';
import { type EndState, endState } from './end-state.ts';
import type { Episode } from './episode.ts';
import { newTake, requestCounts, type Stage } from './stage.ts';

/** A point of an episode: its `nth` counts the function's requests for the operation since the episode began. */
type EpisodePoint = Point;

export type Played = {
  state: EndState;
  /** Requests that functions made, by function and operation. */
  requests: Map<string, number>;
  /** Whether the point was reached. */
  struck: boolean;
  /** Requests, by function, operation and number, that the episode itself has broken: they are no points of it. */
  broken: ReadonlySet<string>;
};

/** Longer than secrets are remembered and than FIFO queues know a message again. */
const pauseSeconds = 301;
/** For an episode that cannot end as it should: whoever knows that says so. */
type Options = { kill?: EpisodePoint; isHopeless?: () => boolean };

/** A lease of a quarter of an hour, and the longest that a queue hides a message, with retries after them. */
const mostMinutes = 45;

/**
 * Plays an episode once, with people of its own, until nothing is left to be done.
 * @param kill where a function is killed, once
 * @param isHopeless asked each minute: true ends it as it is
 */
export async function play(
  stage: Stage,
  episode: Episode,
  { kill, isHopeless = () => false }: Options = {},
): Promise<Played> {
  const { cloud } = stage;
  const early = newTake(stage);
  await episode.arrange?.(early);
  if (!episode.arrange) await cloud.advance(pauseSeconds);
  // Counts of what follows begin after what was arranged.
  const take = { ...early, plan: newTake(stage).plan };
  const before = requestCounts(cloud);
  const sentBefore = cloud.whatsapp.sent().length;
  const struckBefore = cloud.faults.struck().length;
  const deadBefore = deadLetters(stage);
  if (kill) take.plan(kill, { kind: 'kill' });
  await episode.play(take);
  await untilDone(stage, episode.quietMinutes ?? 1, isHopeless);

  const items = (await scan(cloud)).filter(take.isNew);
  for (const { pk, sk } of items) stage.known.add(`${pk} ${sk}`);
  const state = endState(take, items, cloud.whatsapp.sent().slice(sentBefore));
  const struck = cloud.faults
    .struck()
    .slice(struckBefore)
    .map((point) => relative(point, before));
  const dead = deadLetters(stage) - deadBefore;
  return {
    state: dead === 0 ? state : { ...state, items: [...state.items, `${dead} dead letters`] },
    requests: difference(before, requestCounts(cloud)),
    struck: kill !== undefined && struck.some((point) => isDeepStrictEqual(point, kill)),
    broken: new Set(struck.map(requestOf)),
  };
}

const requestOf = ({ functionId, operation, nth }: Point): string => `${functionId} ${operation} ${nth}`;

/** A point as counted since the episode began. */
const relative = ({ nth, ...point }: Point, before: ReadonlyMap<string, number>): Point => ({
  ...point,
  nth: nth - (before.get(`${point.functionId} ${point.operation}`) ?? 0),
});

/** Minutes pass until queues are empty and no work is due, and then as many as are asked for. */
async function untilDone(stage: Stage, quietMinutes: number, isHopeless: () => boolean): Promise<void> {
  for (let minute = 0, quiet = 0; minute < mostMinutes && quiet < quietMinutes; minute++) {
    await stage.cloud.advance(60);
    if (isHopeless()) return;
    quiet = (await isDone(stage)) ? quiet + 1 : 0;
  }
}

async function isDone({ cloud, known }: Stage): Promise<boolean> {
  const dead = deadQueues(cloud.stack.queues);
  const isEmpty = Object.entries(cloud.sqs.depths()).every(
    ([name, { visible, inFlight, delayed }]) => dead.has(name) || visible + inFlight + delayed === 0,
  );
  if (!isEmpty) return false;
  return (await scan(cloud)).every((item) => isOver(item) || known.has(`${item.pk} ${item.sk}`));
}

/** Off the index of due work; and, once Meta took it, delivered. */
const isOver = ({ duePk, state }: Item): boolean =>
  duePk === undefined && state !== 'accepted' && state !== 'sent';

type Queues = Stage['cloud']['stack']['queues'];

function deadQueues(queues: Queues): ReadonlySet<string> {
  const arns = new Set(queues.map(({ properties }) => properties.RedrivePolicy?.deadLetterTargetArn));
  return new Set(queues.filter(({ arn }) => arns.has(arn)).map(({ name }) => name));
}

function deadLetters({ cloud }: Stage): number {
  const depths = cloud.sqs.depths();
  return [...deadQueues(cloud.stack.queues)].reduce((sum, name) => sum + (depths[name]?.visible ?? 0), 0);
}

function difference(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Map<string, number> {
  const made = [...after].map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const);
  return new Map(made.filter(([, count]) => count > 0));
}

/** Each minute's sweep looks for intents and media again: once is enough of that. */
const sweepLook = 'Timer dynamodb:Query';
const sweepLooks = 2;

/** All points of an episode's own functions, from an undisturbed playing of it. */
export function pointsOf({ functions }: Episode, { requests, broken }: Played): EpisodePoint[] {
  return [...requests].flatMap(([name, count]) => {
    const space = name.indexOf(' ');
    const [functionId, operation] = [name.slice(0, space), name.slice(space + 1)];
    if (!functions.includes(functionId)) return [];
    const different = name === sweepLook ? Math.min(count, sweepLooks) : count;
    const numbers = Array.from({ length: different }, (_, index) => index + 1);
    return numbers
      .filter((nth) => !broken.has(`${name} ${nth}`))
      .flatMap((nth) => phases.map((phase) => ({ functionId, operation, nth, phase })));
  });
}
