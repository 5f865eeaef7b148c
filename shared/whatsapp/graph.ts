import * as z from 'zod/mini';
import { errorName, log } from '../runtime/log.ts';
import type { Refusal } from './errors.ts';

/**
 * The Graph API, Meta's or a solution provider's: the only place that knows its addresses.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export type GraphSettings = {
  /** Without the version: `https://graph.facebook.com`. */
  baseUrl: string;
  /** `v26.0`; empty where a provider's path has none. */
  version: string;
  /** `Authorization` (then `Bearer <token>`), or a provider's header, which takes the bare token. */
  authHeader: string;
  token: () => Promise<string>;
  /** Called when Meta refuses the token: a new one may have been put since it was read. */
  expireToken: () => void;
  timeoutMs: number;
};

/** Why no answer came, from a closed set: it is logged. */
type Silence = 'time-out' | 'connection-lost' | 'unreadable-answer';

export type SendOutcome =
  | { kind: 'accepted'; wamid: string }
  | { kind: 'refused'; refusal: Refusal; traceId: string | null }
  /** Nothing was sent: no connection came about, or we have no token to send it with. */
  | { kind: 'unreached'; reason: 'no-connection' | 'no-token' }
  /** It may have gone out. */
  | { kind: 'unknown'; reason: Silence };

/** Where a medium can be fetched for five minutes. */
export type MediaAddress = { url: string; mimeType: string | null; sha256: string | null };

type MediaOutcome =
  | { kind: 'found'; address: MediaAddress }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unreached' };

export type GraphApi = {
  /** Sends a message from one of our numbers. The API has no idempotency key: `unknown` must wait for a status. */
  send(phoneNumberId: string, body: object): Promise<SendOutcome>;
  /** Asks where a medium can be fetched. */
  mediaAddress(mediaId: string, phoneNumberId: string): Promise<MediaOutcome>;
};

const sendAnswer = z.object({
  messages: z.array(z.object({ id: z.string().check(z.minLength(1)) })).check(z.minLength(1)),
});
const mediaAnswer = z.object({
  url: z.url(),
  mime_type: z.optional(z.string()),
  sha256: z.optional(z.string()),
});
const errorAnswer = z.object({
  error: z.object({
    code: z.coerce.number(),
    is_transient: z.optional(z.boolean()),
    fbtrace_id: z.optional(z.string()),
  }),
});

export function graphApi(settings: GraphSettings): GraphApi {
  const { timeoutMs } = settings;
  const prefix = [settings.baseUrl.replace(/\/+$/u, ''), settings.version]
    .filter((part) => part !== '')
    .join('/');

  const call = async (path: string, init: { method: string; body?: string }): Promise<Answer> => {
    let headers: Record<string, string>;
    try {
      headers = { ...(await authorisation(settings)), 'content-type': 'application/json' };
    } catch (error) {
      log.error('token-unreadable', { error: errorName(error) });
      return { kind: 'unreached', reason: 'no-token' };
    }
    const answer = await ask(`${prefix}${path}`, { ...init, headers }, timeoutMs);
    const refusal = answer.kind === 'answered' && !answer.ok ? refusalOf(answer) : null;
    if (refusal?.http === 401 || refusal?.code === 190) settings.expireToken();
    return answer;
  };

  return {
    async send(phoneNumberId, body) {
      const answer = await call(`/${phoneNumberId}/messages`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      if (answer.kind !== 'answered') return answer;
      if (!answer.ok) return { kind: 'refused', refusal: refusalOf(answer), traceId: traceOf(answer) };
      const read = sendAnswer.safeParse(answer.body);
      const wamid = read.data?.messages[0]?.id;
      return wamid === undefined
        ? { kind: 'unknown', reason: 'unreadable-answer' }
        : { kind: 'accepted', wamid };
    },

    async mediaAddress(mediaId, phoneNumberId) {
      const query = new URLSearchParams({ phone_number_id: phoneNumberId });
      const answer = await call(`/${encodeURIComponent(mediaId)}?${query.toString()}`, { method: 'GET' });
      if (answer.kind !== 'answered') return { kind: 'unreached' };
      if (!answer.ok) return { kind: 'refused', refusal: refusalOf(answer) };
      const read = mediaAnswer.safeParse(answer.body);
      if (!read.success) return { kind: 'unreached' };
      const { url, mime_type: mimeType = null, sha256 = null } = read.data;
      return { kind: 'found', address: { url, mimeType, sha256 } };
    },
  };
}

/** The header that proves who we are, to the Graph API and to Meta's media hosts alike. */
export async function authorisation({
  authHeader,
  token,
}: Pick<GraphSettings, 'authHeader' | 'token'>): Promise<Record<string, string>> {
  const value = await token();
  return { [authHeader]: authHeader.toLowerCase() === 'authorization' ? `Bearer ${value}` : value };
}

type Answered = { kind: 'answered'; ok: boolean; status: number; body: unknown };
type Answer = Answered | Extract<SendOutcome, { kind: 'unreached' | 'unknown' }>;

type Call = { method: string; headers: Record<string, string>; body?: string };

async function ask(url: string, init: Call, timeoutMs: number): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...init,
      // An environment sleeps between invocations and wakes with dead connections in its pool: what is written on one
      // is lost without anybody knowing whether Meta read it.
      headers: { ...init.headers, connection: 'close' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    return { kind: 'answered', ok: response.ok, status: response.status, body: parsed(text) };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError')
      return { kind: 'unknown', reason: 'time-out' };
    return neverLeft(error)
      ? { kind: 'unreached', reason: 'no-connection' }
      : { kind: 'unknown', reason: 'connection-lost' };
  }
}

/** Failures of name resolution and of the TCP handshake come before any byte of the request. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && beforeSending.has(String(cause.code));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page or a cut answer: the status code is all that it tells.
    return null;
  }
}

function refusalOf({ body, status }: Answered): Refusal {
  const read = errorAnswer.safeParse(body);
  const error = read.data?.error;
  return { code: error?.code ?? null, http: status, isTransient: error?.is_transient === true };
}

const traceOf = ({ body }: Answered): string | null =>
  errorAnswer.safeParse(body).data?.error.fbtrace_id ?? null;
