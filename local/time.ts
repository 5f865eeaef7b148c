import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Clock } from './clock.ts';
import type { Functions } from './lambda/functions.ts';

/** How a running cloud waits and moves its clock. */
export type CloudTime = {
  /** Resolves once nothing runs any more. What waits on the clock is not waited for, unless it is overdue. */
  settle: () => Promise<void>;
  /**
   * Moves the clock by seconds, with everything that falls due on the way done in order.
   * @throws Error once the cloud is being drained.
   */
  advance: (seconds: number) => Promise<void>;
  /** Finishes what runs, within `mostMs` milliseconds, without moving the clock any further. */
  drain: (mostMs: number) => Promise<void>;
};

/** Milliseconds between two looks at whether something still runs. */
const lookMs = 2;

export function cloudTime(options: {
  clock: Clock;
  isBusy: () => boolean;
  functions: Functions;
  /** Told how far ahead the clock stands, in milliseconds, so that a restart goes on from there. */
  keepOffset: (milliseconds: number) => void;
}): CloudTime {
  const { clock, isBusy } = options;
  let isDraining = false;
  const settle = (): Promise<void> => quiet(() => isBusy() || clock.overdue() > 0);
  /** While the clock is being moved, overdue alarms wait for the mover. */
  const betweenAlarms = async (): Promise<void> => {
    if (isDraining) throw new Error('The cloud is ending: its clock is not moved any more');
    options.keepOffset(clock.offset());
    await quiet(isBusy);
  };
  return {
    settle,
    async advance(seconds) {
      await clock.advance(seconds * 1000, betweenAlarms);
      options.functions.setOffset(clock.offset());
      options.keepOffset(clock.offset());
      await settle();
    },
    async drain(mostMs) {
      isDraining = true;
      await Promise.race([settle(), setTimeout(mostMs, undefined, { ref: false })]);
    },
  };
}

async function quiet(isBusy: () => boolean): Promise<void> {
  // Twice, since what ends may set off the next in a later turn of the event loop.
  for (let calm = 0; calm < 2; ) {
    await setImmediate();
    if (isBusy()) {
      calm = 0;
      await setTimeout(lookMs);
    } else calm++;
  }
}
