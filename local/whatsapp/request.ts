import * as z from 'zod';
import { type Refusal, refusal } from './errors.ts';

/**
 * Bodies that `POST /<PHONE_ID>/messages` takes, with Meta's lengths (counted in UTF-16 units, the stricter reading).
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
const text = (max: number) => z.string().min(1).max(max);
const product = z.literal('whatsapp');

const addressing = {
  messaging_product: product,
  recipient_type: z.enum(['individual', 'group']).default('individual'),
  to: z.string().min(1).optional(),
  recipient: z.string().min(1).optional(),
  context: z.strictObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
};

const file = z.strictObject({
  id: z.string().optional(),
  link: z.url().optional(),
  caption: text(1024).optional(),
  filename: z.string().optional(),
  voice: z.boolean().optional(),
});

const button = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: text(256), title: text(20) }),
});
const row = z.strictObject({ id: text(200), title: text(24), description: text(72).optional() });
const header = z.strictObject({ type: z.literal('text'), text: text(60) }).optional();
const footer = z.strictObject({ text: text(60) }).optional();

const interactive = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('button'),
    header,
    body: z.strictObject({ text: text(1024) }),
    footer,
    action: z.strictObject({ buttons: z.array(button).min(1).max(3) }),
  }),
  z.strictObject({
    type: z.literal('list'),
    header,
    body: z.strictObject({ text: text(4096) }),
    footer,
    action: z.strictObject({
      button: text(20),
      sections: z
        .array(z.strictObject({ title: text(24).optional(), rows: z.array(row).min(1) }))
        .min(1)
        .max(10),
    }),
  }),
]);
export type Interactive = z.infer<typeof interactive>;

const textParameter = z.strictObject({
  type: z.literal('text'),
  parameter_name: z.string().min(1),
  text: z.string().min(1),
});
const payload = z.strictObject({ type: z.literal('payload'), payload: z.string().min(1) });

const template = z.strictObject({
  name: z.string().min(1),
  language: z.looseObject({ code: z.string().min(1) }),
  components: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('body'), parameters: z.array(textParameter) }),
        z.strictObject({
          type: z.literal('button'),
          sub_type: z.literal('quick_reply'),
          index: z.union([z.string().regex(/^\d$/), z.int().min(0).max(9)]),
          parameters: z.tuple([payload]),
        }),
      ]),
    )
    .default([]),
});
export type TemplateRequest = z.infer<typeof template>;

const message = z.discriminatedUnion('type', [
  z.strictObject({
    ...addressing,
    type: z.literal('text'),
    text: z.strictObject({ body: text(4096), preview_url: z.boolean().optional() }),
  }),
  z.strictObject({ ...addressing, type: z.literal('image'), image: file }),
  z.strictObject({ ...addressing, type: z.literal('video'), video: file }),
  z.strictObject({ ...addressing, type: z.literal('document'), document: file }),
  z.strictObject({ ...addressing, type: z.literal('audio'), audio: file }),
  z.strictObject({ ...addressing, type: z.literal('sticker'), sticker: file }),
  z.strictObject({
    ...addressing,
    type: z.literal('location'),
    location: z.strictObject({
      latitude: z.coerce.number().min(-90).max(90),
      longitude: z.coerce.number().min(-180).max(180),
      name: z.string().optional(),
      address: z.string().optional(),
    }),
  }),
  z.strictObject({
    ...addressing,
    type: z.literal('reaction'),
    reaction: z.strictObject({ message_id: z.string().min(1), emoji: z.string() }),
  }),
  z.strictObject({ ...addressing, type: z.literal('interactive'), interactive }),
  z.strictObject({ ...addressing, type: z.literal('template'), template }),
]);
export type MessageRequest = z.infer<typeof message>;

const readMark = z.strictObject({
  messaging_product: product,
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
});
export type ReadMark = z.infer<typeof readMark>;

export type ParsedRequest =
  | { kind: 'message'; message: MessageRequest }
  | { kind: 'read'; mark: ReadMark }
  | { kind: 'refused'; refused: Refusal };

/** Reads a request's JSON, or refuses it as Meta does: 131008 for what is missing, 100 or 131009 for what is wrong. */
export function parseRequest(body: unknown): ParsedRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { kind: 'refused', refused: refusal(100, 'The body must be a JSON object.') };
  if ('status' in body) {
    const mark = readMark.safeParse(body);
    return mark.success
      ? { kind: 'read', mark: mark.data }
      : { kind: 'refused', refused: refusalOf(mark.error, body) };
  }
  // Meta takes a message without `type` for a text.
  const parsed = message.safeParse({ type: 'text', ...body });
  if (!parsed.success) return { kind: 'refused', refused: refusalOf(parsed.error, body) };
  const refused = beyondSchema(parsed.data);
  return refused ? { kind: 'refused', refused } : { kind: 'message', message: parsed.data };
}

function beyondSchema(parsed: MessageRequest): Refusal | null {
  if (parsed.to === undefined && parsed.recipient === undefined)
    return refusal(131008, "Parameter 'to' or 'recipient' is mandatory.");
  if (parsed.recipient_type === 'group' && parsed.to === undefined)
    return refusal(131008, "Parameter 'to' is mandatory for groups.");
  if (parsed.type === 'interactive' && parsed.interactive.type === 'list') {
    const rows = parsed.interactive.action.sections.flatMap((section) => section.rows);
    if (rows.length > 10) return refusal(131009, 'Total row count exceeds the maximum of 10.');
  }
  if (parsed.type === 'reaction' && parsed.context) return refusal(131009, 'A reaction cannot quote.');
  const sentFile = fileOf(parsed);
  if (sentFile && (sentFile.id === undefined) === (sentFile.link === undefined))
    return refusal(131008, `Parameter '${parsed.type}' needs either 'id' or 'link'.`);
  if (parsed.type === 'audio' && sentFile?.caption !== undefined)
    return refusal(131009, 'Audio has no caption.');
  return null;
}

export type FileRequest = z.infer<typeof file>;

/** The file of a media message. */
export function fileOf(parsed: MessageRequest): FileRequest | undefined {
  if (parsed.type === 'image') return parsed.image;
  if (parsed.type === 'video') return parsed.video;
  if (parsed.type === 'document') return parsed.document;
  if (parsed.type === 'audio') return parsed.audio;
  return parsed.type === 'sticker' ? parsed.sticker : undefined;
}

function refusalOf(error: z.ZodError, body: object): Refusal {
  const [issue] = error.issues;
  if (!issue) return refusal(100);
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return refusal(100, `Unexpected key "${issue.keys[0]}" on param "${path}".`);
  if (path === 'messaging_product') return refusal(100, 'The parameter messaging_product is required.');
  if (path === 'type') return refusal(100, 'Param type must be one of the documented types.');
  if (valueAt(body, issue.path) === undefined) return refusal(131008, `Parameter '${path}' is mandatory.`);
  if (issue.code === 'too_big')
    return refusal(
      path === 'text.body' ? 100 : 131009,
      `Param ${path} must be at most ${issue.maximum} long.`,
    );
  return refusal(131009, `Param ${path}: ${issue.message}.`);
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = body;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
