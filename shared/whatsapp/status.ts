import * as z from 'zod/mini';
import type { KeyedHash } from '../runtime/hash.ts';
import { phoneIdentity } from './phone.ts';

/**
 * One entry of `statuses[]`, reduced to what settles an intent and free of identifiers but Meta's id of the message.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export const deliveryStatus = z.object({
  messageKey: z.string(),
  wamid: z.string(),
  /** What came back as `biz_opaque_callback_data`: our intent's id, or something of another system's. */
  callback: z.nullable(z.string()),
  stage: z.enum(['sent', 'delivered', 'read', 'failed']),
  code: z.nullable(z.number()),
  /** Keyed hash of the participant of a WhatsApp group it is about; null for the whole message. */
  participantKey: z.nullable(z.string()),
});
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

const fragment = z.looseObject({
  id: z.string().check(z.minLength(1)),
  status: z.string(),
  biz_opaque_callback_data: z.optional(z.string()),
  recipient_participant_user_id: z.optional(z.string()),
  recipient_participant_id: z.optional(z.string()),
  // Meta's pages print the property both ways.
  participant_recipient_id: z.optional(z.string()),
  errors: z.optional(z.array(z.looseObject({ code: z.coerce.number() }))),
});

/** `played` tells that a voice message of ours was heard: it was read. */
const stages = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
} as const;
const isStage = (status: string): status is keyof typeof stages => Object.hasOwn(stages, status);

export type ReadStatus =
  | { kind: 'status'; status: DeliveryStatus }
  | { kind: 'unreadable'; path: string }
  | { kind: 'new' };

/**
 * Reads the JSON text of one status.
 * @returns `unreadable` with the JSON path at fault; `new` for a status Meta has added since.
 */
export function readStatus(text: string, hash: KeyedHash): ReadStatus {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', path: '' };
  }
  const read = fragment.safeParse(value);
  if (!read.success) return { kind: 'unreadable', path: read.error.issues[0]?.path.join('.') ?? '' };
  const { id, status, biz_opaque_callback_data: callback = null, errors } = read.data;
  if (!isStage(status)) return { kind: 'new' };
  return {
    kind: 'status',
    status: {
      messageKey: hash('message', id),
      wamid: id,
      callback,
      stage: stages[status],
      code: errors?.[0]?.code ?? null,
      participantKey: participantOf(read.data, hash),
    },
  };
}

function participantOf(read: z.infer<typeof fragment>, hash: KeyedHash): string | null {
  const bsuid = read.recipient_participant_user_id;
  if (bsuid !== undefined) return hash('bsuid', bsuid);
  const phone = read.recipient_participant_id ?? read.participant_recipient_id;
  return phone === undefined ? null : hash('phone', phoneIdentity(phone));
}
