import type { Fault } from './faults.ts';

/**
 * Everything that can happen in the simulated WhatsApp. State is the fold of these facts and nothing else, so that a
 * journal of them restores it after a kill.
 */

export type Person = {
  /** Digits as WhatsApp writes them, without `+`. */
  phone: string;
  /** Business-scoped user id. */
  bsuid: string;
  name: string | null;
  role: 'neighbour' | 'operator';
  /** Whether the phone is being looked at: only then messages become read. */
  isOpen: boolean;
};

export type Group = {
  id: string;
  /** Id of the number of ours that created it: the only one that may write in it. */
  phoneNumberId: string;
  /** Phones of its participants, ours left out. */
  members: string[];
};

export type Button = { id: string; title: string };

/** What a message shows on a phone. */
export type Shown =
  | { kind: 'text'; text: string }
  | { kind: 'buttons'; text: string; buttons: Button[]; template: string | null; footer: string | null }
  | { kind: 'location'; latitude: number; longitude: number; name: string | null; address: string | null }
  | { kind: 'voice'; mediaId: string | null }
  | { kind: 'image'; mediaId: string | null; caption: string | null }
  | { kind: 'reply'; id: string; title: string }
  | { kind: 'reaction'; target: string; emoji: string | null }
  | { kind: 'other'; type: string };

export type Charge = {
  billable: boolean;
  pricing_model: 'PMP';
  type: 'regular' | 'free_customer_service' | 'free_group_customer_service';
  category: string;
};

/** One message in a chat. */
export type Line = {
  id: string;
  phoneNumberId: string;
  /** Phone of the person, or id of the group, that the chat is with. */
  chat: string;
  isGroup: boolean;
  /** Phone of whoever wrote it; null when we did. */
  author: string | null;
  /** Milliseconds since the epoch. */
  at: number;
  shown: Shown;
  quoted: string | null;
  /** `biz_opaque_callback_data` of the send. */
  callbackData: string | null;
  /** Category of the template it was sent with; null for free-form messages and for people's own. */
  category: string | null;
};

export type Progress = 'none' | 'sent' | 'delivered' | 'read' | 'failed';

/** A line with how far it has come. */
export type ChatLine = Line & {
  progress: Progress;
  /** Phones of those who have read it. */
  readBy: string[];
  failure: number | null;
};

export type Medium = { id: string; kind: 'voice' | 'image'; at: number; phoneNumberId: string };

/** One webhook delivery that Meta still owes us. */
export type Delivery = { id: string; body: string; firstAt: number; attempts: number; dueAt: number };

export type DueStatus = {
  id: string;
  wamid: string;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  dueAt: number;
  /** Error code of a failure. */
  code: number | null;
  /** Posted twice. */
  isDoubled: boolean;
};

/** One request that the Graph API answered. */
export type SentRecord = {
  /** ISO 8601 UTC. */
  at: string;
  path: string;
  phoneNumberId: string;
  /** `to` or `recipient` as requested; null where the body had none. */
  recipient: string | null;
  /** The request's JSON; its text where it was none. */
  body: unknown;
  status: number;
  answer: unknown;
  accepted: boolean;
  /** Id of the message that came of it, also where the answer was lost. */
  wamid: string | null;
  /** Name of the provoked fault, if there was one. */
  fault: string | null;
};

export type Fact =
  | { fact: 'person'; person: Person }
  | { fact: 'group'; group: Group }
  | { fact: 'line'; line: Line }
  | { fact: 'seen-by-us'; id: string }
  | { fact: 'medium'; medium: Medium }
  | { fact: 'delivery'; delivery: Delivery }
  | { fact: 'attempted'; id: string; attempts: number; dueAt: number }
  | { fact: 'delivery-over'; id: string; lost: boolean }
  | { fact: 'request'; record: SentRecord }
  | { fact: 'status-due'; due: DueStatus }
  | { fact: 'status'; due: DueStatus; readers: string[]; charges: Charge[] }
  | { fact: 'fault'; fault: Fault }
  | { fact: 'fault-spent'; id: string };
