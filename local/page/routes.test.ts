import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aText, neighbour, type Simulated, simulate } from '../../test/conformance/simulated-whatsapp.ts';
import { type PageRoutes, pageRoutes } from './routes.ts';

let simulated: Simulated;
let routes: PageRoutes;
let server: Server;
let url: string;

const report = { folio: 'SON-1', incident: 'gunfire' };

beforeEach(async () => {
  simulated = simulate();
  routes = pageRoutes(simulated.world, {
    state: async () => ({ counts: { reports: 1 } }),
    messages: async () => [],
    reports: async () => [report],
    parked: async () => [],
  });
  server = createServer((request, response) => {
    void routes.handle(request, response).then((handled) => {
      if (!handled) response.writeHead(404).end('de otra parte');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterEach(async () => {
  routes.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const post = (path: string, body: unknown) =>
  fetch(url + path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

test('the page and every file that it names are served by their type, with a policy for scripts', async () => {
  const page = await fetch(url);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  const pending = [...(await page.text()).matchAll(/(?:href|src)="(\/page\/[^"]+)"/g)].map(
    ([, path]) => path ?? '',
  );
  const seen = new Set<string>();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const file = await fetch(url + path);
    expect([path, file.status]).toEqual([path, 200]);
    for (const [, name] of (await file.text()).matchAll(/from '\.\/([\w.]+)'/g))
      pending.push(`/page/${name}`);
  }
  expect(seen.size).toBeGreaterThan(10);
});

test('labels are those of the taxonomy and of the agencies', async () => {
  expect(await (await fetch(`${url}/page/labels.json`)).json()).toMatchObject({
    incidents: { gunfire: 'Detonaciones de arma de fuego' },
    priorities: { high: 'Alta' },
    agencies: { municipal_police: 'Policía Municipal' },
  });
});

test.each(['/page/routes.ts', '/page/../routes.ts', '/page/%2e%2e/files.ts', '/_local/state', '/webhook'])(
  '%s is left to others',
  async (path) => {
    expect((await fetch(url + path)).status).toBe(404);
  },
);

test('somebody who writes is known, has a chat, and what is sent to them is listed', async () => {
  const said = await post('/_local/whatsapp/say', { from: neighbour, name: 'Lupita', text: 'Hola' });
  expect([said.status, await said.json()]).toEqual([200, { id: expect.stringMatching(/^wamid\./) }]);
  await simulated.send(aText('Recibido'));
  expect(await (await fetch(`${url}/_local/whatsapp/people`)).json()).toMatchObject({
    people: [{ phone: neighbour, name: 'Lupita', role: 'neighbour' }],
    groups: [],
  });
  expect(await (await fetch(`${url}/_local/whatsapp/chats?with=${neighbour}`)).json()).toMatchObject({
    lines: [
      { author: neighbour, shown: { text: 'Hola' } },
      { author: null, shown: { text: 'Recibido' } },
    ],
  });
  expect(await (await fetch(`${url}/_local/whatsapp/sent`)).json()).toMatchObject([
    {
      recipient: `+${neighbour}`,
      body: { type: 'text' },
      status: 200,
      answer: { messages: [{}] },
      at: expect.any(String),
    },
  ]);
});

test('a fault can be provoked', async () => {
  await post('/_local/whatsapp/say', { from: neighbour, text: 'Hola' });
  await post('/_local/whatsapp/provoke', { fault: 'error', code: 'throughput' });
  expect((await simulated.send(aText())).answer.error?.code).toBe(130429);
});

test.each([
  ['say', { from: 'x', text: 'Hola' }],
  ['say', 'no es JSON'],
  ['people', {}],
  ['provoke', { fault: 'otro' }],
])('%s refuses %j with 400 and a Spanish sentence', async (path, body) => {
  const answer = await post(`/_local/whatsapp/${path}`, body);
  expect([answer.status, await answer.json()]).toEqual([
    400,
    { error: expect.stringMatching(/^Entrada no válida: /), faults: expect.any(Array) },
  ]);
});

test('a voice note can be heard on the page', async () => {
  await post('/_local/whatsapp/say', { from: neighbour, voice: true });
  const id = simulated.delivered[0]?.value.messages?.[0]?.audio?.id;
  const heard = await fetch(`${url}/page/media/${id}`);
  expect(heard.headers.get('content-type')).toBe('audio/ogg; codecs=opus');
  expect((await fetch(`${url}/page/media/1`)).status).toBe(404);
});

test('whoever listens is told at once how things stand, and again when somebody writes', async () => {
  const stream = await fetch(`${url}/_local/events`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  const until = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(heard)) heard += (await reader?.read())?.value ?? '';
    heard = heard.replace(pattern, '');
  };
  await until(/event: whatsapp\ndata: .*"now"/);
  await until(/event: system\ndata: .*"folio":"SON-1"/);
  await post('/_local/whatsapp/say', { from: neighbour, text: 'Hola' });
  await until(/event: whatsapp\n/);
  await simulated.send(aText('Le contestamos'));
  await until(/event: system\ndata: .*Le contestamos/);
  await reader?.cancel();
  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
});
