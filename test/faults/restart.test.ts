import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { randomFrom } from './random.ts';
import { newWamid, text } from './raw.ts';

/** The whole `npm start` killed as by kill -9, and started again on its folder. `FAULTS_SEED=<seed>` repeats a run. */
const seed = Number(process.env['FAULTS_SEED'] ?? randomInt(2 ** 31));
const kills = 2;
const deliveriesALife = 6;
/** Longest that a process is left alone after its last delivery, in milliseconds. */
const mostMs = 400;
/** Everything that waits for a lease or to be visible again has its turn. */
const restSeconds = 22 * 60;

const endsWithinMs = 60_000;
/** Three starts of everything, each with a synthesis. */
const patienceMs = 280_000;

const root = join(import.meta.dirname, '../..');

type Life = { child: ChildProcess; url: string; exited: Promise<void> };

let folder: string;
const lives: Life[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alerta-restart-'));
});
afterAll(async () => {
  for (const { child } of lives) child.kill('SIGKILL');
  await Promise.all(lives.map(({ exited }) => exited));
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function live(): Promise<Life> {
  const args = ['local/start.ts', '--scenario', 'none', '--data', folder, '--port', '0'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.on('exit', () => reject(new Error('npm start ended before it was ready')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^Listo: (http\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const life = { child, url, exited };
  lives.push(life);
  return life;
}

const json = async (url: string, body?: object): Promise<unknown> => {
  const answer = await fetch(url, body && { method: 'POST', body: JSON.stringify(body) });
  return answer.json();
};

const config = z.object({ webhookUrl: z.string(), appSecret: z.string() });
const messages = z.array(z.object({ id: z.string() }));
const requests = z.array(
  z.object({
    accepted: z.boolean(),
    fault: z.string().nullable(),
    body: z.object({ biz_opaque_callback_data: z.string() }),
  }),
);
const state = z.object({
  counts: z.object({ intents: z.record(z.string(), z.number()), parked: z.number() }),
  queues: z.record(z.string(), z.object({ visible: z.number(), inFlight: z.number(), dead: z.number() })),
});

/** Posts as Meta does; false when there was no answer of 200. */
async function post(url: string, secret: string, body: string): Promise<boolean> {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  try {
    return (await fetch(url, { method: 'POST', headers, body })).status === 200;
  } catch {
    // The process died before it answered: Meta would deliver again.
    return false;
  }
}

test(
  `nothing acknowledged is lost and nothing said twice when all is killed (FAULTS_SEED=${seed})`,
  async () => {
    const random = randomFrom(seed);
    const acknowledged = new Set<string>();
    for (let kill = 0; kill < kills; kill++) {
      const { child, url, exited } = await live();
      const { webhookUrl, appSecret } = config.parse(await json(`${url}/_local/config`));
      const posts = Array.from({ length: deliveriesALife }, async (_, index) => {
        const wamid = newWamid();
        const from = `52662${String(1_000_000 + kill * 100 + index)}`;
        const words = 'no prende la lámpara de la esquina de Rosales y Morelia';
        if (await post(webhookUrl, appSecret, text({ wamid, now: Date.now(), from, words })))
          acknowledged.add(wamid);
      });
      await Promise.race(posts);
      await new Promise((resolve) => {
        setTimeout(resolve, random() * mostMs);
      });
      const family = descendants(child.pid ?? 0);
      child.kill('SIGKILL');
      await exited;
      await Promise.all(posts);
      // The emulator and the functions do not outlive it.
      expect(family.length).toBeGreaterThan(1);
      await expect.poll(() => family.filter(isAlive), { timeout: endsWithinMs, interval: 50 }).toEqual([]);
    }

    const { url } = await live();
    await json(`${url}/_local/clock`, { advanceSeconds: restSeconds });
    const ids = messages.parse(await json(`${url}/_local/messages`)).map(({ id }) => id);
    expect(acknowledged.size).toBeGreaterThan(0);
    expect(ids).toEqual(expect.arrayContaining([...acknowledged]));
    expect(ids).toHaveLength(new Set(ids).size);

    const { counts, queues } = state.parse(await json(`${url}/_local/state`));
    expect(counts).toEqual({ intents: { delivered: ids.length }, parked: 0 });
    for (const [name, depth] of Object.entries(queues))
      expect({ [name]: depth }).toEqual({ [name]: { visible: 0, inFlight: 0, dead: 0 } });
    const said = requests
      .parse(await json(`${url}/_local/whatsapp/sent`))
      .filter(({ accepted }) => accepted)
      .map(({ body }) => body.biz_opaque_callback_data);
    expect(said).toHaveLength(ids.length);
    expect(said).toHaveLength(new Set(said).size);
  },
  patienceMs,
);

/** Ids of all processes below one, by `/proc`. */
function descendants(parent: number): number[] {
  const children = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && parentOf(pid) === parent);
  return children.flatMap((pid) => [pid, ...descendants(pid)]);
}

function parentOf(pid: number): number | null {
  const status = statusOf(pid);
  return status === null ? null : Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
}

/** A process that has ended and is not yet waited for is not alive. */
function isAlive(pid: number): boolean {
  return /^State:\s+[^ZX]/m.test(statusOf(pid) ?? '');
}

function statusOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return null;
  }
}
