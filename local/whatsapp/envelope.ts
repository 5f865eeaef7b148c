import { statusError } from './errors.ts';
import type { Charge, ChatLine, DueStatus, Line, Person } from './facts.ts';
import type { OurNumber } from './numbers.ts';

/**
 * Bodies of Meta's deliveries.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
function envelope(number: OurNumber, value: Record<string, unknown>): unknown {
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: number.accountId,
        changes: [
          {
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: number.display, phone_number_id: number.id },
              ...value,
            },
            field: 'messages',
          },
        ],
      },
    ],
  };
}

const seconds = (milliseconds: number): string => String(Math.floor(milliseconds / 1000));

const contact = ({ name, phone, bsuid }: Person): Record<string, unknown> => ({
  ...(name !== null && { profile: { name } }),
  wa_id: phone,
  user_id: bsuid,
});

/**
 * A message of a person.
 * @param content the properties `type` and the one named like it.
 * @param quotedFrom phone of whoever wrote the quoted message.
 */
export function messageEnvelope(
  number: OurNumber,
  author: Person,
  line: Line,
  content: Record<string, unknown>,
  quotedFrom: string | null,
): unknown {
  const message = {
    ...(line.quoted !== null && { context: { from: quotedFrom ?? number.display, id: line.quoted } }),
    from: author.phone,
    from_user_id: author.bsuid,
    ...(line.isGroup && { group_id: line.chat }),
    id: line.id,
    timestamp: seconds(line.at),
    ...content,
  };
  return envelope(number, { contacts: [contact(author)], messages: [message] });
}

/** A status of a message of ours to one person, who may not exist. */
export function personStatusEnvelope(
  number: OurNumber,
  line: ChatLine,
  due: DueStatus,
  person: Person | undefined,
  charge: Charge | undefined,
): unknown {
  const isFailure = due.status === 'failed';
  const phone = person?.phone ?? (/^\d+$/.test(line.chat) ? line.chat : undefined);
  const status = {
    id: line.id,
    status: due.status,
    timestamp: seconds(due.dueAt),
    ...(phone !== undefined && { recipient_id: phone }),
    ...(person && !isFailure && { recipient_user_id: person.bsuid }),
    ...tail(line, due, charge),
  };
  return envelope(number, {
    ...(person && !isFailure && { contacts: [contact(person)] }),
    statuses: [status],
  });
}

/** Statuses of a message of ours to a group: one for the whole group, or one for each participant, in one delivery. */
export function groupStatusEnvelope(
  number: OurNumber,
  line: ChatLine,
  due: DueStatus,
  participants: readonly Person[],
  charges: readonly Charge[],
): unknown {
  const common = {
    id: line.id,
    status: due.status,
    timestamp: seconds(due.dueAt),
    recipient_id: line.chat,
    recipient_type: 'group',
  };
  if (due.status === 'sent' || due.status === 'failed')
    return envelope(number, { statuses: [{ ...common, ...tail(line, due, undefined) }] });
  const statuses = participants.map((participant, index) => ({
    ...common,
    recipient_participant_id: participant.phone,
    recipient_participant_user_id: participant.bsuid,
    ...tail(line, due, charges[index]),
  }));
  return envelope(number, { contacts: participants.map(contact), statuses });
}

function tail(line: ChatLine, due: DueStatus, charge: Charge | undefined): Record<string, unknown> {
  return {
    ...(line.callbackData !== null && { biz_opaque_callback_data: line.callbackData }),
    ...(charge && { pricing: charge }),
    ...(due.code !== null && { errors: [statusError(due.code)] }),
  };
}
