import type { Clock } from '../../local/clock.ts';

/** A clock that stands still but when it is moved, so that no test depends on how fast the machine is. */
export function stillClock(start = Date.UTC(2026, 10, 23, 16)): Clock {
  let time = start;
  let alarms: { time: number; run: () => void | Promise<void> }[] = [];
  const nextBefore = (limit: number) =>
    alarms.filter((alarm) => alarm.time <= limit).toSorted((a, b) => a.time - b.time)[0];
  const drop = (alarm: unknown): void => {
    alarms = alarms.filter((other) => other !== alarm);
  };
  return {
    now: () => time,
    offset: () => time - start,
    at(when, run) {
      const alarm = { time: when, run };
      alarms.push(alarm);
      return { cancel: () => drop(alarm) };
    },
    async advance(ms, settle) {
      const target = time + ms;
      await settle();
      for (let next = nextBefore(target); next; next = nextBefore(target)) {
        drop(next);
        time = Math.max(time, next.time);
        await next.run();
        await settle();
      }
      time = target;
    },
    overdue: () => alarms.filter((alarm) => alarm.time <= time).length,
    close() {
      alarms = [];
    },
  };
}
