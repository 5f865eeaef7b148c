import { join } from 'node:path';
import { addStack, newApp } from './build.ts';
import { readSettings, SettingsError } from './settings.ts';

/**
 * What `cdk` runs: `npx cdk deploy -c stage=prod` takes `settings/prod.json`; `-c settings=<path>` another file. Run by
 * itself it writes the cloud assembly to `CDK_OUTDIR` and reads the context from `CDK_CONTEXT_JSON`.
 */
const app = newApp();

function settingsPath(): string {
  const path: unknown = app.node.tryGetContext('settings');
  if (typeof path === 'string') return path;
  const stage: unknown = app.node.tryGetContext('stage');
  if (typeof stage === 'string' && /^[a-z0-9]+$/.test(stage))
    return join(import.meta.dirname, `../settings/${stage}.json`);
  throw new SettingsError(
    'Diga qué etapa quiere: agregue -c stage=prod (lee settings/prod.json) o -c settings=<ruta de su archivo>.',
  );
}

try {
  addStack(app, readSettings(settingsPath()));
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
