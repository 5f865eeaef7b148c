import * as z from 'zod/mini';

/**
 * What travels in the queues. Strict and versioned: a consumer that meets a version it does not know refuses the
 * message, and the queue keeps it. Ids and conversations are keyed hashes (`runtime/hash.ts`), since Meta's ids carry
 * the phone number in base64.
 */

/** A fragment of a delivery too large for a queue waits in the claims bucket under this key. */
const claim = z.strictObject({ key: z.string(), bytes: z.int().check(z.nonnegative()) });

/** Where in the delivery something stood and why it could not be read, e.g. `entry[0].changes[1].value.messages[3]`. */
const flaw = z.strictObject({ path: z.string(), reason: z.string() });

const envelopePart = {
  v: z.literal(1),
  /** Keyed hash of the event's identity: the same for every redelivery. */
  id: z.string(),
  wabaId: z.optional(z.string()),
  phoneNumberId: z.optional(z.string()),
  /** When the webhook took it in: ISO 8601 UTC. */
  receivedAt: z.iso.datetime(),
  /** JSON text of the fragment as Meta sent it; absent when it waits in the claims bucket. */
  fragment: z.optional(z.string()),
  claim: z.optional(claim),
};

/** One event of urgent.fifo or inbound.fifo. */
export const inboundEvent = z.strictObject({
  ...envelopePart,
  kind: z.enum([
    'message',
    'group',
    'preference',
    'account',
    'error',
    'unknown',
    'malformed',
    'second-reading',
  ]),
  /** Meta's `changes[].field`. */
  field: z.optional(z.string()),
  /** Keyed hash of the conversation; the message group of the queue. */
  conversation: z.string(),
  /** JSON text of the `contacts[]` entry of whoever wrote. */
  contact: z.optional(z.string()),
  flaw: z.optional(flaw),
  /** Of a `second-reading`: the stored message that has an opinion now. */
  messageKey: z.optional(z.string()),
});
export type InboundEvent = z.infer<typeof inboundEvent>;

/** One event of the statuses queue: one entry of `statuses[]`. */
export const statusEvent = z.strictObject({ ...envelopePart, kind: z.literal('status') });
export type StatusEvent = z.infer<typeof statusEvent>;

export type QueuedEvent = InboundEvent | StatusEvent;

/** Work for a sender's lane: an intent whose moment has come. */
export const outboundWork = z.strictObject({ v: z.literal(1), intentId: z.string() });
export type OutboundWork = z.infer<typeof outboundWork>;

/** Work for the media function: fetch and keep what a message carries. */
export const mediaWork = z.strictObject({ v: z.literal(1), messageKey: z.string() });
export type MediaWork = z.infer<typeof mediaWork>;

/** Work for the second reader: a message that triage has stored. `attempt` counts from 1. */
export const readingWork = z.strictObject({ v: z.literal(1), messageKey: z.string(), attempt: z.int() });
export type ReadingWork = z.infer<typeof readingWork>;

/** Work for the timer, put on a delay queue (at most 15 minutes ahead): look at this due item again. */
export const timerWork = z.strictObject({
  v: z.literal(1),
  due: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('intent'), intentId: z.string() }),
    z.strictObject({ kind: z.literal('media'), messageKey: z.string() }),
  ]),
});
export type TimerWork = z.infer<typeof timerWork>;
