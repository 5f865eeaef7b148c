import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { Sentence } from './sentence.ts';

/** One thing that somebody does in a scenario: a body of `POST /_local/whatsapp/say`, and when. */
export type Line = { at: At; said: Record<string, unknown> };

/** Seconds since the scenario began, `HH:MM` in the programme's zone, or a moment. */
type At =
  | { kind: 'seconds'; seconds: number }
  | { kind: 'hour'; hour: string }
  | { kind: 'moment'; time: number };

const dayMs = 86_400_000;

const lineShape = z
  .looseObject({
    at: z.union([
      z.number().nonnegative(),
      z.string().regex(/^\d{2}:\d{2}$/),
      z.iso.datetime({ offset: true }),
    ]),
  })
  .transform(({ at, ...said }): Line => ({ at: atOf(at), said }));

/**
 * Reads a scenario: one JSON object a line.
 * @throws Sentence saying in Spanish which line is wrong.
 */
export async function readScenario(file: string): Promise<Line[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Sentence(`No se puede leer el archivo de la jornada: ${file}`, { cause });
  });
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      const parsed = lineShape.safeParse(jsonOf(line));
      if (parsed.success) return parsed.data;
      throw new Sentence(
        `Línea ${number} de ${file}: escriba un objeto JSON con «at»: segundos desde el inicio, "HH:MM" o una fecha con zona, como 2026-11-24T08:00:00-07:00`,
      );
    });
}

/**
 * When each line happens, in milliseconds since the epoch: in their order, none before `start`. A day in the past is
 * moved ahead by whole days, so that hours stay what they are.
 * @param timeZone where `HH:MM` is read
 */
export function timesOf(lines: readonly Line[], start: number, timeZone: string): number[] {
  const moments = lines.flatMap(({ at }) => (at.kind === 'moment' ? [at.time] : []));
  const [firstMoment = start] = moments;
  const shift = Math.max(0, Math.ceil((start - firstMoment) / dayMs)) * dayMs;
  let last = start;
  return lines.map(({ at }) => {
    if (at.kind === 'seconds') last = Math.max(last, start + at.seconds * 1000);
    else if (at.kind === 'moment') last = Math.max(last, at.time + shift);
    else last = nextHour(at.hour, last, timeZone);
    return last;
  });
}

/** The first time at or after `from` at which clocks of the zone show an hour. */
function nextHour(hour: string, from: number, timeZone: string): number {
  const shown = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const minuteMs = 60_000;
  const first = Math.ceil(from / minuteMs) * minuteMs;
  for (let time = first; time < first + dayMs; time += minuteMs) if (shown.format(time) === hour) return time;
  return first;
}

function atOf(at: number | string): At {
  if (typeof at === 'number') return { kind: 'seconds', seconds: at };
  if (at.length === 5) return { kind: 'hour', hour: at };
  return { kind: 'moment', time: Date.parse(at) };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
