import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { allow, tinyFunction } from '../testing/tiny-assembly.ts';
import { tinyCloud } from '../testing/tiny-cloud.ts';

const times = z.array(z.unknown()).transform((values) => values.map(Number));
const mayLog = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], '*');

const functionOf = (
  source: string,
  more: { timeoutSeconds?: number; environment?: Record<string, unknown>; reserved?: number } = {},
) => ({
  resources: tinyFunction('Worker', { hash: 'abc', statements: [mayLog], ...more }),
  functions: { abc: source },
});

describe("a function's process", () => {
  it("has the template's variables and the runtime's, and nothing of the machine's", async () => {
    const cloud = await tinyCloud(
      functionOf('export const handler = async () => Object.keys(process.env).toSorted();', {
        environment: { TABLE_NAME: 'Store', NODE_OPTIONS: '--enable-source-maps' },
      }),
    );
    expect(await cloud.invoke('Worker', {})).toEqual(
      [
        'AWS_ACCESS_KEY_ID',
        'AWS_DEFAULT_REGION',
        'AWS_ENDPOINT_URL',
        'AWS_EXECUTION_ENV',
        'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
        'AWS_LAMBDA_FUNCTION_NAME',
        'AWS_LAMBDA_FUNCTION_VERSION',
        'AWS_LAMBDA_INITIALIZATION_TYPE',
        'AWS_LAMBDA_LOG_GROUP_NAME',
        'AWS_LAMBDA_LOG_STREAM_NAME',
        'AWS_REGION',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_SESSION_TOKEN',
        'LAMBDA_TASK_ROOT',
        'LANG',
        'NODE_OPTIONS',
        'PATH',
        'TABLE_NAME',
        'TZ',
        '_HANDLER',
      ].toSorted(),
    );
  });

  it('keeps its variables between invocations of one environment, and starts another only when both are needed at once', async () => {
    const cloud = await tinyCloud(
      functionOf(`
        let count = 0;
        export const handler = async ({ wait }) => { await new Promise((go) => setTimeout(go, wait)); return ++count; };`),
    );
    expect(await cloud.invoke('Worker', { wait: 0 })).toBe(1);
    expect(await cloud.invoke('Worker', { wait: 0 })).toBe(2);
    expect(
      await Promise.all([cloud.invoke('Worker', { wait: 300 }), cloud.invoke('Worker', { wait: 300 })]),
    ).toEqual([3, 1]);
    expect(cloud.counts()['Worker']).toMatchObject({ invocations: 4, coldStarts: 2, errors: 0 });
  });

  it('never runs more environments than the template reserves', async () => {
    const cloud = await tinyCloud(
      functionOf('let count = 0; export const handler = async () => ++count;', { reserved: 1 }),
    );
    const answers = await Promise.all([1, 2, 3].map(() => cloud.invoke('Worker', {})));
    expect(answers).toEqual([1, 2, 3]);
    expect(cloud.counts()['Worker']).toMatchObject({ coldStarts: 1 });
  });

  it('sees the time of the clock, also after it was moved', async () => {
    const cloud = await tinyCloud(
      functionOf(
        `export const handler = async () => [Date.now(), new Date().getTime(), new Date(0).getTime(), new Date() instanceof Date, Date.UTC(2026, 0)];`,
      ),
    );
    await cloud.invoke('Worker', {});
    await cloud.advance(86_400);
    const before = cloud.clock.now();
    const answer = await cloud.invoke('Worker', {});
    const after = cloud.clock.now();
    expect(answer).toEqual([expect.any(Number), expect.any(Number), 0, true, Date.UTC(2026, 0)]);
    for (const time of times.parse(answer).slice(0, 2)) {
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(after);
    }
  });

  it('reaches the simulated WhatsApp under the names of Meta, and no other host', async () => {
    const cloud = await tinyCloud(
      functionOf(`
        export const handler = async () => {
          const graph = await fetch('https://graph.facebook.com/v26.0/1/messages', { method: 'POST', body: '{}' });
          const other = await fetch('http://192.0.2.1/').then(() => 'reached', (error) => error.cause.code);
          return { status: graph.status, answer: Object.keys(await graph.json()), other };
        };`),
    );
    expect(await cloud.invoke('Worker', {})).toEqual({
      status: 401,
      answer: ['error'],
      other: 'ENETUNREACH',
    });
  });
});

const failing = async (source: string, timeoutSeconds?: number) => {
  const cloud = await tinyCloud(functionOf(source, timeoutSeconds === undefined ? {} : { timeoutSeconds }));
  const result = await cloud.functions.invoke('Worker', '{}');
  return { cloud, error: result.ok ? null : result.error };
};

describe('a function that fails', () => {
  it('answers with the type, message and trace of what it threw, and logs it', async () => {
    const { cloud, error } = await failing(
      `export const handler = async () => { throw new RangeError('too far'); };`,
    );
    expect(error).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'too far',
      trace: expect.any(Array),
    });
    await expect
      .poll(() =>
        cloud
          .logs('Worker')
          .map(({ line }) => line)
          .join(),
      )
      .toContain('RangeError');
  });

  it('is ended at its timeout', async () => {
    const { error } = await failing(
      'export const handler = () => new Promise(() => setInterval(() => {}, 1000));',
      1,
    );
    expect(error).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('Task timed out after 1.00 seconds'),
    });
  });

  it.each([
    [
      'takes a callback',
      'export const handler = (event, context, callback) => callback(null);',
      'Runtime.CallbackHandlerDeprecated',
    ],
    ['is not there', 'export const other = 1;', 'Runtime.HandlerNotFound'],
    ['does not load', `import 'no-such-package';`, 'Runtime.ImportModuleError'],
    ['ends its process', 'export const handler = async () => process.exit(3);', 'Runtime.ExitError'],
    [
      'lets a rejection go',
      'export const handler = () => { Promise.reject(new Error("lost")); return new Promise(() => {}); };',
      'Runtime.UnhandledPromiseRejection',
    ],
  ])('that %s is refused as by nodejs24.x', async (_, source, errorType) => {
    const { error } = await failing(source);
    expect(error).toMatchObject({ errorType });
  });

  it('runs again in a new environment after its process was lost', async () => {
    const cloud = await tinyCloud(
      functionOf(
        `export const handler = async ({ die }) => { if (die) process.kill(process.pid, 'SIGKILL'); return 'alive'; };`,
      ),
    );
    await expect(cloud.invoke('Worker', { die: true })).rejects.toThrow('SIGKILL');
    expect(await cloud.invoke('Worker', { die: false })).toBe('alive');
  });
});

it('writes no log when its role may not', async () => {
  const cloud = await tinyCloud({
    resources: tinyFunction('Mute', { hash: 'abc' }),
    functions: { abc: `export const handler = async () => console.log('heard');` },
  });
  await cloud.invoke('Mute', {});
  await cloud.settle();
  expect(cloud.logs('Mute')).toEqual([]);
});

describe('an asynchronous invocation', () => {
  it('is tried twice more, one and two minutes later', async () => {
    const cloud = await tinyCloud(
      functionOf(`export const handler = async () => { throw new Error('no'); };`),
    );
    cloud.functions.invokeLater('Worker', '{}');
    await cloud.settle();
    expect(cloud.counts()['Worker']).toMatchObject({ invocations: 1 });
    await cloud.advance(59);
    expect(cloud.counts()['Worker']).toMatchObject({ invocations: 1 });
    await cloud.advance(600);
    expect(cloud.counts()['Worker']).toMatchObject({ invocations: 3, errors: 3 });
  });
});
