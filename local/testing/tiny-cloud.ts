import { onTestFinished } from 'vitest';
import type { TemplateResource } from '../assembly.ts';
import { type Cloud, type CloudOptions, startCloud } from '../cloud.ts';
import { tinyAssembly } from './tiny-assembly.ts';

/** Starts a cloud of a few resources and small functions, and ends it with the test. */
export async function tinyCloud(
  input: { resources: Record<string, TemplateResource>; functions?: Record<string, string> },
  options: Omit<CloudOptions, 'assembly'> = {},
): Promise<Cloud> {
  const cloud = await startCloud({ assembly: await tinyAssembly(input), ...options });
  onTestFinished(() => cloud.close());
  return cloud;
}

/** Code that imports one of the AWS clients that the project has, from wherever the function's file stands. */
export function importing(...modules: string[]): string {
  return modules
    .map(
      (name) =>
        `import * as ${name.replaceAll(/[^a-z0-9]/gi, '_')} from ${JSON.stringify(import.meta.resolve(name))};`,
    )
    .join('\n');
}
