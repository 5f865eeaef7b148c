import * as z from 'zod';
import type { Clock } from '../clock.ts';
import type { Webhooks } from './delivery.ts';
import { messageEnvelope } from './envelope.ts';
import type { Button, ChatLine, Fact, Line, Medium, Person, Shown } from './facts.ts';
import type { Journal } from './journal.ts';
import { type Media, newMedium } from './media.ts';
import type { OurNumber } from './numbers.ts';
import { newPerson, personKey } from './people.ts';
import { chatKey, type State } from './state.ts';
import { makeWamid } from './wamid.ts';

/**
 * What somebody does on a phone: writes, sends a pin, a voice note or a picture, taps a button. Meta's side makes the
 * delivery of it, signs it and posts it.
 */
const contents = ['text', 'location', 'voice', 'image', 'button'] as const;

export const phoneText = z
  .string()
  .regex(/^\+?\d{8,15}$/, 'se esperaba un teléfono con clave de país, solo dígitos, con o sin «+»');

export const sayInput = z
  .strictObject({
    from: phoneText,
    name: z.string().min(1).max(100).optional(),
    role: z.enum(['neighbour', 'operator'], 'se esperaba «neighbour» u «operator»').optional(),
    whatsappGroupId: z.string().min(1).max(256).optional(),
    /** Phone number id of ours; the first one when absent. */
    to: z
      .string()
      .regex(/^\d{5,20}$/, 'se esperaba el id de un número nuestro, solo dígitos')
      .optional(),
    text: z.string().min(1).max(65_536).optional(),
    location: z
      .strictObject({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        name: z.string().optional(),
        address: z.string().optional(),
      })
      .optional(),
    voice: z.union([z.literal(true), z.strictObject({})], 'se esperaba true').optional(),
    image: z
      .union(
        [z.literal(true), z.strictObject({ caption: z.string().min(1).optional() })],
        'se esperaba true o {caption}',
      )
      .optional(),
    /** Id or title of a button of the quoted message, or of the last one with buttons in the chat. */
    button: z.string().min(1).max(256).optional(),
    quote: z.string().min(1).optional(),
    /** Meta's timestamp of the message; now when absent. */
    at: z.iso.datetime({ offset: true, error: 'se esperaba una fecha y hora ISO 8601 con zona' }).optional(),
  })
  .refine((input) => contents.filter((kind) => input[kind] !== undefined).length === 1, {
    error: `se esperaba exactamente uno de: ${contents.join(', ')}`,
  });
type SayInput = z.infer<typeof sayInput>;

/** A person who became an operator has to be known to the registry before what they write arrives. */
export type Enrol = (person: Person) => Promise<void>;

export function openSaying(options: {
  clock: Clock;
  journal: Journal;
  media: Media;
  webhooks: Webhooks;
  numberFor: (phoneNumberId: string | undefined) => OurNumber;
  enrol: Enrol;
}) {
  const { clock, journal, media, webhooks, numberFor, enrol } = options;
  const { state } = journal;

  return async function say(input: z.output<typeof sayInput>): Promise<{ id: string }> {
    const number = numberFor(input.to);
    const known = state.people.get(personKey(input.from));
    const author = introduced(known, input);
    if (author.role === 'operator' && known?.role !== 'operator') await enrol(author);

    const at = input.at === undefined ? clock.now() : Date.parse(input.at);
    const medium = mediumOf(input, number.id, at);
    const chat = input.whatsappGroupId ?? author.phone;
    const tapped =
      input.button === undefined ? null : findButton(state, number.id, chat, input.button, input.quote);
    const line: Line = {
      id: makeWamid(author.phone, 'in'),
      phoneNumberId: number.id,
      chat,
      isGroup: input.whatsappGroupId !== undefined,
      author: author.phone,
      at,
      shown: shownBy(input, medium, tapped),
      quoted: tapped?.line?.id ?? input.quote ?? null,
      callbackData: null,
      category: null,
    };
    const content = contentOf(input, medium && media.describe(medium), tapped);
    const quotedFrom = line.quoted === null ? null : (state.lines.get(line.quoted)?.author ?? null);
    const delivery = webhooks.prepare(messageEnvelope(number, author, line, content, quotedFrom));
    journal.record(
      { fact: 'person', person: author },
      ...joining(state, line, author),
      ...(medium ? [{ fact: 'medium', medium } as const] : []),
      { fact: 'line', line },
      delivery.fact,
    );
    await delivery.post();
    return { id: line.id };
  };
}

function introduced(known: Person | undefined, { from, name, role }: SayInput): Person {
  const person = known ?? newPerson(from);
  return { ...person, name: name ?? person.name, role: role ?? person.role };
}

/** Whoever writes in a group belongs to it; a group first heard of was made by the number that hears of it. */
export function joining(state: State, line: Line, author: Person): Fact[] {
  if (!line.isGroup) return [];
  const group = state.groups.get(line.chat) ?? {
    id: line.chat,
    phoneNumberId: line.phoneNumberId,
    members: [],
  };
  if (group.members.includes(author.phone)) return [];
  return [{ fact: 'group', group: { ...group, members: [...group.members, author.phone] } }];
}

function mediumOf(input: SayInput, phoneNumberId: string, at: number): Medium | null {
  if (input.voice !== undefined) return newMedium('voice', phoneNumberId, at);
  return input.image === undefined ? null : newMedium('image', phoneNumberId, at);
}

type Tapped = { button: Button; line: ChatLine | null };

function findButton(
  state: State,
  phoneNumberId: string,
  chat: string,
  wanted: string,
  quote: string | undefined,
): Tapped {
  const lines = state.chats.get(chatKey(phoneNumberId, chat)) ?? [];
  const candidates = quote === undefined ? lines.toReversed() : lines.filter(({ id }) => id === quote);
  for (const line of candidates) {
    if (line.shown.kind !== 'buttons') continue;
    const button = line.shown.buttons.find(({ id, title }) => id === wanted || title === wanted);
    if (button) return { button, line };
  }
  return { button: { id: wanted, title: wanted }, line: null };
}

const captionOf = ({ image }: SayInput): string | null =>
  image === undefined || image === true ? null : (image.caption ?? null);

function shownBy(input: SayInput, medium: Medium | null, tapped: Tapped | null): Shown {
  if (tapped) return { kind: 'reply', ...tapped.button };
  if (medium?.kind === 'voice') return { kind: 'voice', mediaId: medium.id };
  if (medium) return { kind: 'image', mediaId: medium.id, caption: captionOf(input) };
  if (input.location) {
    const { latitude, longitude, name, address } = input.location;
    return { kind: 'location', latitude, longitude, name: name ?? null, address: address ?? null };
  }
  return { kind: 'text', text: input.text ?? '' };
}

function contentOf(
  input: SayInput,
  described: Record<string, string> | null,
  tapped: Tapped | null,
): Record<string, unknown> {
  if (tapped) return buttonContent(tapped);
  if (described && input.voice !== undefined) return { type: 'audio', audio: { ...described, voice: true } };
  if (described) {
    const caption = captionOf(input);
    return { type: 'image', image: { ...(caption !== null && { caption }), ...described } };
  }
  if (input.location) return { type: 'location', location: input.location };
  return { type: 'text', text: { body: input.text } };
}

/** A quick reply of a template comes as `button`, one of a free-form message as `interactive`. */
function buttonContent({ button, line }: Tapped): Record<string, unknown> {
  const isFreeForm = line?.shown.kind === 'buttons' && line.shown.template === null;
  return isFreeForm
    ? { type: 'interactive', interactive: { type: 'button_reply', button_reply: button } }
    : { type: 'button', button: { payload: button.id, text: button.title } };
}
