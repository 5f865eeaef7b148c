import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acceptedAs, type GraphServer, metaError, startGraphServer } from '../../test/graph-server.ts';
import { type GraphSettings, graphApi } from './graph.ts';

let server: GraphServer;
beforeAll(async () => {
  server = await startGraphServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.received.length = 0;
  server.script.length = 0;
});

const api = (settings: Partial<GraphSettings> = {}) =>
  graphApi({
    baseUrl: server.baseUrl,
    version: 'v26.0',
    authHeader: 'Authorization',
    token: async () => 'secret',
    expireToken: () => undefined,
    timeoutMs: 5000,
    ...settings,
  });

describe('sending', () => {
  test('posts to the number of the version, with a bearer token, and gives the id of the message', async () => {
    server.script.push(acceptedAs('wamid.A'));
    expect(await api().send('111', { type: 'text' })).toEqual({ kind: 'accepted', wamid: 'wamid.A' });
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      path: '/v26.0/111/messages',
      headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
      body: { type: 'text' },
    });
  });

  test("a solution provider's path has no version and its header takes the bare token", async () => {
    await api({ version: '', authHeader: 'D360-API-KEY' }).send('111', {});
    expect(server.received[0]).toMatchObject({
      path: '/111/messages',
      headers: { 'd360-api-key': 'secret' },
    });
  });

  test('a refusal carries code, HTTP status and trace id', async () => {
    server.script.push(metaError(131047));
    expect(await api().send('111', {})).toEqual({
      kind: 'refused',
      refusal: { code: 131047, http: 400, isTransient: false },
      traceId: 'Atrace',
    });
  });

  test("an answer that is not Meta's is a refusal without a code", async () => {
    server.script.push({ status: 502, body: 'Bad Gateway' });
    expect(await api().send('111', {})).toMatchObject({ refusal: { code: null, http: 502 } });
  });

  test('a success that names no message leaves open whether it went out', async () => {
    server.script.push({ status: 200, body: {} });
    expect(await api().send('111', {})).toEqual({ kind: 'unknown', reason: 'unreadable-answer' });
  });

  test('a connection that breaks after the request leaves open whether it went out', async () => {
    server.script.push('drop');
    expect(await api().send('111', {})).toEqual({ kind: 'unknown', reason: 'connection-lost' });
  });

  test('so does an answer that does not come in time', async () => {
    server.script.push('hang');
    expect(await api({ timeoutMs: 200 }).send('111', {})).toEqual({ kind: 'unknown', reason: 'time-out' });
  });

  test('where nobody listens nothing was sent', async () => {
    const gone = await startGraphServer();
    await gone.stop();
    const { baseUrl } = gone;
    expect(await api({ baseUrl }).send('111', {})).toEqual({ kind: 'unreached', reason: 'no-connection' });
  });

  test('without a token nothing is sent', async () => {
    const unreadable = api({ token: () => Promise.reject(new Error('no such secret')) });
    expect(await unreadable.send('111', {})).toEqual({ kind: 'unreached', reason: 'no-token' });
    expect(server.received).toEqual([]);
  });

  test('a refused token is read again the next time', async () => {
    let expired = 0;
    server.script.push(metaError(190, 401));
    await api({ expireToken: () => expired++ }).send('111', {});
    expect(expired).toBe(1);
  });
});

describe('media', () => {
  test('asks where a medium is, naming the number it was sent to', async () => {
    server.script.push({
      status: 200,
      body: { url: 'https://lookaside.fbsbx.com/x', mime_type: 'audio/ogg', sha256: 'ab', file_size: '10' },
    });
    expect(await api().mediaAddress('9001', '111')).toEqual({
      kind: 'found',
      address: { url: 'https://lookaside.fbsbx.com/x', mimeType: 'audio/ogg', sha256: 'ab' },
    });
    expect(server.received[0]).toMatchObject({ method: 'GET', path: '/v26.0/9001?phone_number_id=111' });
  });

  test('tells a refusal from silence', async () => {
    server.script.push(metaError(100), 'drop');
    expect(await api().mediaAddress('9001', '111')).toMatchObject({
      kind: 'refused',
      refusal: { code: 100 },
    });
    expect(await api().mediaAddress('9001', '111')).toEqual({ kind: 'unreached' });
  });
});
