import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mutants } from './mutants.ts';

const root = join(import.meta.dirname, '../..');

/** Paths of the repository's laws; what a run of the mutants has copied is not the repository. */
async function laws(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of ['admin', 'functions', 'infra', 'local', 'shared', 'test'])
    for await (const path of glob(`${folder}/**/*.law.test.ts`, { cwd: root })) found.push(path);
  return found.toSorted();
}

describe('the mutants', () => {
  test('leave no law of the repository out', async () => {
    expect([...new Set(mutants.map(({ law }) => law))].toSorted()).toEqual(await laws());
  });

  test.each(mutants)('$law: one $does, at one place in the code', ({ file, find }) => {
    expect(readFileSync(join(root, file), 'utf8').split(find)).toHaveLength(2);
  });

  test('of a sample are caught by their laws', { timeout: 600_000 }, async () => {
    const seed = Number(process.env['MUTANTS_SEED'] ?? Date.now() % 100_000);
    const indexes = mutants.flatMap(({ law }, index) => (law.startsWith('test/') ? [] : [String(index)]));
    const sample = fc.sample(fc.shuffledSubarray(indexes, { minLength: 2, maxLength: 2 }), {
      seed,
      numRuns: 1,
    });
    process.stdout.write(`mutants ${sample.flat().join(' and ')} (MUTANTS_SEED=${seed})\n`);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['test/mutants/run.ts', ...sample.flat()],
      {
        cwd: root,
        env: { PATH: process.env['PATH'] },
      },
    );
    expect(stdout).toContain('2/2 mutants caught');
  });
});
