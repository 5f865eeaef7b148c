import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

/** What `cdk deploy` would upload: one stack's template, and the folder behind each asset it names. */
export type Assembly = {
  stackName: string;
  /** Of the stack's environment; `us-east-1` where the app leaves it open. */
  region: string;
  template: Template;
  /**
   * Folder of the asset uploaded under an object key (`<hash>.zip`).
   * @throws Error when the manifest has no such asset.
   */
  assetFolder(objectKey: string): string;
};

export type Template = {
  Parameters?: Record<string, { Default?: unknown }> | undefined;
  Resources: Record<string, TemplateResource>;
};

export type TemplateResource = {
  Type: string;
  Properties?: Record<string, unknown> | undefined;
  Metadata?: Record<string, unknown> | undefined;
};

const root = join(import.meta.dirname, '..');

/** Shape of a cloud assembly: package `@aws-cdk/cloud-assembly-schema`. */
const manifestShape = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z
        .object({
          templateFile: z.string().optional(),
          file: z.string().optional(),
          stackName: z.string().optional(),
        })
        .optional(),
    }),
  ),
});

const assetManifestShape = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

const templateShape = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).optional(),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).optional(),
      Metadata: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

/**
 * Runs the CDK app as `cdk synth` would and gives the folder of the cloud assembly. The folder is this process's own and
 * goes with it: two runs at once would bundle into each other's files.
 * @throws Error with what the app printed when it does not synthesise.
 */
export async function synthesise(settingsFile: string): Promise<string> {
  const cache = join(root, '.cache');
  await mkdir(cache, { recursive: true });
  await removeOrphans(cache);
  const folder = await mkdtemp(join(cache, `assembly-${process.pid}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await promisify(execFile)(process.execPath, ['infra/app.ts'], {
    cwd: root,
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ settings: settingsFile }),
      // The same template comes out; checking it against CloudFormation's schemas is `npm run synth`'s, and takes longer.
      CDK_VALIDATION: 'false',
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  return folder;
}

/** A process that was killed could not take its folder with it. */
async function removeOrphans(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const pid = /^assembly-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * Reads a cloud assembly of one stack.
 * @throws Error when the folder holds none, or more than one stack.
 */
export async function readAssembly(folder: string): Promise<Assembly> {
  const manifest = manifestShape.parse(await readJson(join(folder, 'manifest.json')));
  const artifacts = Object.entries(manifest.artifacts);
  const stacks = artifacts.filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (!stack || stacks.length > 1)
    throw new Error(
      `${folder} should hold one stack; it holds ${stacks.map(([name]) => name).join(', ') || 'none'}`,
    );
  const [artifactName, { environment, properties }] = stack;
  const template = templateShape.parse(
    await readJson(join(folder, properties?.templateFile ?? `${artifactName}.template.json`)),
  );
  const folders = new Map<string, string>();
  for (const [, artifact] of artifacts) {
    if (artifact.type !== 'cdk:asset-manifest' || !artifact.properties?.file) continue;
    const { files } = assetManifestShape.parse(await readJson(join(folder, artifact.properties.file)));
    for (const { source, destinations } of Object.values(files))
      for (const { objectKey } of Object.values(destinations))
        if (source.path) folders.set(objectKey, join(folder, source.path));
  }
  const region = environment?.split('/').at(-1);
  return {
    stackName: properties?.stackName ?? artifactName,
    region: region && region !== 'unknown-region' ? region : 'us-east-1',
    template,
    assetFolder(objectKey) {
      const found = folders.get(objectKey);
      if (!found) throw new Error(`The asset manifest in ${folder} names no asset ${objectKey}`);
      return found;
    },
  };
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
