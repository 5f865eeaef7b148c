import type { Incident, Location, Petition, Priority } from './taxonomy.ts';

/**
 * An intent is one thing to be said to someone: why, by when it makes sense, and how far it has come. It is written in
 * the same transaction as the change that causes it, under an id derived from the cause, so that a rerun says the same.
 */

/** Lanes never wait for each other: cards to operators and answers to emergencies, answers, broadcasts. */
export type Lane = 'urgent' | 'answers' | 'bulk';

export type Recipient =
  | { kind: 'person'; personKey: string }
  | { kind: 'whatsapp-group'; groupCode: string }
  /** Operators on duty for any of these municipalities, or for all; fanned out into one intent for each when it is sent. */
  | { kind: 'operators'; municipalities: string[] };

/** What is to be said; `shared/messages` turns it into Spanish, as free text or as a template's parameters. */
export type Utterance =
  | { kind: 'emergency-answer'; folio: string; incident: Incident | null; sensitive: boolean }
  | {
      kind: 'answer';
      folio: string;
      petitions: Petition[];
      incident: Incident | null;
      agency: string;
      sensitive: boolean;
    }
  | { kind: 'voice-answer'; folio: string }
  | {
      kind: 'operator-card';
      folio: string;
      incident: Incident | null;
      priority: Priority;
      location: Location;
      /** What was said, without names, phones or plates; null for a voice note nobody has heard. */
      said: string | null;
      /** When the neighbour wrote, ISO 8601 UTC: what comes late is shown with its age. */
      saidAt: string;
    }
  /** `date` is the day it tells of, `yyyy-mm-dd`. */
  | { kind: 'digest'; date: string; groupName: string; lines: string[] };

export type IntentState =
  /** Waiting for `nextAttemptAt`. */
  | 'pending'
  /** Somebody is sending it; until `nextAttemptAt` nobody else may. After it, what happened is unknown. */
  | 'claimed'
  /** The Graph API took it; statuses say the rest. */
  | 'accepted'
  | 'sent'
  | 'delivered'
  | 'read'
  /** An audience that became one intent for each of its people. */
  | 'expanded'
  /** Meta refused it for good; `outcome` holds the code. */
  | 'failed'
  /** Its use was over before it could be said; `outcome` holds the reason. */
  | 'dropped';

export type Intent = {
  id: string;
  lane: Lane;
  to: Recipient;
  /** Our number that speaks. */
  phoneNumberId: string;
  utterance: Utterance;
  /** Id of the report, message or digest that causes it. */
  cause: string;
  createdAt: Date;
  /** After this moment saying it makes no sense. */
  notAfter: Date;
};

/** An intent with how far it has come. */
export type StoredIntent = Intent & {
  state: IntentState;
  attempts: number;
  /** Null once nothing is to be done any more. */
  nextAttemptAt: Date | null;
  /** Meta's id of the message, once known. */
  wamid: string | null;
  /** True once Meta said that the window is closed: only a template will do. */
  templateOnly: boolean;
  outcome: string | null;
};
