import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSameDigest } from './digest.ts';
import { downloader, isAllowed } from './download.ts';

const hosts = ['*.fbsbx.com', 'graph.facebook.com'];
let server: Server;
let base: string;
const seen: string[] = [];

const answers: Record<string, (response: ServerResponse) => void> = {
  '/whole': (response) => response.end('1234567890'),
  '/dead': (response) => response.writeHead(404).end(),
  '/busy': (response) => response.writeHead(503).end(),
  '/elsewhere': (response) => response.writeHead(302, { location: 'https://example.org/' }).end(),
  '/long': (response) => response.writeHead(200, { 'content-length': '11' }).end('12345678901'),
  '/endless': (response) => {
    // Chunks, so that no header tells the length.
    response.write('123456');
    response.end('789012');
  },
  '/silent': () => undefined,
  '/broken': (response) => {
    response.writeHead(200, { 'content-length': '9' }).write('123');
    setImmediate(() => response.destroy());
  },
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    seen.push(`${path} ${request.headers.authorization}`);
    answers[path]?.(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  base = `http://127.0.0.1:${address.port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** The server stands where Meta's does; the address stays one of Meta's until the connection is made. */
const download = downloader({
  hosts,
  authorisation: async () => ({ authorization: 'Bearer token' }),
  maxBytes: 10,
  timeoutMs: 500,
  fetch: (input, init) => fetch(`${base}${new URL(new Request(input).url).pathname}`, init),
});

test.each([
  ['/whole', { kind: 'bytes', bytes: Buffer.from('1234567890') }],
  ['/dead', { kind: 'gone' }],
  ['/busy', { kind: 'failed', reason: 'http-503' }],
  ['/elsewhere', { kind: 'failed', reason: 'no-answer' }],
  ['/long', { kind: 'too-large' }],
  ['/endless', { kind: 'too-large' }],
  ['/silent', { kind: 'failed', reason: 'time-out' }],
  ['/broken', { kind: 'failed', reason: 'no-answer' }],
])('%s gives %o', async (path, expected) => {
  expect(await download(`https://lookaside.fbsbx.com${path}`)).toEqual(expected);
  expect(seen).toContain(`${path} Bearer token`);
});

test("the token does not leave for a host that is not Meta's", async () => {
  expect(await download('https://evil.example/secret')).toEqual({ kind: 'foreign-host' });
  expect(seen.filter((line) => line.startsWith('/secret'))).toEqual([]);
});

describe('hosts', () => {
  test.each([
    ['https://lookaside.fbsbx.com/x?y', true],
    ['https://graph.facebook.com/v26.0/1', true],
    ['http://lookaside.fbsbx.com/x', false],
    ['https://fbsbx.com/x', false],
    ['https://evilfbsbx.com/x', false],
    ['https://lookaside.fbsbx.com.evil.example/x', false],
    ['https://lookaside.fbsbx.com:8443/x', false],
    ['https://user@lookaside.fbsbx.com/x', false],
    ['https://evil.example/?lookaside.fbsbx.com', false],
    ['https://evil.example\\@lookaside.fbsbx.com/', false],
    ['not an address', false],
  ])('%s: %o', (url, isOurs) => {
    expect(isAllowed(url, hosts)).toBe(isOurs);
  });
});

test.each(['base64', 'hex'] as const)('a digest in %s is compared as what it is', (encoding) => {
  const expected = createHash('sha256').update('abc').digest(encoding);
  expect(isSameDigest(Buffer.from('abc'), expected)).toBe(true);
  expect(isSameDigest(Buffer.from('abd'), expected)).toBe(false);
});
