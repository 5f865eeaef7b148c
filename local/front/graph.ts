import type { HttpRequest } from '../whatsapp/graph.ts';
import type { Answer, Service } from './call.ts';

/**
 * Meta's hosts. An operation is the method and what the path ends in, ids left out: `POST messages`, `GET medium`,
 * `GET lookaside.fbsbx.com`.
 */
export function graphService(handle: (request: HttpRequest) => Promise<Answer>): Service {
  return {
    operation({ method, url, headers }) {
      const host = String(headers['x-original-host']);
      if (host !== 'graph.facebook.com') return `${method} ${host}`;
      const edge = url.pathname.split('/').at(-1) ?? '';
      return `${method} ${/^\d+$/.test(edge) ? 'medium' : edge}`;
    },
    needs: () => [],
    handle({ method, url, headers, body }) {
      const { 'x-original-host': host, 'x-local-caller': _, ...rest } = headers;
      const single = Object.entries(rest).map(([name, value]) => [name, value?.toString()] as const);
      return handle({
        method,
        host: String(host),
        path: url.pathname + url.search,
        headers: Object.fromEntries(single),
        body,
      });
    },
    error: (status, code, message) => ({
      status,
      headers: { 'content-type': 'application/json; charset=UTF-8' },
      body: JSON.stringify({ error: { message, type: 'OAuthException', code: Number(code) } }),
    }),
  };
}
