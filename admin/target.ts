import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readSettings, SettingsError } from '../infra/settings.ts';
import { Fault, Misuse } from './fault.ts';

/** Where a command works: a stage in AWS, or the embedded cloud. */
export type Target = { stage: string; secrets: SecretsManagerClient; lambda: LambdaClient };

/** Address of `npm start`. */
export const localUrl = 'http://127.0.0.1:3000';

/**
 * Finds the target.
 * @param stage name of a file in `settings/`, which tells the region.
 * @param local address of the embedded cloud, instead of a stage.
 * @throws Fault, in Spanish, when neither or no good settings are given.
 */
export function targetOf(stage: string | undefined, local: string | undefined): Target {
  if (local !== undefined) {
    const config = {
      endpoint: local,
      region: 'mx-central-1',
      // Whoever sits at the machine, to the embedded cloud; signatures are not checked there, but the SDK makes them.
      credentials: { accessKeyId: 'LOCALADMINISTRATOR', secretAccessKey: 'local' },
    };
    return { stage: 'local', secrets: new SecretsManagerClient(config), lambda: new LambdaClient(config) };
  }
  if (stage === undefined || !/^[a-z][a-z0-9]*$/.test(stage))
    throw new Misuse('Diga en qué etapa: agregue --etapa prod (o --local, para la de esta computadora).');
  const { region } = settingsOf(stage);
  return { stage, secrets: new SecretsManagerClient({ region }), lambda: new LambdaClient({ region }) };
}

function settingsOf(stage: string): { region: string } {
  try {
    return readSettings(join(import.meta.dirname, `../settings/${stage}.json`));
  } catch (error) {
    if (error instanceof SettingsError) throw new Fault(error.message, { cause: error });
    throw error;
  }
}
