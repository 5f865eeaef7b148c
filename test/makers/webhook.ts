import { createHmac } from 'node:crypto';
import { isUrgent } from '../../functions/webhook/screen.ts';
import {
  type HttpAnswer,
  type QueueName,
  type WebhookDeps,
  webhook,
} from '../../functions/webhook/webhook.ts';
import { openScreen } from '../../shared/language/screen.ts';
import { loadScreen } from '../../shared/language/screen-file.ts';
import {
  type InboundEvent,
  inboundEvent,
  type StatusEvent,
  statusEvent,
} from '../../shared/queues/events.ts';
import type { Outgoing, Refused } from '../../shared/queues/send.ts';
import { keyedHash } from '../../shared/runtime/hash.ts';

const screen = openScreen(loadScreen());

export const secret = 'app-secret';
const header = 'x-hub-signature-256';

/** The webhook with plain doubles around it; what they are told to do is set on the subject itself. */
export type WebhookUnderTest = {
  deps: WebhookDeps;
  sent: { queue: QueueName; message: Outgoing }[];
  claims: Map<string, string>;
  /** What the queues refuse of a call. */
  refuse: (queue: QueueName, messages: Outgoing[]) => Refused[];
  /** App secrets in force, and after each expiry those that are read next. */
  secrets: string[][];
  post(body: Buffer, options?: { signature?: string; base64?: boolean }): Promise<HttpAnswer>;
  get(query: { [name: string]: string } | undefined): Promise<HttpAnswer>;
  /** What `urgent` and `inbound` took, read as their consumers will read it. */
  events(): InboundEvent[];
  statuses(): StatusEvent[];
};

export function webhookUnderTest(): WebhookUnderTest {
  const deps: WebhookDeps = {
    appSecrets: () => Promise.resolve(subject.secrets[0] ?? []),
    expireAppSecrets: () => {
      if (subject.secrets.length > 1) subject.secrets.shift();
    },
    verifyToken: () => Promise.resolve('verify-token'),
    hash: () => Promise.resolve(keyedHash('test')),
    signatureHeader: header,
    send: (queue, messages) => {
      const refused = subject.refuse(queue, messages);
      const lost = new Set(refused.map(({ message }) => message));
      subject.sent.push(...messages.filter((each) => !lost.has(each)).map((message) => ({ queue, message })));
      return Promise.resolve(refused);
    },
    claim: (eventId, text) => {
      subject.claims.set(`claims/${eventId}`, text);
      return Promise.resolve(`claims/${eventId}`);
    },
    mayBeEmergency: (part) => isUrgent(part, screen),
    now: () => new Date('2026-11-20T15:30:00Z'),
  };
  const subject: WebhookUnderTest = {
    deps,
    sent: [],
    claims: new Map(),
    refuse: () => [],
    secrets: [[secret]],
    post(body, { signature = sign(body), base64: isBase64Encoded = true } = {}) {
      return webhook(
        {
          headers: { [header]: signature },
          body: body.toString(isBase64Encoded ? 'base64' : 'utf8'),
          isBase64Encoded,
          requestContext: { http: { method: 'POST' } },
        },
        subject.deps,
      );
    },
    get(query) {
      return webhook(
        {
          headers: {},
          ...(query && { queryStringParameters: query }),
          isBase64Encoded: false,
          requestContext: { http: { method: 'GET' } },
        },
        subject.deps,
      );
    },
    events: () => bodies(subject, ['urgent', 'inbound']).map((body) => inboundEvent.parse(body)),
    statuses: () => bodies(subject, ['statuses']).map((body) => statusEvent.parse(body)),
  };
  return subject;
}

function bodies({ sent }: WebhookUnderTest, queues: QueueName[]): unknown[] {
  return sent.flatMap(({ queue, message }): unknown[] =>
    queues.includes(queue) ? [JSON.parse(message.body)] : [],
  );
}

export const sign = (body: Buffer, key = secret): string =>
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;

/** A delivery of one change of `messages`, from our number 22. */
export function aDelivery(rest: object): Buffer {
  const value = { metadata: { phone_number_id: '22' }, ...rest };
  const entry = [{ id: '11', changes: [{ field: 'messages', value }] }];
  return Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry }));
}

export const aBody = (...messages: object[]): Buffer => aDelivery({ messages });

export const aText = (id: string, body = 'Buenas tardes'): object => ({
  id: `wamid.${id}`,
  from: '526420000311',
  timestamp: '1795188600',
  type: 'text',
  text: { body },
});
