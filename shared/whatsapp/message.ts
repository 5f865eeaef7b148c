import * as z from 'zod/mini';
import type { Content, InboundMessage, MediaReference, PersonIds } from '../domain/message.ts';
import { type Fields, fieldsOf } from './fields.ts';

/** A text without halves of characters: JSON may hold them, strings of the store, which are UTF-8, cannot. */
const words = z.pipe(
  z.string(),
  z.transform((value) => value.toWellFormed()),
);
const filledWords = z.pipe(words, z.string().check(z.minLength(1)));

const id = z.union([filledWords, z.pipe(z.number(), z.transform(String))]);

/** Unix seconds, as text or number; later than 2000 and before 2100, or it is no time of a message. */
const unixSeconds = z.coerce.number().check(z.gte(946_684_800), z.lte(4_102_444_800));

const frame = z.object({
  id,
  timestamp: unixSeconds,
  type: filledWords,
  from: z.optional(id),
  from_user_id: z.optional(id),
  group_id: z.optional(id),
  context: z.catch(
    z.optional(
      z.object({
        id: z.optional(id),
        forwarded: z.optional(z.boolean()),
        frequently_forwarded: z.optional(z.boolean()),
      }),
    ),
    undefined,
  ),
});

const profile = z.catch(
  z.optional(
    z.object({
      wa_id: z.optional(id),
      user_id: z.optional(id),
      profile: z.optional(z.object({ name: z.optional(words) })),
    }),
  ),
  undefined,
);

const media = z.object({
  id,
  mime_type: z.optional(words),
  sha256: z.optional(words),
  url: z.optional(words),
  caption: z.optional(words),
  voice: z.optional(z.boolean()),
});

const text = z.object({ body: words });
const location = z.object({
  latitude: z.coerce.number().check(z.gte(-90), z.lte(90)),
  longitude: z.coerce.number().check(z.gte(-180), z.lte(180)),
  name: z.optional(words),
  address: z.optional(words),
});
const reaction = z.object({ message_id: id, emoji: z.optional(words) });
const button = z.object({ payload: z.optional(words), text: z.optional(words) });
const choice = z.object({ id: words, title: z.optional(words) });
const interactive = z.object({ button_reply: z.optional(choice), list_reply: z.optional(choice) });
const system = z.object({ wa_id: z.optional(id), user_id: z.optional(id), previous_user_id: z.optional(id) });
const unsupported = z.object({ type: z.optional(words) });

export type Decoded = { ok: true; message: InboundMessage } | { ok: false; path: string; reason: string };

/**
 * Decodes one entry of `messages[]`. Loose: demands only an id, a time and who wrote; a content that is not as
 * documented becomes opaque and is kept, never refused.
 * Source: Meta, "Webhooks: messages reference" and the page of each type.
 *
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
  schema: z.ZodMiniType<Body>,
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
