import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { FunctionResource, Stack } from '../template/stack.ts';
import { type Environment, type InvokeResult, startEnvironment } from './environment.ts';
import type { Logs } from './logs.ts';
import { functionVariables } from './variables.ts';

/** What one function has done since the cloud started. Milliseconds, cold starts included. */
export type FunctionCounts = {
  invocations: number;
  errors: number;
  coldStarts: number;
  p50Ms: number;
  p99Ms: number;
};

/** Who an environment is to the front. */
export type Caller = { functionId: string; roleArn: string; kill: Environment['kill'] };

export type Functions = {
  /**
   * Runs a function with a JSON text and waits for its answer.
   * @param name construct id, name or ARN
   */
  invoke: (name: string, event: string) => Promise<InvokeResult>;
  /** Lambda's asynchronous invocation: two more attempts after a failure, or as the template says, at one and two minutes. */
  invokeLater: (name: string, event: string) => void;
  find: (name: string) => FunctionResource | undefined;
  /** The environment behind an access key id. */
  callerOf: (accessKeyId: string) => Caller | undefined;
  /** Invocations that run or wait for an environment now. */
  running: () => number;
  counts: () => Record<string, FunctionCounts>;
  /** Tells every process how far the clock stands ahead. */
  setOffset: (milliseconds: number) => void;
  close: () => Promise<void>;
};

export type FunctionsOptions = {
  stack: Stack;
  clock: Clock;
  logs: Logs;
  frontUrl: string;
  /** Hosts whose `fetch` goes to the front. */
  hosts: string[];
  /** Most environments of a function at once, by construct id, where the template reserves none. */
  most: (constructId: string) => number;
  /** Told of an asynchronous invocation that failed at its last attempt. */
  failed: (resource: FunctionResource, event: string) => Promise<void>;
};

/** Source: Lambda developer guide, "Asynchronous invocation: error handling". Seconds before each further attempt. */
const retryAfterSeconds = [60, 120];

const durationsKept = 1_000;

type Pool = {
  resource: FunctionResource;
  environments: Set<Environment>;
  idle: Environment[];
  waiting: ((environment: Environment) => void)[];
  counts: { invocations: number; errors: number; coldStarts: number };
  durations: number[];
};

/** Plays Lambda for the functions of the template, each environment a process of its own. */
export function startFunctions(options: FunctionsOptions): Functions {
  const { stack, clock, logs } = options;
  const pools = new Map<string, Pool>();
  const callers = new Map<string, Caller>();
  let running = 0;
  let environmentCount = 0;
  let closed = false;

  for (const resource of stack.functions) {
    const counts = { invocations: 0, errors: 0, coldStarts: 0 };
    pools.set(resource.constructId, {
      resource,
      environments: new Set(),
      idle: [],
      waiting: [],
      counts,
      durations: [],
    });
  }

  const find = (name: string): FunctionResource | undefined =>
    stack.functions.find(
      (item) =>
        item.constructId === name || item.ref === name || item.arn === name || `${item.arn}:$LATEST` === name,
    );

  const poolOf = (name: string): Pool => {
    const pool = pools.get(find(name)?.constructId ?? '');
    if (!pool) throw new Error(`The template has no function ${name}`);
    return pool;
  };

  const start = (pool: Pool): Environment => {
    const { resource } = pool;
    const accessKeyId = `ASIALOCAL${String(++environmentCount).padStart(11, '0')}`;
    const environment = startEnvironment({
      variables: functionVariables(resource, { place: stack.place, frontUrl: options.frontUrl, accessKeyId }),
      folder: resource.assetFolder,
      memoryMegabytes: resource.properties.MemorySize,
      timeoutSeconds: resource.properties.Timeout,
      shim: { offset: clock.offset(), front: options.frontUrl, hosts: options.hosts, caller: accessKeyId },
      onLine: (line) => logs.write(resource.constructId, line),
    });
    pool.counts.coldStarts++;
    pool.environments.add(environment);
    callers.set(accessKeyId, {
      functionId: resource.constructId,
      roleArn: resource.properties.Role,
      kill: environment.kill,
    });
    void environment.exited.then(() => {
      pool.environments.delete(environment);
      pool.idle = pool.idle.filter((item) => item !== environment);
      callers.delete(accessKeyId);
      serveWaiting(pool);
    });
    return environment;
  };

  /** An environment that is free, or a new one where there is room for it. */
  const take = (pool: Pool): Environment | undefined => {
    for (let idle = pool.idle.pop(); idle; idle = pool.idle.pop()) if (idle.alive()) return idle;
    const most =
      pool.resource.properties.ReservedConcurrentExecutions ?? options.most(pool.resource.constructId);
    const alive = [...pool.environments].filter((item) => item.alive()).length;
    return alive < most && !closed ? start(pool) : undefined;
  };

  const serveWaiting = (pool: Pool): void => {
    while (pool.waiting.length > 0) {
      const environment = take(pool);
      if (!environment) return;
      pool.waiting.shift()?.(environment);
    }
  };

  const acquire = (pool: Pool): Promise<Environment> | Environment =>
    take(pool) ?? new Promise<Environment>((resolve) => pool.waiting.push(resolve));

  const invoke = async (name: string, event: string): Promise<InvokeResult> => {
    const pool = poolOf(name);
    const id = randomUUID();
    const began = performance.now();
    running++;
    try {
      const environment = await acquire(pool);
      const context = contextOf(pool.resource, id);
      const result = await environment.invoke({ id, event, context, offset: clock.offset() });
      if (environment.alive()) pool.idle.push(environment);
      pool.counts.invocations++;
      if (!result.ok) pool.counts.errors++;
      pool.durations.push(performance.now() - began);
      if (pool.durations.length > durationsKept) pool.durations.shift();
      return result;
    } finally {
      running--;
      serveWaiting(pool);
    }
  };

  const attempt = async (name: string, event: string, attempts: number): Promise<void> => {
    const { resource } = poolOf(name);
    const result = await invoke(name, event);
    if (result.ok || closed) return;
    const wait = attempts < retriesOf(stack, resource) ? retryAfterSeconds[attempts] : undefined;
    if (wait === undefined) await options.failed(resource, event);
    else clock.at(clock.now() + wait * 1000, () => attempt(name, event, attempts + 1));
  };

  return {
    invoke,
    invokeLater: (name, event) => void attempt(name, event, 0),
    find,
    callerOf: (accessKeyId) => callers.get(accessKeyId),
    running: () => running,
    counts: () => Object.fromEntries([...pools].map(([id, pool]) => [id, countsOf(pool)])),
    setOffset(milliseconds) {
      for (const pool of pools.values()) for (const item of pool.environments) item.setOffset(milliseconds);
    },
    async close() {
      closed = true;
      const all = [...pools.values()].flatMap((pool) => [...pool.environments]);
      for (const environment of all) environment.kill();
      await Promise.all(all.map(({ exited }) => exited));
    },
  };
}

function retriesOf(stack: Stack, { ref, arn }: FunctionResource): number {
  const config = stack.invokeConfigs.find(({ properties }) => [ref, arn].includes(properties.FunctionName));
  return config?.properties.MaximumRetryAttempts ?? retryAfterSeconds.length;
}

function contextOf({ ref, arn, properties }: FunctionResource, id: string): object {
  return {
    functionName: ref,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: String(properties.MemorySize),
    awsRequestId: id,
    logGroupName: `/aws/lambda/${ref}`,
    logStreamName: '[$LATEST]local',
  };
}

function countsOf(pool: Pool): FunctionCounts {
  const sorted = pool.durations.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    Math.round(10 * (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)) / 10;
  return { ...pool.counts, p50Ms: at(0.5), p99Ms: at(0.99) };
}
