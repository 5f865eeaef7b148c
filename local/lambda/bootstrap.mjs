/**
 * The runtime inside a function process: imports the bundle, checks the handler as nodejs24.x does, then runs one
 * invocation at a time as it arrives over IPC.
 *
 * In: `{ kind: 'invoke', id, event, context, timeoutMs, offset }`, `{ kind: 'clock', offset }`. Out: `{ kind: 'ready' }`,
 * `{ kind: 'init-error', error }`, `{ kind: 'result', id, payload }`, `{ kind: 'error', id, error }`. Events and payloads
 * are JSON text, as on the Runtime API.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setOffset } from './shim.mjs';

/** Id of the invocation that runs, for errors that nobody caught. */
let current;

/** Nobody is left to answer once the cloud's own process is gone, however it went. */
process.on('disconnect', () => process.exit(0));

process.on('unhandledRejection', (reason) => dieOf('Runtime.UnhandledPromiseRejection', reason));
process.on('uncaughtException', (error) => dieOf(undefined, error));

let handler;
try {
  handler = await loadHandler();
  process.send({ kind: 'ready' });
} catch (error) {
  process.send({ kind: 'init-error', error: describe(error) }, () => process.exit(1));
}

process.on('message', (message) => {
  setOffset(message.offset);
  if (message.kind === 'invoke') void run(message);
});

async function run({ id, event, context, timeoutMs }) {
  current = id;
  const deadline = performance.now() + timeoutMs;
  try {
    const result = await handler(JSON.parse(event), {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
    });
    current = undefined;
    process.send({ kind: 'result', id, payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    current = undefined;
    const described = describe(error);
    // The managed runtime writes what a handler threw to the function's log.
    process.stderr.write(`${JSON.stringify({ level: 'ERROR', requestId: id, message: described })}\n`);
    process.send({ kind: 'error', id, error: described });
  }
}

async function loadHandler() {
  const { _HANDLER: wanted, LAMBDA_TASK_ROOT: root } = process.env;
  const [, path, name] = /^(.*?)\.([^.]*)$/.exec(wanted) ?? [];
  let module;
  try {
    module = await import(pathToFileURL(join(root, `${path}.mjs`)).href);
  } catch (error) {
    if (error?.code === 'ERR_MODULE_NOT_FOUND') throw named('Runtime.ImportModuleError', error.message);
    throw error;
  }
  const found = module[name];
  if (typeof found !== 'function')
    throw named('Runtime.HandlerNotFound', `${wanted} is undefined or not exported`);
  if (found.length > 2)
    throw named(
      'Runtime.CallbackHandlerDeprecated',
      'The handler takes a callback, which nodejs24.x no longer has: make it async, of at most two parameters',
    );
  return found;
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

/** Lambda's shape of a function error. */
function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function dieOf(errorType, reason) {
  const error = describe(reason);
  if (errorType)
    Object.assign(error, { errorType, errorMessage: `${error.errorType}: ${error.errorMessage}` });
  process.stderr.write(`${JSON.stringify({ level: 'ERROR', requestId: current, message: error })}\n`);
  process.send(current ? { kind: 'error', id: current, error } : { kind: 'init-error', error }, () =>
    process.exit(1),
  );
}
