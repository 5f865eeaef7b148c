import type { Intent, Recipient } from '../../shared/domain/intent.ts';
import { municipalityOf } from '../../shared/domain/place.ts';
import { agencyFor, agencyNames, isSensitive } from '../../shared/domain/routing.ts';
import type { Classification } from '../../shared/domain/taxonomy.ts';
import type { KeyedHash } from '../../shared/runtime/hash.ts';

/** What must be known of a message to decide what is to be said because of it. */
export type Told = {
  classification: Classification;
  folio: string;
  sentAt: Date;
  receivedAt: Date;
  personKey: string;
  isOperator: boolean;
  groupCode: string | null;
  /** True when it was written in a WhatsApp group, where answers go back to. */
  inWhatsappGroup: boolean;
  municipality: string | null;
  phoneNumberId: string;
  /** Without names, phones and plates; null for a voice note nobody has heard. */
  redacted: string | null;
};

const hour = 3_600_000;
/** An answer that comes a day late answers nothing. */
const answerUsefulMs = 24 * hour;
/** "Call 9-1-1" helps while the danger may last. */
const emergencyAnswerUsefulMs = 6 * hour;
/** An operator hears of an emergency however late it comes, with its age: Meta repeats deliveries for 7 days. */
const cardUsefulMs = 8 * 24 * hour;

/**
 * Decides what is said because of a message that belongs to a report. Ids come from the report and the person, so that
 * each is told once however much they write, and operators once a report.
 */
export function answersTo(told: Told, hash: KeyedHash): Intent[] {
  const { classification, folio } = told;
  const isEmergency = classification.priority === 'high';
  const intents = isEmergency ? [card(told, hash)] : [];
  // Who attends reports needs no receipt of one.
  if (told.isOperator) return intents;
  intents.push(isEmergency ? emergencyAnswer(told, hash) : plainAnswer(told, hash, folio));
  return intents;
}

function card(told: Told, hash: KeyedHash): Intent {
  const { classification, folio, sentAt, redacted } = told;
  return {
    ...common(told),
    id: hash('intent', `card:${folio}`),
    lane: 'urgent',
    to: { kind: 'operators', municipalities: townsOf(told) },
    utterance: {
      kind: 'operator-card',
      folio,
      incident: classification.incident,
      priority: classification.priority,
      location: classification.location,
      said: redacted,
      saidAt: sentAt.toISOString(),
    },
    notAfter: new Date(sentAt.getTime() + cardUsefulMs),
  };
}

/** The town that the message means and the writer's own: a town understood wrongly must leave nobody uncalled. */
function townsOf({ classification, municipality }: Told): string[] {
  const towns = new Set([municipalityOf(classification.places), municipality]);
  return [...towns].filter((town) => typeof town === 'string');
}

function emergencyAnswer(told: Told, hash: KeyedHash): Intent {
  const { folio, classification, sentAt, personKey, redacted } = told;
  const { incident } = classification;
  const sensitive = isSensitive(incident);
  return {
    ...common(told),
    id: hash('intent', `emergency-answer:${folio}:${personKey}`),
    lane: 'urgent',
    to: recipient(told, sensitive),
    utterance:
      redacted === null
        ? { kind: 'voice-answer', folio }
        : { kind: 'emergency-answer', folio, incident, sensitive },
    notAfter: new Date(sentAt.getTime() + emergencyAnswerUsefulMs),
  };
}

function plainAnswer(told: Told, hash: KeyedHash, folio: string): Intent {
  const { classification, sentAt, personKey } = told;
  const { incident, petitions } = classification;
  const sensitive = isSensitive(incident);
  const agency = agencyNames[agencyFor(petitions, incident)];
  return {
    ...common(told),
    id: hash('intent', `answer:${folio}:${personKey}`),
    lane: 'answers',
    to: recipient(told, sensitive),
    utterance: { kind: 'answer', folio, petitions, incident, agency, sensitive },
    notAfter: new Date(sentAt.getTime() + answerUsefulMs),
  };
}

/** What is sensitive is answered in private, never where others read. */
function recipient(told: Told, sensitive: boolean): Recipient {
  return told.inWhatsappGroup && !sensitive && told.groupCode !== null
    ? { kind: 'whatsapp-group', groupCode: told.groupCode }
    : { kind: 'person', personKey: told.personKey };
}

function common(told: Told): Pick<Intent, 'phoneNumberId' | 'cause' | 'createdAt'> {
  return { phoneNumberId: told.phoneNumberId, cause: told.folio, createdAt: told.receivedAt };
}
