import * as z from 'zod/mini';
import type { Utterance } from '../domain/intent.ts';
import type { HeldIntent } from '../domain/sending.ts';
import { understood } from './messages.ts';

/** How an intent lies in the table; `outbox.ts` writes the first version, `intents.ts` the later ones. */
const date = z.pipe(
  z.iso.datetime(),
  z.transform((text) => new Date(text)),
);
const { petitions, incident, priority, location } = understood.shape;
const folio = z.string();

const utterance: z.ZodMiniType<Utterance> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('emergency-answer'), folio, incident, sensitive: z.boolean() }),
  z.object({
    kind: z.literal('answer'),
    folio,
    petitions,
    incident,
    agency: z.string(),
    sensitive: z.boolean(),
  }),
  z.object({ kind: z.literal('voice-answer'), folio }),
  z.object({
    kind: z.literal('operator-card'),
    folio,
    incident,
    priority,
    location,
    said: z.nullable(z.string()),
    saidAt: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal('digest'),
    date: z.string(),
    groupName: z.string(),
    lines: z.array(z.string()),
  }),
]);

const recipient = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), personKey: z.string() }),
  z.object({ kind: z.literal('whatsapp-group'), groupCode: z.string() }),
  z.object({ kind: z.literal('operators'), municipalities: z.array(z.string()) }),
]);

const intentItem = z.object({
  id: z.string(),
  lane: z.enum(['urgent', 'answers', 'bulk']),
  to: recipient,
  phoneNumberId: z.string(),
  utterance,
  cause: z.string(),
  createdAt: date,
  notAfter: date,
  state: z.enum([
    'pending',
    'claimed',
    'accepted',
    'sent',
    'delivered',
    'read',
    'expanded',
    'failed',
    'dropped',
  ]),
  attempts: z.number(),
  nextAttemptAt: z.nullable(date),
  wamid: z.nullable(z.string()),
  templateOnly: z.boolean(),
  outcome: z.nullable(z.string()),
  // Absent until the first change.
  revision: z.prefault(z.number(), 0),
  strikes: z.prefault(z.number(), 0),
  failedKeys: z.prefault(z.array(z.string()), []),
});

/** @throws ZodError for an item that no version of this code wrote. */
export const readIntentItem = (item: unknown): HeldIntent => intentItem.parse(item);
