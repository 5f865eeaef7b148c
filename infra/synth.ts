import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';

/**
 * `npm run synth`: the stack as production has it (`settings/check.json`), in each region it may be deployed to, without
 * account or network. Fails on any finding, and on any word of warning by CDK, esbuild or Node.
 */
const regions = ['mx-central-1', 'us-west-2'];

/** Above this a cold start is felt by whoever waits for an answer. */
const maxBundleBytes = 600 * 1024;

const root = join(import.meta.dirname, '..');
const checked: unknown = JSON.parse(readFileSync(join(root, 'settings/check.json'), 'utf8'));

type Synthesis = { region: string; resources: number; bundles: Map<string, number>; faults: string[] };

async function synthesise(region: string): Promise<Synthesis> {
  const folder = join(root, '.cache', 'synth', region);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const settings = join(folder, 'settings.json');
  writeFileSync(settings, JSON.stringify(Object.assign({}, checked, { region })));
  const said = await run(join(folder, 'cdk.out'), settings);
  // What a failed synthesis says is the fault; there is no assembly to look at.
  if (said.failed) return { region, resources: 0, bundles: new Map(), faults: [said.stderr] };

  const assembly = new CloudAssembly(join(folder, 'cdk.out'));
  const bundles = bundleSizes(join(folder, 'cdk.out'), assembly);
  const fat = [...bundles].filter(([, bytes]) => bytes > maxBundleBytes);
  return {
    region,
    resources: assembly.stacks.flatMap(({ template }) => Object.keys(resourcesOf(template))).length,
    bundles,
    faults: [
      ...said.stderr.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('Bundling asset')),
      ...assembly.stacks.flatMap(({ messages }) =>
        messages.map(({ id, entry }) => `${id}: ${JSON.stringify(entry.data)}`),
      ),
      ...fat.map(([id, bytes]) => `${id}: ${kilobytes(bytes)}, más de ${kilobytes(maxBundleBytes)}`),
    ],
  };
}

async function run(outdir: string, settings: string): Promise<{ failed: boolean; stderr: string }> {
  const env = { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ settings }) };
  try {
    const { stderr } = await promisify(execFile)(process.execPath, ['infra/app.ts'], { cwd: root, env });
    return { failed: false, stderr };
  } catch (error) {
    return {
      failed: true,
      stderr: error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error),
    };
  }
}

type Resource = { Type: string; Metadata?: Record<string, string> };

function resourcesOf(template: { Resources?: Record<string, Resource> }): Record<string, Resource> {
  return template.Resources ?? {};
}

/** Bytes of each function's `index.mjs`, by construct path. */
function bundleSizes(outdir: string, assembly: CloudAssembly): Map<string, number> {
  const functions = assembly.stacks
    .flatMap(({ template }) => Object.values(resourcesOf(template)))
    .filter(({ Type }) => Type === 'AWS::Lambda::Function');
  return new Map(
    functions.map(({ Metadata = {} }) => {
      const asset = join(outdir, Metadata['aws:asset:path'] ?? '');
      const code = readdirSync(asset).filter((name) => name.endsWith('.mjs'));
      const bytes = code.reduce((sum, name) => sum + statSync(join(asset, name)).size, 0);
      return [Metadata['aws:cdk:path']?.split('/').at(-2) ?? asset, bytes];
    }),
  );
}

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1024)} KB`;

const syntheses = await Promise.all(regions.map(synthesise));
for (const { region, resources, bundles, faults } of syntheses) {
  for (const fault of faults) process.stderr.write(`${region}: ${fault}\n`);
  const sizes = [...bundles].map(([id, bytes]) => `${id} ${kilobytes(bytes)}`).join(', ');
  if (!faults.length)
    process.stdout.write(`${region}: plantilla correcta, ${resources} recursos.\n  Código: ${sizes}\n`);
}
if (syntheses.some(({ faults }) => faults.length)) process.exitCode = 1;
