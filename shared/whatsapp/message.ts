import * as z from 'zod';
import type { Content, InboundMessage, MediaReference, PersonIds } from '../domain/message.ts';
import { type Fields, fieldsOf } from './fields.ts';

/**
 * Decodes one entry of `messages[]`. Loose: demands only an id, a time and who wrote; a content that is not as
 * documented becomes opaque and is kept, never refused.
 * Source: Meta, "Webhooks: messages reference" and the page of each type.
 */
/** A text without halves of characters: JSON may hold them, strings of the store, which are UTF-8, cannot. */
const words = z.string().transform((value) => value.toWellFormed());

const id = z.union([words.pipe(z.string().min(1)), z.number().transform(String)]);

/** Unix seconds, as text or number; later than 2000 and before 2100, or it is no time of a message. */
const unixSeconds = z.coerce.number().min(946_684_800).max(4_102_444_800);

const frame = z.object({
  id,
  timestamp: unixSeconds,
  type: words.pipe(z.string().min(1)),
  from: id.optional(),
  from_user_id: id.optional(),
  group_id: id.optional(),
  context: z
    .object({
      id: id.optional(),
      forwarded: z.boolean().optional(),
      frequently_forwarded: z.boolean().optional(),
    })
    .optional()
    .catch(undefined),
});

const profile = z
  .object({
    wa_id: id.optional(),
    user_id: id.optional(),
    profile: z.object({ name: words.optional() }).optional(),
  })
  .optional()
  .catch(undefined);

const media = z.object({
  id,
  mime_type: words.optional(),
  sha256: words.optional(),
  url: words.optional(),
  caption: words.optional(),
  voice: z.boolean().optional(),
});

const text = z.object({ body: words });
const location = z.object({
  latitude: z.coerce.number().min(-90).max(90),
  longitude: z.coerce.number().min(-180).max(180),
  name: words.optional(),
  address: words.optional(),
});
const reaction = z.object({ message_id: id, emoji: words.optional() });
const button = z.object({ payload: words.optional(), text: words.optional() });
const choice = z.object({ id: words, title: words.optional() });
const interactive = z.object({ button_reply: choice.optional(), list_reply: choice.optional() });
const system = z.object({ wa_id: id.optional(), user_id: id.optional(), previous_user_id: id.optional() });
const unsupported = z.object({ type: words.optional() });

export type Decoded = { ok: true; message: InboundMessage } | { ok: false; path: string; reason: string };

/**
 * @param fragment the parsed entry of `messages[]`.
 * @param contact the parsed `contacts[]` entry of whoever wrote, if there was one.
 * @returns the message, or which demand it does not meet (never its values).
 */
export function decodeMessage(fragment: unknown, contact: unknown, phoneNumberId: string): Decoded {
  const parsed = frame.safeParse(fragment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, path: issue?.path.join('.') ?? '', reason: 'message-of-another-shape' };
  }
  const known = parsed.data;
  const writer = profile.parse(contact ?? undefined);
  const sender: PersonIds = {
    bsuid: known.from_user_id ?? writer?.user_id ?? null,
    phone: known.from ?? writer?.wa_id ?? null,
  };
  const content = decodeContent(known.type, fieldsOf(fragment) ?? {});
  const previous = content.kind === 'identity-change' ? content.previousBsuid : null;
  if (sender.bsuid === null && sender.phone === null && previous === null)
    return { ok: false, path: 'from', reason: 'message-from-nobody' };
  return {
    ok: true,
    message: {
      wamid: known.id,
      sentAt: new Date(known.timestamp * 1000),
      phoneNumberId,
      sender,
      senderName: writer?.profile?.name?.trim() || null,
      whatsappGroupId: known.group_id ?? null,
      quotedWamid: known.context?.id ?? null,
      forwarded: known.context?.forwarded === true || known.context?.frequently_forwarded === true,
      frequentlyForwarded: known.context?.frequently_forwarded === true,
      content,
    },
  };
}

function decodeContent(type: string, fragment: Fields): Content {
  // A type may be called like a property of every object.
  const decode = Object.hasOwn(decoders, type) ? decoders[type] : undefined;
  return decode?.(fragment[type], type) ?? { kind: 'opaque', type, detail: null };
}

/** One line a type: what it becomes, or undefined where it is not as documented. */
const decoders: Record<string, (body: unknown, type: string) => Content | undefined> = {
  text: as(text, (body) => ({ kind: 'text', type: 'text', text: body.body })),
  image: as(media, toMedia),
  video: as(media, toMedia),
  audio: as(media, toMedia),
  document: as(media, toMedia),
  location: as(location, (body) => ({
    kind: 'location',
    type: 'location',
    latitude: body.latitude,
    longitude: body.longitude,
    name: body.name ?? null,
    address: body.address ?? null,
  })),
  reaction: as(reaction, (body) => ({
    kind: 'reaction',
    type: 'reaction',
    targetWamid: body.message_id,
    emoji: body.emoji || null,
  })),
  button: as(button, (body, type) => ({
    kind: 'reply',
    type,
    payload: body.payload ?? '',
    text: body.text ?? '',
  })),
  interactive: as(interactive, (body, type) => {
    const chosen = body.button_reply ?? body.list_reply;
    return chosen && { kind: 'reply', type, payload: chosen.id, text: chosen.title ?? '' };
  }),
  system: as(system, (body) => ({
    kind: 'identity-change',
    type: 'system',
    next: { bsuid: body.user_id ?? null, phone: body.wa_id ?? null },
    previousBsuid: body.previous_user_id ?? null,
  })),
  unsupported: as(unsupported, (body, type) => ({ kind: 'opaque', type, detail: body.type ?? null })),
};

function as<Body>(
  schema: z.ZodType<Body>,
  make: (body: Body, type: string) => Content | undefined,
): (body: unknown, type: string) => Content | undefined {
  return (body, type) => {
    const parsed = schema.safeParse(body);
    return parsed.success ? make(parsed.data, type) : undefined;
  };
}

function toMedia(body: z.infer<typeof media>, type: string): Content {
  const reference: MediaReference = {
    id: body.id,
    mimeType: body.mime_type ?? null,
    sha256: body.sha256 ?? null,
    url: body.url ?? null,
  };
  return { kind: 'media', type, text: body.caption ?? '', voice: body.voice === true, media: reference };
}
