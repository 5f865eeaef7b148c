import { cpus } from 'node:os';
import { synthesise } from './assembly.ts';
import { benchBundles } from './bundles.ts';
import { benchLanguage } from './language/language.ts';
import { benchPipeline } from './pipeline.ts';
import { benchWebhook } from './webhook.ts';

/** `npm run bench`, or `npm run bench -- webhook bundles pipeline language` for some: each beside a floor in the same run. */
const benches = {
  webhook: async () => benchWebhook(await assembly()),
  bundles: async () => benchBundles(await assembly()),
  pipeline: async () => benchPipeline(await assembly()),
  language: benchLanguage,
};

/** Made once, and only where a bench runs the app. */
let made: Promise<string> | null = null;
const assembly = (): Promise<string> => (made ??= synthesise());

const isBench = (name: string): name is keyof typeof benches => Object.hasOwn(benches, name);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !isBench(name));
if (unknown.length > 0) {
  process.stderr.write(
    `No such bench: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}\n`,
  );
  process.exit(2);
}
process.stdout.write(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n\n`,
);
for (const name of asked.length > 0 ? asked : Object.keys(benches)) if (isBench(name)) await benches[name]();
