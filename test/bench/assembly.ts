import { execFile } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { readAssembly } from '../../local/assembly.ts';
import { type FunctionResource, readStack } from '../../local/template/stack.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '.cache', 'bench');

/** Synthesises the app as it is deployed; gives the folder of its cloud assembly. */
export async function synthesise(): Promise<string> {
  const assembly = join(folder, 'assembly');
  await mkdir(folder, { recursive: true });
  await promisify(execFile)(process.execPath, ['infra/app.ts'], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'local' }) },
  });
  return assembly;
}

export async function functionsOf(assembly: string): Promise<FunctionResource[]> {
  return [...readStack(await readAssembly(assembly), 'http://127.0.0.1:1').functions];
}

/** The same assembly with another bundle behind one function: same role, variables, memory and time-out. */
export async function withBundle(assembly: string, constructId: string, source: string): Promise<string> {
  const copy = join(folder, `assembly-with-${constructId.toLowerCase()}`);
  await rm(copy, { recursive: true, force: true });
  await cp(assembly, copy, { recursive: true });
  const target = (await functionsOf(copy)).find((resource) => resource.constructId === constructId);
  if (!target) throw new Error(`The template has no function ${constructId}`);
  await writeFile(join(target.assetFolder, 'index.mjs'), await bundle(source));
  return copy;
}

/** Bundles a source as `infra/service-function.ts` has it bundled. */
export async function bundle(source: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(root, 'infra', 'lambda-credentials.ts') },
  });
  const [output] = outputFiles;
  if (!output) throw new Error('esbuild gave no output');
  return output.contents;
}
