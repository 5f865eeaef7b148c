import type { Clock } from '../clock.ts';

/** A clock for tests that stands still until it is moved, so that what falls due is decided by the test alone. */
export function stillClock(start = 1_800_000_000_000): Clock {
  let time = start;
  const alarms = new Set<{ time: number; run: () => void | Promise<void> }>();
  const next = (until: number) =>
    [...alarms].filter((alarm) => alarm.time <= until).toSorted((one, other) => one.time - other.time)[0];

  return {
    now: () => time,
    offset: () => time - start,
    at(due, run) {
      const alarm = { time: due, run };
      alarms.add(alarm);
      return { cancel: () => alarms.delete(alarm) };
    },
    async advance(ms, settle) {
      const target = time + ms;
      await settle();
      for (let alarm = next(target); alarm; alarm = next(target)) {
        time = Math.max(time, alarm.time);
        alarms.delete(alarm);
        await alarm.run();
        await settle();
      }
      time = target;
    },
    overdue: () => [...alarms].filter((alarm) => alarm.time <= time).length,
    close: () => alarms.clear(),
  };
}
