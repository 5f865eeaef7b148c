import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { Sentence } from '../sentence.ts';

export type Emulator = { endpoint: string; close: () => Promise<void> };

/**
 * Ends the emulator at the end of its own input, which comes when this process is gone, even by kill -9; and ends itself
 * when the emulator does.
 */
const watchdog = [
  'exec 3<&0',
  '"$0" "$@" </dev/null 3<&- & child=$!',
  '{ read -r _ <&3; kill -9 "$child"; } 2>/dev/null & watcher=$!',
  'wait "$child"',
  'kill "$watcher" 2>/dev/null',
].join('\n');

/** Lines of its complaints that an error quotes. */
const saidKept = 20;

/** Milliseconds: how often, and how long, it is looked whether an emulator of before has ended. */
const lookMs = 20;
const patienceMs = 5_000;

/**
 * Starts dynoxide, a DynamoDB in one native process.
 * @param file its SQLite file; in memory when absent
 * @throws Sentence when its package is not installed on this platform, or another run uses the file.
 */
export async function startDynoxide(file?: string): Promise<Emulator> {
  const binary = emulatorBinary(process.platform, process.arch);
  const pidFile = file && `${file}.pid`;
  if (pidFile) await endOfStale(pidFile);
  const port = await freePort();
  const flags = ['serve', '--host', '127.0.0.1', '-p', String(port), ...(file ? ['--db-path', file] : [])];
  const child = spawn('/bin/sh', ['-c', watchdog, binary, ...flags], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {},
  });
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const said: string[] = [];
  const listening = new Promise<void>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.includes('listening')) resolve();
      else if (said.length < saidKept) said.push(line);
    });
  });
  child.stdout.resume();
  const silent = exited.then(() => {
    throw new Error(`dynoxide did not start: ${said.join(' ')}`);
  });
  await Promise.race([listening, silent]);
  silent.catch(() => undefined);
  if (pidFile && child.pid) writeFileSync(pidFile, String(child.pid));
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}

/**
 * Where the emulator of a platform is installed.
 * @throws Sentence that says which package to add, or what to set instead.
 */
export function emulatorBinary(platform: string, architecture: string): string {
  const name = `@dynoxide/${platform}-${architecture}`;
  const require = createRequire(import.meta.url);
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), 'dynoxide');
  } catch (cause) {
    throw new Sentence(
      `Falta el emulador de DynamoDB para esta plataforma. Instálelo con «npm install --no-save ${name}@1.2.1», o indique otro punto de acceso en la variable AWS_ENDPOINT_URL_DYNAMODB.`,
      { cause },
    );
  }
}

/**
 * One of a run that was killed just now ends by itself; ours must not open the file before.
 * @throws Sentence when it does not end, since its run still goes on.
 */
async function endOfStale(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  for (let waited = 0; isEmulator(pid); waited += lookMs) {
    if (waited >= patienceMs)
      throw new Sentence(
        'Otra ejecución está usando esa carpeta. Ciérrela con Ctrl-C, o elija otra con --data.',
      );
    await setTimeout(lookMs);
  }
}

function isEmulator(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dynoxide');
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
