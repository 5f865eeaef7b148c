import { createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Fact } from './facts.ts';
import type { Journal } from './journal.ts';

/**
 * Meta's delivery side: bytes as Meta writes them, signed, and repeated until they are answered with 200.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export type Deliver = (rawBody: Buffer, headers: Record<string, string>) => Promise<{ status: number }>;

/** Compact JSON with each character beyond ASCII as `\uXXXX` in lower case and each slash as `\/`. */
export function wireText(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[/\u0080-\uffff]/g, (character) =>
    character === '/' ? '\\/' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Value of `X-Hub-Signature-256` for these bytes. */
export function signature(body: Buffer, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}

export const deliveryHeaders = (body: Buffer, appSecret: string): Record<string, string> => ({
  'content-type': 'application/json',
  'content-length': String(body.length),
  'user-agent': 'facebookexternalua',
  'x-hub-signature-256': signature(body, appSecret),
});

/** Meta repeats for up to 7 days, then the delivery is lost. */
const giveUpMs = 7 * 24 * 3_600_000;
const longestWaitMs = 12 * 3_600_000;

/** Meta publishes no timetable but "immediately, then with decreasing frequency": 0, 10 s, then four times longer. */
export function waitBeforeRetry(attempts: number): number {
  return attempts <= 1 ? 0 : Math.min(longestWaitMs, 10_000 * 4 ** (attempts - 2));
}

export type Webhooks = {
  /** A delivery to be recorded with its cause; `post` makes the first attempt and waits for its answer. */
  prepare(envelope: unknown): { fact: Fact; post: () => Promise<void> };
  /** Takes up what a former process left undelivered. */
  resume(): void;
  /** Deliveries being posted at this moment. */
  inFlight(): number;
};

export function openWebhooks(options: {
  clock: Clock;
  journal: Journal;
  appSecret: string;
  deliver: Deliver;
}): Webhooks {
  const { clock, journal, appSecret, deliver } = options;
  let inFlight = 0;

  const attempt = async (id: string): Promise<void> => {
    const delivery = journal.state.deliveries.get(id);
    if (!delivery) return;
    const body = Buffer.from(delivery.body);
    inFlight++;
    let status: number;
    try {
      ({ status } = await deliver(body, deliveryHeaders(body, appSecret)));
    } catch {
      // An endpoint that cannot be reached is repeated like one that refuses.
      status = 0;
    } finally {
      inFlight--;
    }
    if (status === 200) return journal.record({ fact: 'delivery-over', id, lost: false });
    const attempts = delivery.attempts + 1;
    const dueAt = clock.now() + waitBeforeRetry(attempts);
    if (dueAt > delivery.firstAt + giveUpMs) return journal.record({ fact: 'delivery-over', id, lost: true });
    journal.record({ fact: 'attempted', id, attempts, dueAt });
    clock.at(dueAt, () => attempt(id));
  };

  return {
    prepare(envelope) {
      const id = randomUUID();
      const now = clock.now();
      const delivery = { id, body: wireText(envelope), firstAt: now, attempts: 0, dueAt: now };
      return { fact: { fact: 'delivery', delivery }, post: () => attempt(id) };
    },
    resume() {
      for (const { id, dueAt } of journal.state.deliveries.values()) clock.at(dueAt, () => attempt(id));
    },
    inFlight: () => inFlight,
  };
}
