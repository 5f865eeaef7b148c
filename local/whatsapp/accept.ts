import { type Refusal, refusal } from './errors.ts';
import type { Line } from './facts.ts';
import { openLimits } from './limits.ts';
import type { OurNumber } from './numbers.ts';
import { dialled, personKey, recipientOf } from './people.ts';
import { fileOf, type MessageRequest } from './request.ts';
import { shownOf } from './shown.ts';
import type { State } from './state.ts';
import { type ApprovedTemplate, type FilledTemplate, fillTemplate } from './templates.ts';
import { groupAddress, makeWamid } from './wamid.ts';

/** A message that Meta takes: what it answers, and what will be in the chat. */
export type Accepted = {
  answer: unknown;
  line: Line;
  /** Whether a phone that gets it is being looked at. */
  isOpen: boolean;
  /** Code with which it will fail all the same. */
  undeliverable: number | null;
};

export type Accept = (number: OurNumber, message: MessageRequest) => Accepted | { refused: Refusal };

/**
 * The checks between a well-formed request and its acceptance.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/groups-messaging
 */
export function openAcceptance(options: {
  state: State;
  now: () => number;
  templates: readonly ApprovedTemplate[];
}): Accept {
  const { state, now, templates } = options;
  const limits = openLimits(state, now);

  const accept: Accept = (number, message) => {
    const refused = limits.throughput(number.id) ?? contentRefusal(message);
    if (refused) return { refused };
    let filled: FilledTemplate | null = null;
    if (message.type === 'template') {
      const result = fillTemplate(templates, message.template);
      if ('refused' in result) return result;
      filled = result.filled;
    }
    return message.recipient_type === 'group'
      ? toGroup(number, message, filled)
      : toPerson(number, message, filled);
  };

  const contentRefusal = (message: MessageRequest): Refusal | null => {
    const file = fileOf(message);
    if (file?.id !== undefined && !state.media.has(file.id)) return refusal(100, 'Media id is not known.');
    if (message.type === 'reaction' && !state.lines.has(message.reaction.message_id))
      return refusal(131009, 'The message to react to is not known.');
    return null;
  };

  const toGroup = (number: OurNumber, message: MessageRequest, filled: FilledTemplate | null) => {
    const id = message.to ?? '';
    const group = state.groups.get(id);
    const refused =
      (message.type === 'interactive'
        ? refusal(131051, 'Interactive messages are not supported in groups.')
        : null) ??
      limits.group(number.id, group) ??
      (filled ? null : limits.window(number.id, id));
    if (refused) return { refused };
    const line = lineOf(number, id, groupAddress(id), message, filled);
    const answer = {
      messaging_product: 'whatsapp',
      contacts: [{ input: id, wa_id: id }],
      messages: [{ id: line.id, group_id: id, ...(filled && { message_status: 'accepted' }) }],
    };
    const isOpen = group?.members.some((phone) => state.people.get(personKey(phone))?.isOpen) ?? false;
    return { answer, line, isOpen, undeliverable: null };
  };

  const toPerson = (number: OurNumber, message: MessageRequest, filled: FilledTemplate | null) => {
    const person = recipientOf(state, message);
    const input = message.to ?? message.recipient ?? '';
    const phone =
      person?.phone ?? (message.to === undefined ? (message.recipient ?? '') : dialled(message.to));
    if (phone === number.display) return { refused: refusal(131021) };
    // Whoever is not on WhatsApp has no window to be closed: Meta accepts the message and fails it by webhook.
    const refused = person
      ? (limits.pair(number.id, person) ?? (filled ? null : limits.window(number.id, phone)))
      : null;
    if (refused) return { refused };
    const line = lineOf(number, phone, /^\d+$/.test(phone) ? phone : '0', message, filled);
    const contact = {
      input,
      ...(message.to !== undefined && { wa_id: phone }),
      ...(person && { user_id: person.bsuid }),
    };
    const answer = {
      messaging_product: 'whatsapp',
      contacts: [contact],
      messages: [{ id: line.id, ...(filled && { message_status: 'accepted' }) }],
    };
    return { answer, line, isOpen: person?.isOpen ?? false, undeliverable: person ? null : 131026 };
  };

  const lineOf = (
    number: OurNumber,
    chat: string,
    address: string,
    message: MessageRequest,
    filled: FilledTemplate | null,
  ): Line => ({
    id: makeWamid(address, 'out'),
    phoneNumberId: number.id,
    chat,
    isGroup: message.recipient_type === 'group',
    author: null,
    at: now(),
    shown: shownOf(message, filled),
    quoted: message.context?.message_id ?? null,
    callbackData: message.biz_opaque_callback_data ?? null,
    category: filled?.category ?? null,
  });

  return accept;
}
