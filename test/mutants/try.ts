import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import type { Mutant } from './mutants.ts';

const root = join(import.meta.dirname, '../..');
/** What a copy needs not: it finds the packages above it, and makes the rest anew. */
const left = new Set(['node_modules', '.git', '.cache', 'cdk.out', 'coverage']);

/** A copy of the sources in which mutants are tried one after another: children and bundles see them too. */
export type Laboratory = {
  /** Null when the law notices the mutant, else what happened instead. */
  survives(mutant: Mutant): Promise<string | null>;
  close(): Promise<void>;
};

export async function openLaboratory(): Promise<Laboratory> {
  const folder = join(root, '.cache', `mutants-${process.pid}`);
  for (const name of await readdir(root))
    if (!left.has(name)) await cp(join(root, name), join(folder, name), { recursive: true });
  return {
    async survives(mutant) {
      const file = join(folder, mutant.file);
      const text = await readFile(file, 'utf8');
      const changed = text.replace(mutant.find, () => mutant.replace);
      if (changed === text) return 'its place in the code is gone';
      await writeFile(file, changed);
      try {
        return await judge(folder, mutant);
      } finally {
        await writeFile(file, text);
      }
    },
    close: () => rm(folder, { recursive: true }),
  };
}

async function judge(folder: string, { law, test }: Mutant): Promise<string | null> {
  const vitest = await startVitest('test', [law], {
    root: folder,
    config: false,
    watch: false,
    reporters: [{}],
    testNamePattern: test.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&'),
    setupFiles: ['test/quiet.ts', 'test/laws.ts', 'test/mutants/first-failure.ts'],
    // Only what runs in the whole cloud needs the app synthesised, with the mutant in its bundles.
    globalSetup: law.startsWith('test/') ? ['test/assembly.ts'] : [],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 1,
  });
  const modules = vitest.state.getTestModules();
  const results = modules.flatMap((each) => [...each.children.allTests()].map((one) => one.result()));
  await vitest.close();
  // Its exit code is of the mutant, which is to fail.
  process.exitCode = 0;
  const ran = results.filter(({ state }) => state !== 'skipped');
  if (ran.length === 0) return 'the law did not run';
  const failures = ran.flatMap(({ errors }) => errors ?? []).map(({ message }) => message);
  if (failures.length === 0) return 'the law holds all the same';
  return null;
}
