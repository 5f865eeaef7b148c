import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { errorCodes, errorNames } from './errors.ts';

/**
 * Faults that are provoked by name for the next sends. Each stands for something that the Graph API is known to do.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
const scope = {
  /** For how many sends. */
  times: z.int().min(1).max(100_000).default(1),
  /** Only sends to this recipient, written as in the request's `to` or `recipient`. */
  to: z.string().optional(),
};

export const provocation = z.discriminatedUnion('fault', [
  /** Refused with a code: at once, as a `failed` status of an accepted message, or as both. */
  z.strictObject({
    fault: z.literal('error'),
    code: z.union([z.literal([...errorCodes.keys()]), z.literal([...errorNames.keys()])]),
    how: z.enum(['answer', 'status', 'both']).default('answer'),
    ...scope,
  }),
  /** A 5xx; with `sends`, after the message has gone out. */
  z.strictObject({
    fault: z.literal('http'),
    status: z.int().min(500).max(599).default(503),
    sends: z.boolean().default(false),
    ...scope,
  }),
  /** The message goes out, then the connection is closed without an answer. */
  z.strictObject({ fault: z.literal('lost-answer'), ...scope }),
  /** The message goes out and no answer comes for `seconds`, then the connection is closed. */
  z.strictObject({ fault: z.literal('timeout'), seconds: z.number().positive().default(60), ...scope }),
  /** Its statuses never come. */
  z.strictObject({ fault: z.literal('status-lost'), ...scope }),
  /** `sent` reaches the webhook before the send is answered. */
  z.strictObject({ fault: z.literal('status-early'), ...scope }),
  /** Each status is delivered twice. */
  z.strictObject({ fault: z.literal('status-doubled'), ...scope }),
  /** `read` first, then `delivered`, then `sent`. */
  z.strictObject({ fault: z.literal('status-reversed'), ...scope }),
]);

export type Fault = z.output<typeof provocation> & { id: string };

export const makeFault = (input: z.output<typeof provocation>): Fault => ({ ...input, id: randomUUID() });

/** The first fault that concerns this recipient. */
export const faultFor = (faults: readonly Fault[], recipient: string | null): Fault | undefined =>
  faults.find((fault) => fault.to === undefined || fault.to === recipient);
