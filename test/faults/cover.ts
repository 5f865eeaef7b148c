import type { Point } from '../../local/front/faults.ts';
import type { Episode } from './episode.ts';
import { type Played, play } from './play.ts';
import type { Stage } from './stage.ts';

export type Verdict =
  | { kind: 'alike' }
  /** The function never made that request: nothing was broken. */
  | { kind: 'not-reached' }
  | { kind: 'differs'; lost: string[]; added: string[]; sent: string[] };

/** Points whose number depends on how requests fall together are tried again. */
const mostTries = 3;

/** Plays an episode with one function killed at one point and compares its end with the undisturbed one. */
export async function cover(
  stage: Stage,
  episode: Episode,
  point: Point,
  undisturbed: Played,
): Promise<Verdict> {
  for (let tries = 0; tries < mostTries; tries++) {
    const played = await play(stage, episode, { kill: point });
    const verdict = compare(undisturbed.state, played.state, point);
    if (played.struck || verdict.kind === 'differs') return verdict;
  }
  return { kind: 'not-reached' };
}

/** An emergency is said again when what Meta answered was lost; nothing else is said twice. */
const mayRepeat = ({ functionId, operation, phase }: Point): boolean =>
  functionId === 'UrgentSender' && operation === 'graph:POST messages' && phase !== 'before';

export function compare(expected: Played['state'], found: Played['state'], point?: Point): Verdict {
  const lost = missing(expected.items, found.items);
  const added = missing(found.items, expected.items);
  const isFree = point !== undefined && mayRepeat(point);
  const sent = [...new Set([...Object.keys(expected.sent), ...Object.keys(found.sent)])].flatMap((name) => {
    const [wanted, got] = [expected.sent[name] ?? 0, found.sent[name] ?? 0];
    if (got === wanted || (isFree && wanted > 0 && got > wanted)) return [];
    return [`${name}: ${got} instead of ${wanted}`];
  });
  return lost.length + added.length + sent.length === 0
    ? { kind: 'alike' }
    : { kind: 'differs', lost, added, sent };
}

function missing(from: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return from.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

export const spoken = ({ functionId, operation, nth, phase }: Point): string =>
  `${functionId} ${operation} ${nth} ${phase}`;
