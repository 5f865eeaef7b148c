import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScenario, timesOf } from './scenario.ts';

const fileOf = async (...lines: string[]): Promise<string> => {
  const file = join(await mkdtemp(join(tmpdir(), 'scenario-')), 'day.jsonl');
  await writeFile(file, lines.join('\n'));
  return file;
};

const timesIn = async (start: string, ...lines: object[]): Promise<string[]> => {
  const read = await readScenario(await fileOf(...lines.map((line) => JSON.stringify(line))));
  return timesOf(read, Date.parse(start), 'America/Hermosillo').map((time) => new Date(time).toISOString());
};

describe("a scenario's times", () => {
  it('are seconds from the start, hours of the zone or moments', async () => {
    expect(
      await timesIn('2026-11-24T20:00:00Z', { at: 30 }, { at: '18:00' }, { at: '2026-11-25T08:00:00-07:00' }),
    ).toEqual(['2026-11-24T20:00:30.000Z', '2026-11-25T01:00:00.000Z', '2026-11-25T15:00:00.000Z']);
  });

  it('of a day in the past are moved ahead by whole days', async () => {
    expect(
      await timesIn(
        '2026-11-24T20:00:00Z',
        { at: '2026-03-01T08:00:00-07:00' },
        { at: '2026-03-01T09:30:00-07:00' },
      ),
    ).toEqual(['2026-11-25T15:00:00.000Z', '2026-11-25T16:30:00.000Z']);
  });

  it('never go back', async () => {
    const [, second] = await timesIn('2026-11-24T20:00:00Z', { at: 60 }, { at: 30 });
    expect(second).toBe('2026-11-24T20:01:00.000Z');
  });
});

describe('a scenario that cannot be read', () => {
  it('is refused with its line and what to write there', async () => {
    const file = await fileOf('{"at":0,"text":"hola"}', '', '{"text":"sin hora"}');
    await expect(readScenario(file)).rejects.toThrow(/^Línea 3 de .*: escriba un objeto JSON con «at»/);
    await expect(readScenario('/nowhere.jsonl')).rejects.toThrow('No se puede leer');
  });
});
