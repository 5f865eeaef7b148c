import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cloud } from './cloud.ts';
import { readScenario, timesOf } from './scenario.ts';

const folder = join(import.meta.dirname, 'scenarios');

/** Zone in which a scenario's hours are read: that of the programme. */
const timeZone = 'America/Hermosillo';

/** Puts the demo's three groups, with their members and operator, into the registry. */
async function importDemoRegistry(cloud: Cloud): Promise<void> {
  const registry: unknown = JSON.parse(await readFile(join(folder, 'demo-registry.json'), 'utf8'));
  await cloud.invoke('Admin', registry);
}

/**
 * Plays a scenario: moves the clock to each line's time, with everything that falls due on the way, and says it.
 * @param which `demo` or a file
 * @param told called with each line as it is said
 * @param isOver asked between lines: whether to leave it there
 * @throws Sentence, or the simulated WhatsApp's InputRefused, in Spanish.
 */
export async function playScenario(
  cloud: Cloud,
  which: string,
  { told, isOver }: { told: (at: Date) => void; isOver: () => boolean },
): Promise<void> {
  const isDemo = which === 'demo';
  const lines = await readScenario(isDemo ? join(folder, 'demo.jsonl') : which);
  if (isDemo) await importDemoRegistry(cloud);
  const times = timesOf(lines, cloud.clock.now(), timeZone);
  for (const [index, { said }] of lines.entries()) {
    if (isOver()) return;
    await cloud.advance(Math.max(0, (times[index] ?? 0) - cloud.clock.now()) / 1000);
    told(new Date(cloud.clock.now()));
    await cloud.whatsapp.say(said);
    await cloud.settle();
  }
}
