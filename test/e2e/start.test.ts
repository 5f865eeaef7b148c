import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';

/** Two starts, each with its synthesis, on a machine that may be busy. */
const patientMs = 240_000;

type Run = {
  process: ChildProcess;
  /** Address at which it says that it is ready; rejected when it ends before. */
  ready: Promise<string>;
  exit: Promise<number | null>;
  output: () => string;
};

/** Runs `npm start`'s program as a shell would. */
function run(...options: string[]): Run {
  const child = spawn(process.execPath, ['local/start.ts', ...options], {
    cwd: join(import.meta.dirname, '../..'),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ready = Promise.withResolvers<string>();
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      output += `${line}\n`;
      const address = /^Listo: (\S+)/.exec(line)?.[1];
      if (address) ready.resolve(address);
    });
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  void exit.then(() => ready.reject(new Error(`It ended: ${output}`)));
  ready.promise.catch(() => undefined);
  return { process: child, ready: ready.promise, exit, output: () => output };
}

const messages = z.array(z.looseObject({ id: z.string(), folio: z.string().nullable() }));

async function messagesAt(url: string): Promise<z.infer<typeof messages>> {
  await fetch(`${url}/_local/settle`, { method: 'POST' });
  return messages.parse(await (await fetch(`${url}/_local/messages`)).json());
}

async function write(url: string, text: string): Promise<number> {
  const body = JSON.stringify({ from: '5216620000021', name: 'Ana', text });
  return (await fetch(`${url}/_local/whatsapp/say`, { method: 'POST', body })).status;
}

/** Processes below one, by their ids. */
function below(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`)
    .flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' '))
    .filter((id) => id !== '')
    .map(Number);
  return children.flatMap((id) => [id, ...below(id)]);
}

/** Whether a process runs; one that ended and waits to be reaped does not. */
const runs = (pid: number): boolean =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

it('keeps everything over kill -9 with a data folder, leaves no process behind, and ends with 0 when told to', {
  timeout: patientMs * 2,
}, async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'data-')), 'state');
  const options = ['--port', '0', '--scenario', 'none', '--data', folder];
  const first = run(...options);
  const before = await first.ready;
  expect(await write(before, 'Se oyen disparos en la calle Rosales, colonia Centro de Hermosillo')).toBe(200);
  const kept = await messagesAt(before);
  expect(kept).toMatchObject([{ folio: expect.any(String) }]);
  const started = below(first.process.pid ?? 0);
  expect(started.length).toBeGreaterThan(0);
  first.process.kill('SIGKILL');
  await first.exit;
  await expect.poll(() => started.filter(runs), { timeout: 60_000 }).toEqual([]);

  const second = run(...options);
  const after = await second.ready;
  expect(await messagesAt(after)).toEqual(kept);
  expect(await write(after, 'Ya llegó la patrulla, gracias')).toBe(200);
  expect(await messagesAt(after)).toHaveLength(2);
  second.process.kill('SIGINT');
  expect(await second.exit).toBe(0);
});

it('says in Spanish that a port is taken, and which to try', async () => {
  const taken = createServer();
  onTestFinished(() => void taken.close());
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const started = run('--port', String(port));
  expect(await started.exit).toBe(1);
  expect(started.output()).toContain(`El puerto ${port} ya está en uso`);
});

it('refuses an option that does not exist with a sentence and code 2', async () => {
  const started = run('--puerto', '3000');
  expect(await started.exit).toBe(2);
  expect(started.output()).toContain('No existe la opción «--puerto»');
});
