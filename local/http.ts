import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { localApi } from './api.ts';
import type { Cloud } from './cloud.ts';
import { forward } from './front/forward.ts';
import { pageRoutes } from './page/routes.ts';
import { views } from './views.ts';

/** The one address of a running cloud: the webhook, what is under `/_local/`, the page, and the AWS services. */
export type PublicServer = {
  /** `http://127.0.0.1:<port>`. */
  url: string;
  /** Begins to answer for a cloud; before, everything is a 503. */
  serve: (cloud: Cloud) => void;
  close: () => Promise<void>;
};

/** Nothing larger is read: API Gateway refuses it at 10 MB. */
const mostBody = 12 * 1024 * 1024;

/**
 * Listens on this machine only.
 * @param port 0 for one that is free
 * @throws Error with code EADDRINUSE when the port is taken.
 */
export async function openPublicServer(port: number): Promise<PublicServer> {
  let handle: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  let closePage: (() => void) | undefined;
  const server = createServer((request, response) => {
    if (!handle)
      return answer(response, 503, { error: 'El sistema está arrancando. Intente en unos segundos.' });
    handle(request, response).catch((fault: unknown) => failed(response, fault));
  });
  await listening(server, port);
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;

  return {
    url,
    serve(cloud) {
      const seen = views(cloud);
      const page = pageRoutes(cloud.whatsapp, seen);
      closePage = () => page.close();
      const api = localApi({ cloud, views: seen, url });
      handle = async (request, response) => {
        if (await page.handle(request, response)) return;
        const body = await bodyOf(request);
        const incoming = {
          method: request.method ?? 'GET',
          url: request.url ?? '/',
          headers: headersOf(request),
          body,
        };
        const {
          status,
          headers,
          body: answered,
        } = isAwsCall(incoming)
          ? await forward(cloud.frontUrl, { ...incoming, url: new URL(incoming.url, url) })
          : ((await api(incoming)) ?? (await cloud.request(incoming)));
        response.writeHead(status, headers);
        response.end(answered);
      };
    },
    close() {
      closePage?.();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
    },
  };
}

/** A request of an AWS client, such as the administrators' command line: for the services, not for the webhook. */
function isAwsCall({ headers }: { headers: Record<string, string> }): boolean {
  return headers['authorization']?.startsWith('AWS4-HMAC-SHA256 ') ?? false;
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length <= mostBody) parts.push(bytes);
  }
  return Buffer.concat(parts);
}

/** Repeated headers joined by commas, as HTTP APIs do. */
function headersOf({ headersDistinct }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values]) => [name, (values ?? []).join(',')]),
  );
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function failed(response: ServerResponse, fault: unknown): void {
  const reason = fault instanceof Error ? fault.message : String(fault);
  if (response.headersSent) response.destroy();
  else answer(response, 500, { error: `Algo falló dentro del sistema local: ${reason}` });
}
