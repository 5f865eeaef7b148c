/**
 * The cloud's clock: real time plus an offset that only grows. Whatever waits in the embedded cloud (delays,
 * visibility, schedules, late statuses) waits on an alarm of this clock, so that moving it plays what falls due in order.
 */
export type Clock = {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** How far ahead of the machine's clock it stands, in milliseconds. */
  offset: () => number;
  /** Runs once `now()` has reached `time` (milliseconds since the epoch); never before, never inside this call. */
  at(time: number, run: () => void | Promise<void>): Alarm;
  /**
   * Moves ahead by `ms`, stopping at each alarm on the way: `settle` is awaited before the first move and after each
   * alarm, so that everything an alarm sets off is done before the next one rings.
   */
  advance(ms: number, settle: () => Promise<void>): Promise<void>;
  /** Alarms that should have rung by now. */
  overdue(): number;
  close(): void;
};

export type Alarm = { cancel(): void };

type Entry = { time: number; order: number; run: () => void | Promise<void>; done: boolean };

/** Longest wait that `setTimeout` takes without overflowing. */
const maxTimeoutMs = 2 ** 31 - 1;

export function startClock(initialOffset = 0): Clock {
  let offset = initialOffset;
  let order = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let moving = false;
  const entries = new Set<Entry>();

  const now = (): number => Date.now() + offset;

  const earliest = (): Entry | undefined => {
    let first: Entry | undefined;
    for (const entry of entries)
      if (!first || entry.time < first.time || (entry.time === first.time && entry.order < first.order))
        first = entry;
    return first;
  };

  const ring = async (entry: Entry): Promise<void> => {
    entries.delete(entry);
    entry.done = true;
    await entry.run();
  };

  const arm = (): void => {
    clearTimeout(timer);
    if (closed || moving) return;
    const next = earliest();
    if (!next) return;
    timer = setTimeout(onTimer, Math.min(maxTimeoutMs, Math.max(0, next.time - now())));
    timer.unref();
  };

  const onTimer = (): void => {
    const due: Promise<void>[] = [];
    for (let next = earliest(); next && next.time <= now(); next = earliest()) due.push(ring(next));
    void Promise.all(due).then(arm);
  };

  return {
    now,
    offset: () => offset,
    at(time, run) {
      const entry: Entry = { time, order: order++, run, done: false };
      entries.add(entry);
      arm();
      return {
        cancel() {
          if (entries.delete(entry)) arm();
        },
      };
    },
    async advance(ms, settle) {
      if (!(ms >= 0))
        throw new RangeError(`The clock only moves ahead, by milliseconds of 0 or more; got ${ms}`);
      const target = now() + ms;
      moving = true;
      clearTimeout(timer);
      try {
        await settle();
        for (let next = earliest(); next && next.time <= target; next = earliest()) {
          offset += Math.max(0, next.time - now());
          await ring(next);
          await settle();
        }
        offset += Math.max(0, target - now());
      } finally {
        moving = false;
        arm();
      }
    },
    overdue() {
      let count = 0;
      const time = now();
      for (const entry of entries) if (entry.time <= time) count++;
      return count;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      entries.clear();
    },
  };
}
