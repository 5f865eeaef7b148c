import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, inject, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { startCloud } from './cloud.ts';
import { openPublicServer } from './http.ts';

/** The whole cloud behind its public address. */
async function running(): Promise<string> {
  const server = await openPublicServer(0);
  const cloud = await startCloud({ assembly: inject('assembly'), numbers: ['109876543210987'] });
  onTestFinished(async () => {
    await server.close();
    await cloud.close();
  });
  server.serve(cloud);
  return server.url;
}

const answerOf = async (url: string, init: RequestInit = {}): Promise<unknown> => {
  const response = await fetch(url, init);
  return [response.status, await response.json()];
};

it('answers 503 in Spanish until it has a cloud to answer for', async () => {
  const server = await openPublicServer(0);
  onTestFinished(() => server.close());
  expect(await answerOf(`${server.url}/webhook`)).toEqual([
    503,
    { error: expect.stringContaining('arrancando') },
  ]);
});

it('answers under every address of the contract', async () => {
  const url = await running();
  const handshake = await fetch(`${url}/_local/config`).then((response) => response.json());
  expect(handshake).toEqual({
    webhookUrl: `${url}/webhook`,
    verifyToken: expect.stringMatching(/.{20,}/),
    appSecret: expect.stringMatching(/.{20,}/),
    phoneNumberIds: ['109876543210987'],
    graphUrl: `${url}/_local/graph`,
  });
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.challenge': '1158201444',
    'hub.verify_token': String(Object(handshake)['verifyToken']),
  });
  expect(await (await fetch(`${url}/webhook?${query.toString()}`)).text()).toBe('1158201444');
  expect(await answerOf(`${url}/_local/health`)).toMatchObject([200, { status: 'ok' }]);
  for (const list of ['messages', 'reports', 'parked', 'whatsapp/sent'])
    expect(await answerOf(`${url}/_local/${list}`)).toEqual([200, []]);
  expect(await answerOf(`${url}/_local/state`)).toMatchObject([
    200,
    {
      queues: { UrgentQueue: { visible: 0, inFlight: 0, dead: 0 } },
      counts: { messages: 0, reports: 0, intents: {}, parked: 0 },
      functions: { Webhook: { invocations: 1, errors: 0, coldStarts: 1 } },
    },
  ]);
  const before = Date.now();
  const moved = { method: 'POST', body: JSON.stringify({ advanceSeconds: 90 }) };
  const [, clock] = z
    .tuple([z.literal(200), z.looseObject({ now: z.iso.datetime() })])
    .parse(await answerOf(`${url}/_local/clock`, moved));
  expect(Date.parse(clock.now)).toBeGreaterThanOrEqual(before + 90_000);
  const run = `${url}/_local/schedules/DigestSchedule/run`;
  expect(await answerOf(run, { method: 'POST' })).toEqual([202, { started: 'DigestSchedule' }]);
  expect(await answerOf(`${url}/_local/settle`, { method: 'POST' })).toMatchObject([200, { settled: true }]);
});

it('says in Spanish what is wrong with a request', async () => {
  const url = await running();
  const post = { method: 'POST', body: '{"advanceSeconds":-1}' };
  expect(await answerOf(`${url}/_local/clock`, post)).toEqual([
    400,
    { error: expect.stringContaining('advanceSeconds') },
  ]);
  expect(await answerOf(`${url}/_local/clock`)).toEqual([405, { error: 'Esta dirección se pide con POST.' }]);
  expect(await answerOf(`${url}/_local/nada`)).toEqual([
    404,
    { error: expect.stringContaining('/_local/nada') },
  ]);
  expect(await answerOf(`${url}/_local/schedules/Nada/run`, { method: 'POST' })).toEqual([
    404,
    { error: expect.stringContaining('SweepSchedule, DigestSchedule') },
  ]);
});

it('serves AWS clients of whoever sits at this machine', async () => {
  const url = await running();
  const client = new LambdaClient({
    endpoint: url,
    region: 'mx-central-1',
    credentials: { accessKeyId: 'LOCALADMINISTRATOR', secretAccessKey: 'any' },
  });
  const answer = await client.send(
    new InvokeCommand({ FunctionName: 'AlertaCiudadana-local-Admin', Payload: '{"action":"parked.list"}' }),
  );
  expect(answer.FunctionError).toBeUndefined();
});
