import { type Cloud, startCloud } from '../../local/cloud.ts';
import { scan } from '../e2e/scan.ts';
import { rounded, table } from './figures.ts';
import { delivery, headers, ourNumber } from './traffic.ts';

const perDelivery = 100;
const people = 500;
const operator = '5216629999999';
/** Deliveries that Meta has on their way at once. */
const concurrency = 4;

/**
 * Messages a second from the first delivery until nothing runs or is due: classified, stored, answered, and the
 * answers' statuses settled. Each id is then looked for once in the table.
 */
export async function benchPipeline(assembly: string): Promise<void> {
  const rows: string[][] = [];
  for (const count of [1000, 10_000]) rows.push(await measured(assembly, count));
  process.stdout.write('Pipeline: everything on this one machine, emulators included\n\n');
  table(['messages', 'seconds', 'messages / s', 'acknowledged in, s', 'stored once'], rows);
}

async function measured(assembly: string, count: number): Promise<string[]> {
  const cloud = await startCloud({ assembly, numbers: [ourNumber] });
  try {
    // Without anybody to tell, each emergency is told again every minute for an hour.
    await cloud.invoke('Admin', {
      action: 'registry.import',
      operators: [{ phone: operator, name: 'Oficial', municipality: '*' }],
    });
    await cloud.whatsapp.meet({ phone: operator, name: 'Oficial' });
    await post('warm-up', 20);
    await cloud.settle();
    const start = performance.now();
    await post(`p${count}`, count);
    const acknowledged = performance.now() - start;
    await cloud.settle();
    const seconds = (performance.now() - start) / 1000;
    const stored = await storedOnce(cloud, `wamid.p${count}.`);
    if (stored !== count) throw new Error(`${count} messages were acknowledged, ${stored} are stored`);
    const figures = [seconds, count / seconds, acknowledged / 1000].map(rounded);
    return [String(count), ...figures, `${stored} of ${count}`];
  } finally {
    await cloud.close();
  }

  async function post(run: string, total: number): Promise<void> {
    const deliveries = Array.from({ length: Math.ceil(total / perDelivery) }, (_, index) =>
      delivery(`${run}.${index}`, Math.min(perDelivery, total), people),
    );
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let body = deliveries[next++]; body; body = deliveries[next++]) {
        const signed = headers(body, cloud.secrets.current('AppSecret') ?? '');
        const { status } = await cloud.request({ method: 'POST', url: '/webhook', headers: signed, body });
        if (status !== 200) throw new Error(`The webhook answered ${status}`);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  }
}

async function storedOnce(cloud: Cloud, prefix: string): Promise<number> {
  const ids = (await scan(cloud)).flatMap(({ sk, wamid }) => (sk === 'MSG' ? [String(wamid)] : []));
  return new Set(ids.filter((id) => id.startsWith(prefix))).size;
}
