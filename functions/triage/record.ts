import type { InboundMessage } from '../../shared/domain/message.ts';
import type { Classification } from '../../shared/domain/taxonomy.ts';
import type { InboundEvent } from '../../shared/queues/events.ts';
import type { Group } from '../../shared/store/groups.ts';
import type { IntentReference, MessageRecord, StoredMedia } from '../../shared/store/messages.ts';
import type { Person } from '../../shared/store/people.ts';
import type { TriageDeps } from './deps.ts';
import { wordsOf } from './reading.ts';

/** A message and what is known around it. */
export type Surroundings = {
  message: InboundMessage;
  messageKey: string;
  event: InboundEvent;
  person: Person;
  group: Group | null;
};

/** The message as it is stored. */
export function recordOf(
  { message, messageKey, event, person, group }: Surroundings,
  understood: Classification | null,
  folio: string | null,
  intents: IntentReference[],
  { hash, readsTwice }: Pick<TriageDeps, 'hash' | 'readsTwice'>,
): MessageRecord {
  const { content, quotedWamid } = message;
  return {
    messageKey,
    wamid: message.wamid,
    phoneNumberId: message.phoneNumberId,
    sentAt: message.sentAt,
    receivedAt: new Date(event.receivedAt),
    personKey: person.personKey,
    groupCode: group?.code ?? null,
    type: content.type,
    text: wordsOf(content),
    understood,
    folio,
    quotedMessageKey: quotedWamid === null ? null : hash('message', quotedWamid),
    forwarded: message.forwarded,
    pin: pinOf(message),
    media: mediaOf(message),
    detail: content.kind === 'opaque' ? content.detail : null,
    secondReading: readsTwice && understood !== null && wordsOf(content).trim() !== '' ? 'asked' : null,
    raw: { fragment: event.fragment, claimKey: event.claim?.key },
    intents,
  };
}

export function pinOf({ content }: InboundMessage): MessageRecord['pin'] {
  return content.kind === 'location' ? { latitude: content.latitude, longitude: content.longitude } : null;
}

function mediaOf({ content, phoneNumberId }: InboundMessage): StoredMedia | null {
  if (content.kind !== 'media') return null;
  return { ...content.media, voice: content.voice, phoneNumberId, state: 'pending' };
}
