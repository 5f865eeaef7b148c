import type { IncomingMessage, ServerResponse } from 'node:http';
import { InputRefused } from '../whatsapp/refused.ts';
import type { WhatsAppWorld } from '../whatsapp/world.ts';
import { openEvents, type Readers } from './events.ts';
import { pageFile } from './files.ts';

/**
 * The page at `/` and the addresses of the simulated WhatsApp:
 *
 *     GET  /                         the page; its files under /page/
 *     GET  /_local/events            what changes, as server-sent events
 *     GET  /_local/whatsapp/people   {numbers, people, groups} of a number (`?number=`, the first by default)
 *     POST /_local/whatsapp/people   {phone, name?, role?, isOpen?}: somebody gets, or opens, a phone
 *     GET  /_local/whatsapp/chats    {lines} with a person or group (`?with=`)
 *     POST /_local/whatsapp/say      somebody writes
 *     GET  /_local/whatsapp/sent     every request to the Graph API
 *     POST /_local/whatsapp/provoke  a fault for the next sends
 */
export type PageRoutes = {
  /** Answers a request that is one of these; false, and nothing touched, for any other. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Ends what is kept open. */
  close(): void;
};

type Answer = { status: number; contentType: string; body: Buffer | string };

/** Longest request body that is read, in bytes. */
const maxBody = 1_000_000;

const json = (value: unknown, status = 200): Answer => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});

export function pageRoutes(world: WhatsAppWorld, readers: Readers): PageRoutes {
  const events = openEvents(world, readers);
  const numberIn = (url: URL): string => url.searchParams.get('number') ?? world.numbers[0]?.id ?? '';

  const whatsapp: Record<string, (url: URL, body: unknown) => unknown> = {
    'GET people': (url) => ({
      numbers: world.numbers,
      people: world.people(),
      groups: world.groups(numberIn(url)),
    }),
    'POST people': (_url, body) => world.meet(body),
    'GET chats': (url) => ({ lines: world.chat(numberIn(url), url.searchParams.get('with') ?? '') }),
    'POST say': (_url, body) => world.say(body),
    'GET sent': () => world.sent(),
    'POST provoke': (_url, body) => world.provoke(body),
  };

  const answer = async (request: IncomingMessage, url: URL): Promise<Answer | null> => {
    const method = request.method ?? 'GET';
    const file = method === 'GET' ? pageFile(url.pathname) : undefined;
    if (file) return { status: 200, ...file };
    const medium = /^\/page\/media\/(\d+)$/.exec(url.pathname)?.[1];
    if (medium !== undefined) {
      const sample = world.medium(medium);
      return sample
        ? { status: 200, contentType: sample.mimeType, body: sample.bytes }
        : json({ error: 'No hay tal archivo' }, 404);
    }
    const subject = /^\/_local\/whatsapp\/([a-z]+)$/.exec(url.pathname)?.[1];
    const does = subject === undefined ? undefined : whatsapp[`${method} ${subject}`];
    if (!does) return null;
    try {
      return json(await does(url, method === 'POST' ? await bodyOf(request) : null));
    } catch (error) {
      if (!(error instanceof InputRefused)) throw error;
      return json({ error: error.message, faults: error.faults }, 400);
    }
  };

  return {
    async handle(request, response) {
      const url = new URL(request.url ?? '/', 'http://local');
      if (request.method === 'GET' && url.pathname === '/_local/events') {
        events.join(response);
        return true;
      }
      const answered = await answer(request, url);
      if (!answered) return false;
      response.writeHead(answered.status, {
        'content-type': answered.contentType,
        'content-length': Buffer.byteLength(answered.body),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy':
          "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
      });
      response.end(answered.body);
      return true;
    },
    close: () => events.close(),
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBody) throw new InputRefused([`cuerpo: se esperaban a lo más ${maxBody} bytes`]);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new InputRefused(['cuerpo: se esperaba JSON']);
  }
}
