import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

const root = join(import.meta.dirname, '..');

/**
 * Synthesises the app once for all test files, as `npm start` does, and tells them where the cloud assembly is:
 * `inject('assembly')`.
 */
export async function setup(project: TestProject): Promise<void> {
  const folder = join(root, '.cache', 'assembly-test');
  await promisify(execFile)(process.execPath, ['infra/app.ts'], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'local' }) },
  });
  project.provide('assembly', folder);
}

declare module 'vitest' {
  export interface ProvidedContext {
    assembly: string;
  }
}
