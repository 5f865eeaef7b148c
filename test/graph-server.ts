import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

/** What a scripted Graph API does with a request: answer it, close the connection, or leave it without an answer. */
export type Scripted = { status: number; body: unknown } | 'drop' | 'hang';

type Received = { method: string; path: string; headers: IncomingMessage['headers']; body: unknown };

/** A small HTTP server that stands where the Graph API does, says what a test tells it to, and remembers what it was asked. */
export type GraphServer = {
  baseUrl: string;
  received: Received[];
  /** What it does with the next requests, in order; after them it accepts messages under new ids. */
  script: Scripted[];
  stop(): Promise<void>;
};

/** Meta's error answer. */
export const metaError = (code: number, status = 400): Scripted => ({
  status,
  body: { error: { message: 'as Meta words it', type: 'OAuthException', code, fbtrace_id: 'Atrace' } },
});

export const acceptedAs = (wamid: string): Scripted => ({
  status: 200,
  body: { messaging_product: 'whatsapp', contacts: [], messages: [{ id: wamid }] },
});

export async function startGraphServer(): Promise<GraphServer> {
  const received: Received[] = [];
  const script: Scripted[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      received.push({ method, path, headers, body: text === '' ? null : JSON.parse(text) });
      const next = script.shift() ?? acceptedAs(`wamid.${count++}`);
      if (next === 'drop') request.socket.destroy();
      else if (next !== 'hang')
        response
          .writeHead(next.status, { 'content-type': 'application/json' })
          .end(JSON.stringify(next.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    received,
    script,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
