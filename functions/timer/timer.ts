import type { Lane } from '../../shared/domain/intent.ts';
import { isSettled } from '../../shared/domain/sending.ts';
import type { TimerWork } from '../../shared/queues/events.ts';
import type { Due } from '../../shared/store/due.ts';
import type { Intents } from '../../shared/store/intents.ts';
import type { MediaStore } from '../../shared/store/media.ts';

/**
 * Arrives: from the delay queue, one due item whose short wait is over; from the scheduler, each minute, nothing.
 * Leaves: due work on the queue of its lane, or of the media.
 * Called by: the timers queue and the sweep's schedule.
 * May surprise: it decides nothing. Work put on a queue twice is claimed once, so that both ways may bring the same.
 */
export type Deps = {
  intents: Pick<Intents, 'read'>;
  media: Pick<MediaStore, 'read'>;
  due: Due;
  /** Puts intents on a lane. */
  nudge: (lane: Lane, intentIds: string[]) => Promise<void>;
  nudgeMedia: (messageKeys: string[]) => Promise<void>;
  now: () => Date;
};

/** Puts one item on its way, if there is still something to be done about it. */
export async function wake({ due }: TimerWork, deps: Omit<Deps, 'due' | 'now'>): Promise<void> {
  if (due.kind === 'media') {
    if ((await deps.media.read(due.messageKey))?.state === 'pending') await deps.nudgeMedia([due.messageKey]);
    return;
  }
  const held = await deps.intents.read(due.intentId);
  if (held !== null && !isSettled(held)) await deps.nudge(held.lane, [held.id]);
}

/**
 * Puts all due work on its way, the oldest first.
 * @param hasTime asked after each page: false ends the sweep, and the next one, a minute later, goes on.
 * @returns how much was put on its way.
 */
export async function sweep(deps: Deps, hasTime: () => boolean): Promise<number> {
  let count = 0;
  for (const kind of ['intent', 'media'] as const)
    for await (const page of deps.due.take(kind, deps.now())) {
      await Promise.all(
        [...Map.groupBy(page, ({ queue }) => queue)].map(([queue, work]) => {
          const ids = work.map(({ id }) => id);
          return queue === 'media' ? deps.nudgeMedia(ids) : deps.nudge(queue, ids);
        }),
      );
      count += page.length;
      if (!hasTime()) return count;
    }
  return count;
}
