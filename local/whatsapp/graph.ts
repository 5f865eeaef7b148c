import { refusal } from './errors.ts';
import { type HttpAnswer, type Media, mediaHost } from './media.ts';
import type { OurNumber } from './numbers.ts';
import type { SendAnswer } from './send.ts';

/**
 * The hosts of Meta that functions speak to: the Graph API and where media are fetched.
 */
const graphHost = 'graph.facebook.com';

export type HttpRequest = {
  method: string;
  host: string;
  /** With its query. */
  path: string;
  headers: Record<string, string | undefined>;
  body: Buffer;
};

const json = ({ status, answer, drop }: SendAnswer): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=UTF-8' },
  body: JSON.stringify(answer),
  ...(drop !== undefined && { drop }),
});

export function openGraph(options: {
  accessToken: string;
  numbers: readonly OurNumber[];
  media: Media;
  send: (number: OurNumber, path: string, raw: Buffer) => Promise<SendAnswer>;
}) {
  const { accessToken, numbers, media, send } = options;

  const isAuthorised = (headers: HttpRequest['headers']): boolean => {
    const header = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
    const token = /^Bearer (.+)$/.exec(header ?? '')?.[1];
    return token === accessToken;
  };

  const onGraph = async (request: HttpRequest, url: URL): Promise<HttpAnswer> => {
    const [, id, edge, ...rest] = /^\/v\d+\.\d+(?=\/)/.test(url.pathname)
      ? url.pathname.slice(1).split('/')
      : [];
    if (id === undefined || rest.length > 0) return json(refusal(100, 'Unknown path components.'));
    if (request.method === 'GET' && edge === undefined) {
      const looked = media.look(id, url.searchParams.get('phone_number_id'));
      if (looked) return json(looked);
    }
    const number = numbers.find((ours) => ours.id === id);
    if (!number)
      return json(
        refusal(100, `Unsupported request. Object with ID '${id}' does not exist or cannot be loaded.`, 33),
      );
    if (request.method === 'POST' && edge === 'messages')
      return json(await send(number, url.pathname, request.body));
    return json(refusal(100, `Unsupported ${request.method.toLowerCase()} request.`));
  };

  /** Answers a request to one of Meta's hosts. @throws RangeError for another host. */
  return async function handle(request: HttpRequest): Promise<HttpAnswer> {
    const host = request.host.split(':')[0] ?? '';
    const url = new URL(request.path, `https://${host}`);
    if (host !== graphHost && host !== mediaHost)
      throw new RangeError(
        `The simulated WhatsApp stands for ${graphHost} and ${mediaHost}, not for ${host}`,
      );
    if (!isAuthorised(request.headers)) return json(refusal(190, 'Invalid OAuth access token.'));
    if (host === graphHost) return onGraph(request, url);
    return request.method === 'GET' ? media.fetch(url) : json(refusal(100, 'Only GET.'));
  };
}
