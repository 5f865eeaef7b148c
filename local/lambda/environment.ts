import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';

/** Lambda's shape of what went wrong inside a function. */
export type FunctionError = { errorType: string; errorMessage: string; trace?: string[] | undefined };

export type InvokeResult = { ok: true; payload: string } | { ok: false; error: FunctionError };

/** One function environment: a process that runs one invocation at a time. */
export type Environment = {
  invoke: (call: { id: string; event: string; context: object; offset: number }) => Promise<InvokeResult>;
  setOffset: (milliseconds: number) => void;
  /** Ends the process as kill -9 does, at once or after something. Nothing that it says from now on counts. */
  kill: (after?: Promise<void>) => void;
  alive: () => boolean;
  exited: Promise<void>;
};

export type EnvironmentOptions = {
  /** The process's whole environment. */
  variables: Record<string, string>;
  folder: string;
  memoryMegabytes: number;
  timeoutSeconds: number;
  shim: { offset: number; front: string; hosts: string[]; caller: string };
  onLine: (line: string) => void;
};

/** Lambda allows ten seconds for everything outside the handler. Source: Lambda developer guide, "Init phase". */
const initMs = 10_000;

const error = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()).optional(),
});
const report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('init-error'), error }),
  z.object({ kind: z.literal('result'), id: z.string(), payload: z.string() }),
  z.object({ kind: z.literal('error'), id: z.string(), error }),
]);

/** Starts a process for a function's bundle. It is ready when its first invocation can run; invoking waits for that. */
export function startEnvironment(options: EnvironmentOptions): Environment {
  const child = spawnFunction(options);
  const ready = Promise.withResolvers<FunctionError | undefined>();
  const gone = Promise.withResolvers<void>();
  let running: { id: string; settle: (result: InvokeResult) => void } | undefined;
  let dead = false;

  const finish = (result: InvokeResult): void => {
    running?.settle(result);
    running = undefined;
  };

  child.on('message', (message) => {
    if (dead) return;
    const parsed = report.parse(message);
    if (parsed.kind === 'ready') ready.resolve(undefined);
    else if (parsed.kind === 'init-error') ready.resolve(parsed.error);
    else if (parsed.id === running?.id)
      finish(
        parsed.kind === 'result' ? { ok: true, payload: parsed.payload } : { ok: false, error: parsed.error },
      );
  });
  const end = (how: string): void => {
    dead = true;
    const exit = { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited: ${how}` };
    ready.resolve(exit);
    finish({ ok: false, error: exit });
    gone.resolve();
  };
  child.on('exit', (code, signal) => end(signal ? `signal: ${signal}` : `exit status ${code}`));
  child.on('error', (fault) => end(fault.message));

  const kill = (after?: Promise<void>): void => {
    dead = true;
    if (after) void after.then(() => child.kill('SIGKILL'));
    else child.kill('SIGKILL');
  };

  const within = async (
    ms: number,
    expired: FunctionError,
    work: Promise<InvokeResult>,
  ): Promise<InvokeResult> => {
    const timer = Promise.withResolvers<InvokeResult>();
    const timeout = setTimeout(() => {
      options.onLine(expired.errorMessage);
      timer.resolve({ ok: false, error: expired });
      kill();
    }, ms);
    try {
      return await Promise.race([work, timer.promise]);
    } finally {
      clearTimeout(timeout);
    }
  };

  const initialised = within(
    initMs,
    { errorType: 'Sandbox.Timedout', errorMessage: 'Init phase timed out after 10 seconds' },
    ready.promise.then((fault) => (fault ? { ok: false, error: fault } : { ok: true, payload: '' })),
  );

  return {
    async invoke({ id, event, context, offset }) {
      const start = await initialised;
      if (!start.ok) {
        kill();
        return start;
      }
      const seconds = options.timeoutSeconds;
      const result = Promise.withResolvers<InvokeResult>();
      running = { id, settle: result.resolve };
      if (dead) end('before the invocation');
      else child.send({ kind: 'invoke', id, event, context, timeoutMs: seconds * 1000, offset });
      return within(
        seconds * 1000,
        {
          errorType: 'Sandbox.Timedout',
          errorMessage: `RequestId: ${id} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
        },
        result.promise,
      );
    },
    setOffset: (offset) => {
      if (child.connected) child.send({ kind: 'clock', offset });
    },
    kill,
    alive: () => !dead,
    exited: gone.promise,
  };
}

const shim = join(import.meta.dirname, 'shim.mjs');
const bootstrap = join(import.meta.dirname, 'bootstrap.mjs');

function spawnFunction(options: EnvironmentOptions): ChildProcess {
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${options.memoryMegabytes}`,
      '--import',
      shim,
      bootstrap,
      JSON.stringify(options.shim),
    ],
    { cwd: options.folder, env: options.variables, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true },
  );
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', options.onLine);
  return child;
}
