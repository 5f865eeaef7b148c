import { cpus } from 'node:os';
import { synthesise } from './assembly.ts';
import { benchBundles } from './bundles.ts';
import { benchPipeline } from './pipeline.ts';
import { benchWebhook } from './webhook.ts';

/** `npm run bench`, or `npm run bench -- webhook bundles pipeline` for some: each beside a floor in the same run. */
const benches = { webhook: benchWebhook, bundles: benchBundles, pipeline: benchPipeline };

const isBench = (name: string): name is keyof typeof benches => Object.hasOwn(benches, name);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !isBench(name));
if (unknown.length > 0) {
  process.stderr.write(
    `No such bench: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}\n`,
  );
  process.exit(2);
}
const assembly = await synthesise();
process.stdout.write(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n\n`,
);
for (const name of asked.length > 0 ? asked : Object.keys(benches))
  if (isBench(name)) await benches[name](assembly);
