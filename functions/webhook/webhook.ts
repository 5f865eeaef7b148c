/**
 * What arrives: Meta's verification (GET) and deliveries (POST) as API Gateway hands them over (payload 2.0).
 * What leaves: one event per message, status, group event and unknown thing, on three queues; then the 200.
 * Called by: API Gateway. Answers: 200 when everything is queued, 400 for a signed body that is no envelope, 401 for a
 * wrong signature, 5xx (by throwing) when anything could not be queued: Meta then delivers again, for up to 7 days.
 * Surprising: nothing is parsed before the signature is right, and nothing is refused after it, only put aside.
 */
import type { QueuedEvent } from '../../shared/queues/events.ts';
import { type Outgoing, queueText, type Refused } from '../../shared/queues/send.ts';
import type { KeyedHash } from '../../shared/runtime/hash.ts';
import { log } from '../../shared/runtime/log.ts';
import { emit, metricNames } from '../../shared/runtime/metrics.ts';
import { type Part, parseExactly, takeApart } from '../../shared/whatsapp/envelope.ts';
import { isGenuine, isSameSecret } from '../../shared/whatsapp/signature.ts';
import { toEvent } from './events.ts';

/** The parts of API Gateway's event (HTTP API, payload 2.0) that are used. */
export type HttpRequest = {
  headers: { [name: string]: string | undefined };
  queryStringParameters?: { [name: string]: string | undefined };
  body?: string;
  isBase64Encoded: boolean;
  requestContext: { http: { method: string } };
};

export type HttpAnswer = { statusCode: number; headers: { [name: string]: string }; body: string };

export type QueueName = 'urgent' | 'inbound' | 'statuses';

export type WebhookDeps = {
  /** App secrets in force; two while one is being rotated. */
  appSecrets: () => Promise<string[]>;
  /** Called when no secret fitted: perhaps it was rotated a moment ago. */
  expireAppSecrets: () => void;
  verifyToken: () => Promise<string>;
  hash: () => Promise<KeyedHash>;
  /** Lower-case name of the header that holds the signature. */
  signatureHeader: string;
  send: (queue: QueueName, messages: Outgoing[]) => Promise<Refused[]>;
  /** Keeps a fragment too large for a queue; gives the key to find it by. */
  claim: (eventId: string, text: string) => Promise<string>;
  /** True for what may be an emergency. Cheap, and wrong only on the safe side. */
  mayBeEmergency: (part: Part) => boolean;
  now: () => Date;
};

/**
 * A fragment above this goes by claim check. SQS takes 1 MiB a message, but an item of DynamoDB, which holds a message's
 * fragment and its text, only 400 KB. Source: Amazon DynamoDB developer guide, "Service quotas".
 */
const maxFragmentBytes = 100_000;

export async function webhook(request: HttpRequest, deps: WebhookDeps): Promise<HttpAnswer> {
  return request.requestContext.http.method === 'GET' ? verify(request, deps) : receive(request, deps);
}

/** The challenge comes back exactly as it came. Source: Meta, "Webhooks: create an endpoint", verification requests. */
async function verify(request: HttpRequest, deps: WebhookDeps): Promise<HttpAnswer> {
  const query = request.queryStringParameters ?? {};
  const challenge = query['hub.challenge'];
  const token = query['hub.verify_token'] ?? '';
  const known = query['hub.mode'] === 'subscribe' && isSameSecret(token, await deps.verifyToken());
  return known && challenge !== undefined ? answer(200, challenge) : answer(403, 'Not verified');
}

async function receive(request: HttpRequest, deps: WebhookDeps): Promise<HttpAnswer> {
  const startedAt = performance.now();
  // The signature covers the bytes on the wire; API Gateway hands binary types over as base64.
  const body = Buffer.from(request.body ?? '', request.isBase64Encoded ? 'base64' : 'utf8');
  if (!(await isSigned(request, body, deps))) {
    emit(metricNames.signatureRefused);
    return answer(401, 'Signature refused');
  }
  const parts = readParts(body);
  if (!parts) {
    emit(metricNames.notAnEnvelope);
    log.warn('not-an-envelope', { bytes: body.length });
    return answer(400, 'Not an envelope of WhatsApp');
  }
  await queueAll(parts, body, deps);
  emit(metricNames.ack, Math.round(performance.now() - startedAt));
  return answer(200, '');
}

async function isSigned(request: HttpRequest, body: Buffer, deps: WebhookDeps): Promise<boolean> {
  const signature = request.headers[deps.signatureHeader];
  if (isGenuine(body, signature, await deps.appSecrets())) return true;
  deps.expireAppSecrets();
  return isGenuine(body, signature, await deps.appSecrets());
}

function readParts(body: Buffer): Part[] | null {
  try {
    return takeApart(parseExactly(body.toString('utf8')));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function queueAll(parts: Part[], body: Buffer, deps: WebhookDeps): Promise<void> {
  const hash = await deps.hash();
  const receivedAt = deps.now().toISOString();
  const queues: Record<QueueName, QueuedEvent[]> = { urgent: [], inbound: [], statuses: [] };
  let malformed = 0;
  for (const part of parts) {
    if (part.kind === 'malformed') malformed++;
    const event = await lightened(eventOf(part, body, hash, receivedAt), deps);
    queues[queueOf(part, deps)].push(event);
  }
  await Promise.all([
    sendSafely('urgent', queues.urgent, deps),
    sendSafely('inbound', queues.inbound, deps),
    sendSafely('statuses', queues.statuses, deps),
  ]);
  emit(metricNames.eventQueued, parts.length);
  if (malformed > 0) {
    emit(metricNames.malformedPart, malformed);
    log.warn('malformed-parts', { count: malformed });
  }
}

/** A part nested too deep to be printed again is kept as the whole delivery's text. */
function eventOf(part: Part, body: Buffer, hash: KeyedHash, receivedAt: string): QueuedEvent {
  try {
    return toEvent(part, hash, receivedAt);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const whole = {
      ...part,
      kind: 'malformed',
      value: body.toString('utf8'),
      reason: 'nested-too-deep',
    } as const;
    return toEvent(whole, hash, receivedAt);
  }
}

function queueOf(part: Part, deps: WebhookDeps): QueueName {
  if (part.kind === 'status') return 'statuses';
  return part.kind === 'message' && deps.mayBeEmergency(part) ? 'urgent' : 'inbound';
}

async function lightened(event: QueuedEvent, deps: WebhookDeps): Promise<QueuedEvent> {
  const isLight = event.fragment === undefined || Buffer.byteLength(event.fragment) <= maxFragmentBytes;
  return isLight ? event : claimed(event, deps);
}

async function claimed(event: QueuedEvent, deps: WebhookDeps): Promise<QueuedEvent> {
  const { fragment, ...rest } = event;
  if (fragment === undefined) return event;
  return {
    ...rest,
    claim: { key: await deps.claim(event.id, fragment), bytes: Buffer.byteLength(fragment) },
  };
}

function toMessage(event: QueuedEvent): Outgoing {
  const body = queueText(event);
  return event.kind === 'status'
    ? { body }
    : { body, groupId: event.conversation, deduplicationId: event.id };
}

/** What a queue refuses as it stands would be refused for ever: its fragment goes by claim check instead. */
async function sendSafely(queue: QueueName, events: QueuedEvent[], deps: WebhookDeps): Promise<void> {
  if (events.length === 0) return;
  const messages = new Map(events.map((event) => [toMessage(event), event]));
  const refused = await deps.send(queue, [...messages.keys()]);
  if (refused.length === 0) return;
  const again = refused.map(async ({ message, senderFault }) => {
    const event = messages.get(message);
    return senderFault && event ? toMessage(await claimed(event, deps)) : message;
  });
  const lost = await deps.send(queue, await Promise.all(again));
  if (lost.length > 0)
    throw new Error(`The ${queue} queue did not take ${lost.length} of ${events.length} events`);
}

function answer(statusCode: number, body: string): HttpAnswer {
  return { statusCode, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
