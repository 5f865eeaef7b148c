import { join } from 'node:path';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { withBundle } from './assembly.ts';
import { type Figure, figureOf, rounded, table } from './figures.ts';
import { delivery, headers, ourNumber } from './traffic.ts';

const warmUps = 5;

/** Time from a delivery to its 200, beside a handler that does the least that is possible with the same bytes. */
export async function benchWebhook(assembly: string): Promise<void> {
  const floorSource = `export { handler } from ${JSON.stringify(join(import.meta.dirname, 'floor.ts'))};`;
  const floor = await startCloud({
    assembly: await withBundle(assembly, 'Webhook', floorSource),
    numbers: [ourNumber],
  });
  const ours = await startCloud({ assembly, numbers: [ourNumber] });
  // Only the acknowledgement is measured: what the queues' consumers do beside it would be measured with it.
  await Promise.all([...floor.mappings, ...ours.mappings].map((mapping) => mapping.stop()));
  const rows: string[][] = [];
  for (const [updates, runs] of [
    [1, 60],
    [100, 30],
    [1000, 10],
  ] as const) {
    const times = await alternately(ours, floor, updates, runs);
    rows.push(row(updates, figureOf(times.ours), figureOf(times.floor)));
  }
  process.stdout.write(
    'Webhook: from a delivery to its 200, milliseconds (goal: median at most 1.5 times the floor)\n\n',
  );
  table(['updates', 'ours, median', 'ours, p99', 'floor, median', 'floor, p99', 'median / floor'], rows);
  await Promise.all([ours.close(), floor.close()]);
}

/** Run by run in turn, so that whatever else the machine does falls on both. */
async function alternately(
  ours: Cloud,
  floor: Cloud,
  updates: number,
  runs: number,
): Promise<{ ours: number[]; floor: number[] }> {
  const times = { ours: [] as number[], floor: [] as number[] };
  for (let run = -warmUps; run < runs; run++) {
    const body = delivery(`w${updates}-${run}`, updates);
    const mine = await timed(ours, body);
    const least = await timed(floor, body);
    if (run < 0) continue;
    times.ours.push(mine);
    times.floor.push(least);
  }
  return times;
}

async function timed(cloud: Cloud, body: Buffer): Promise<number> {
  const signed = headers(body, cloud.secrets.current('AppSecret') ?? '');
  const start = performance.now();
  const answer = await cloud.request({ method: 'POST', url: '/webhook', headers: signed, body });
  const ms = performance.now() - start;
  if (answer.status !== 200) throw new Error(`The webhook answered ${answer.status}`);
  return ms;
}

function row(updates: number, ours: Figure, floor: Figure): string[] {
  const figures = [ours.median, ours.p99, floor.median, floor.p99].map(rounded);
  return [String(updates), ...figures, rounded(ours.median / floor.median)];
}
