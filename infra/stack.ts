import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Admin } from './admin.ts';
import { Delivery } from './delivery.ts';
import { Digest } from './digest.ts';
import { Ingest } from './ingest.ts';
import { addOutputs } from './outputs.ts';
import { SecondReader } from './second-reader.ts';
import { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import { Storage } from './storage.ts';
import { Triage } from './triage.ts';
import { Watch } from './watch.ts';

/** Everything of one stage, in one region. */
export class AlertaCiudadana extends Stack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, {
      env: settings.account
        ? { region: settings.region, account: settings.account }
        : { region: settings.region },
      description: `${settings.names.programme}, ${settings.names.ministry} (${settings.stage})`,
      terminationProtection: settings.removal === 'retain',
    });
    const storage = new Storage(this, 'Storage', settings);
    const secrets = new Secrets(this, 'Secrets', settings);

    const ingest = new Ingest(this, 'Ingest', { settings, storage, secrets });
    const delivery = new Delivery(this, 'Delivery', {
      settings,
      storage,
      secrets,
      statuses: ingest.statuses,
    });
    const { secondReader: reader } = settings;
    const secondReader = reader && new SecondReader(this, 'Second', { settings, reader, storage, ingest });
    const triage = new Triage(this, 'Triage', {
      settings,
      storage,
      secrets,
      ingest,
      delivery,
      readings: secondReader?.queue,
    });
    const digest = new Digest(this, 'Digest', { settings, storage, secrets, delivery });
    const admin = new Admin(this, 'Admin', { settings, storage, secrets, ingest });

    const watch = new Watch(this, 'Watch', { settings, ingest, triage, delivery, digest, secondReader });
    addOutputs(this, { secrets, ingest, admin, watch });
  }
}
