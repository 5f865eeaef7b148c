import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Clock } from './clock.ts';

/** Between two looks at whether something still runs. */
const lookMs = 2;

/** Waits until nothing runs any more. What waits on the clock is not waited for, unless it is overdue. */
export function settler(options: { clock: Clock; isBusy: () => boolean }): {
  settle: () => Promise<void>;
  /** While the clock is being moved, overdue alarms wait for the mover. */
  settleWhileMoving: () => Promise<void>;
} {
  return {
    settle: () => quiet(() => options.isBusy() || options.clock.overdue() > 0),
    settleWhileMoving: () => quiet(options.isBusy),
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
