import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Sentence } from '../sentence.ts';

export type Emulator = { endpoint: string; close: () => Promise<void> };

/**
 * Waits for the end of its input, which comes when this process is gone, even by kill -9, and then ends the emulator.
 */
const watchdog = '"$0" "$@" </dev/null & child=$!; read -r _; kill -9 "$child" 2>/dev/null';

/** Lines of its complaints that an error quotes. */
const saidKept = 20;

/**
 * Starts dynoxide, a DynamoDB in one native process.
 * @param file its SQLite file; in memory when absent
 * @throws Sentence when its package is not installed on this platform.
 */
export async function startDynoxide(file?: string): Promise<Emulator> {
  const binary = binaryOf();
  const pidFile = file && `${file}.pid`;
  if (pidFile) await endStale(pidFile);
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

function binaryOf(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
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

/** One of a run before this that is still about to end must not hold the file when ours opens it. */
async function endStale(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  while (isEmulator(pid)) {
    process.kill(pid, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 20));
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
