const minuteMs = 60_000;

const unitMinutes: Record<string, number> = { minute: 1, hour: 60, day: 1_440 };

/** Bounds of the fields of a cron expression: minute, hour, day of month, month, day of week (1 is Sunday), year. */
const bounds = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [1, 7],
  [1970, 2199],
] as const;

const names: Record<string, number> = Object.fromEntries([
  ...'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'
    .split(' ')
    .map((name, index) => [name, index + 1] as const),
  ...'SUN MON TUE WED THU FRI SAT'.split(' ').map((name, index) => [name, index + 1] as const),
]);

/** As far ahead as a time is looked for. */
const horizonMinutes = 366 * 1_440;

/**
 * When a schedule rings next, in milliseconds since the epoch, later than `after`; null when it never does. `rate(…)`
 * rings on whole multiples of its period since the epoch, so that a restart does not move it.
 * Source: EventBridge Scheduler user guide, "Schedule types": `rate(value unit)`, `cron(minutes hours day-of-month month
 * day-of-week year)`; of cron, lists, ranges, steps, names, `*` and `?` are played, `L`, `W` and `#` are not.
 * @throws Error on an expression of another form.
 */
export function nextTime(expression: string, timeZone: string, after: number): number | null {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) {
    const period = Number(rate[1]) * (unitMinutes[rate[2] ?? ''] ?? 1) * minuteMs;
    return (Math.floor(after / period) + 1) * period;
  }
  const cron = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/.exec(expression);
  if (!cron) throw new Error(`${expression} is not a schedule that this cloud plays`);
  const fields = cron.slice(1).map((field, index) => valuesOf(field, bounds[index] ?? [0, 0]));
  return nextCron(fields, timeZone, after);
}

function nextCron(fields: (Set<number> | null)[], timeZone: string, after: number): number | null {
  const local = localTime(timeZone);
  const first = (Math.floor(after / minuteMs) + 1) * minuteMs;
  for (let minute = 0; minute < horizonMinutes; minute++) {
    const time = first + minute * minuteMs;
    const values = local(time);
    if (values.every((value, index) => fields[index]?.has(value) ?? true)) return time;
    // Days that do not fit are not looked at minute by minute.
    const dayFits = [2, 3, 4, 5].every((index) => fields[index]?.has(values[index] ?? 0) ?? true);
    if (!dayFits) minute += 59 - (values[0] ?? 0);
  }
  return null;
}

/** Fields of a moment in a time zone, in the order of a cron expression. */
function localTime(timeZone: string): (time: number) => number[] {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    weekday: 'short',
  });
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    const weekday = names[parts['weekday']?.toUpperCase() ?? ''] ?? 0;
    const numbers = ['minute', 'hour', 'day', 'month', 'year'].map((name) => Number(parts[name]));
    return [...numbers.slice(0, 4), weekday, numbers[4] ?? 0];
  };
}

/** Values that a field allows; null for all of them. */
function valuesOf(field: string, [least, most]: readonly [number, number]): Set<number> | null {
  if (field === '*' || field === '?') return null;
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = ''] = part.split('/');
    const [from = '', to = ''] = range.split('-');
    const first = from === '*' ? least : numberOf(from);
    const last = to ? numberOf(to) : step || from === '*' ? most : first;
    for (let value = first; value <= last; value += Number(step || 1)) values.add(value);
  }
  return values;
}

function numberOf(text: string): number {
  const value = names[text.toUpperCase()] ?? Number(text);
  if (!Number.isInteger(value)) throw new Error(`${text} in a cron expression is not played here`);
  return value;
}
