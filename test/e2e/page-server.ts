import { createServer } from 'node:http';
import { startClock } from '../../local/clock.ts';
import type { Readers } from '../../local/page/events.ts';
import { pageRoutes } from '../../local/page/routes.ts';
import { createWhatsApp, type WhatsAppWorld } from '../../local/whatsapp/world.ts';

/** The page before a simulated WhatsApp of its own and a cloud that says what it is told to say. */
export type PageServer = {
  url: string;
  world: WhatsAppWorld;
  /** Paths of other requests, with their bodies. */
  asked: { path: string; body: string }[];
  close(): Promise<void>;
};

export async function startPage(readers: Readers): Promise<PageServer> {
  const clock = startClock();
  const world = createWhatsApp({
    clock,
    numbers: ['109876543210987'],
    appSecret: 'secreto-de-prueba',
    accessToken: 'token-de-prueba',
    templates: [],
    deliver: async () => ({ status: 200 }),
  });
  const routes = pageRoutes(world, readers);
  const asked: PageServer['asked'] = [];
  const server = createServer((request, response) => {
    void routes.handle(request, response).then(async (handled) => {
      if (handled) return;
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      asked.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString() });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    world,
    asked,
    async close() {
      routes.close();
      world.close();
      clock.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
