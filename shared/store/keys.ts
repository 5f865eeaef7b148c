/**
 * Keys of the two tables, built here and nowhere else.
 *
 * Main table (`pk`, `sk`), with one sparse index `due` (`duePk`, `dueAt`):
 *
 * | what                                   | pk                    | sk                     | read by |
 * |----------------------------------------|-----------------------|------------------------|---------|
 * | a message, by keyed hash of Meta's id  | MSG#<messageKey>      | MSG                    | triage, media |
 * | reactions to a message                 | MSG#<messageKey>      | REACTION#<personKey>   | reports |
 * | a report's anchor, by folio            | REPORT#<folio>        | REPORT                 | triage |
 * | the messages of a report, in order     | REPORT#<folio>        | SAID#<sentAt>#<messageKey> | reports |
 * | reports of a group's day               | GROUP#<code>          | DAY#<date>#<folio>     | digest |
 * | members of a group                     | GROUP#<code>          | MEMBER#<personKey>     | digest |
 * | all groups                             | GROUPS                | <code>                 | digest, triage |
 * | a WhatsApp group's code                | WHATSAPP#<groupKey>   | GROUP                  | triage |
 * | a person                               | PERSON#<personKey>    | PERSON                 | triage, sender |
 * | groups of a person                     | PERSON#<personKey>    | MEMBER#<code>          | triage |
 * | service window with one of our numbers | PERSON#<personKey>    | WINDOW#<phoneNumberId> | sender |
 * | pins and pictures without words        | PERSON#<personKey>    | ATTACHED#<sentAt>#<messageKey> | reports |
 * | the person behind an identifier        | ALIAS#<aliasKey>      | ALIAS                  | triage |
 * | operators of a municipality (`*`: all) | OPERATORS#<municipality> | <personKey>         | sender |
 * | an intent                              | INTENT#<intentId>     | INTENT                 | sender, settle, timer |
 * | the intent behind a sent message       | SENT#<messageKey>     | INTENT                 | settle |
 * | statuses that no intent explains       | SENT#<messageKey>     | STATUS#<eventId>       | settle |
 * | what could not be processed            | PARKED#<yyyy-mm>      | <eventId>              | admin |
 * | group and account events, as they came | EVENTS#<yyyy-mm>      | <eventId>              | admin |
 * | due work, oldest first (index `due`)   | duePk DUE#<kind>      | dueAt, ISO 8601        | timer |
 *
 * Contacts table: CONTACT#<personKey> / CONTACT, and CONTACT#whatsapp:<code> / CONTACT for a WhatsApp group's own id.
 * Nothing scans.
 */
export const dueIndex = 'due';

export type Key = { pk: string; sk: string };

const iso = (date: Date): string => date.toISOString();

/** Neighbours and registries spell a municipality with and without accents and capitals. */
const plain = (name: string): string => name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();

export const keys = {
  message: (messageKey: string): Key => ({ pk: `MSG#${messageKey}`, sk: 'MSG' }),
  reaction: (messageKey: string, personKey: string): Key => ({
    pk: `MSG#${messageKey}`,
    sk: `REACTION#${personKey}`,
  }),
  report: (folio: string): Key => ({ pk: `REPORT#${folio}`, sk: 'REPORT' }),
  said: (folio: string, sentAt: Date, messageKey: string): Key => ({
    pk: `REPORT#${folio}`,
    sk: `SAID#${iso(sentAt)}#${messageKey}`,
  }),
  groupDay: (code: string, date: string, folio: string): Key => ({
    pk: `GROUP#${code}`,
    sk: `DAY#${date}#${folio}`,
  }),
  groupMember: (code: string, personKey: string): Key => ({ pk: `GROUP#${code}`, sk: `MEMBER#${personKey}` }),
  group: (code: string): Key => ({ pk: 'GROUPS', sk: code }),
  whatsappGroup: (groupKey: string): Key => ({ pk: `WHATSAPP#${groupKey}`, sk: 'GROUP' }),
  person: (personKey: string): Key => ({ pk: `PERSON#${personKey}`, sk: 'PERSON' }),
  membership: (personKey: string, code: string): Key => ({ pk: `PERSON#${personKey}`, sk: `MEMBER#${code}` }),
  window: (personKey: string, phoneNumberId: string): Key => ({
    pk: `PERSON#${personKey}`,
    sk: `WINDOW#${phoneNumberId}`,
  }),
  attached: (personKey: string, sentAt: Date, messageKey: string): Key => ({
    pk: `PERSON#${personKey}`,
    sk: `ATTACHED#${iso(sentAt)}#${messageKey}`,
  }),
  alias: (aliasKey: string): Key => ({ pk: `ALIAS#${aliasKey}`, sk: 'ALIAS' }),
  operator: (municipality: string, personKey: string): Key => ({
    pk: `OPERATORS#${plain(municipality)}`,
    sk: personKey,
  }),
  intent: (intentId: string): Key => ({ pk: `INTENT#${intentId}`, sk: 'INTENT' }),
  sent: (messageKey: string): Key => ({ pk: `SENT#${messageKey}`, sk: 'INTENT' }),
  orphanStatus: (messageKey: string, eventId: string): Key => ({
    pk: `SENT#${messageKey}`,
    sk: `STATUS#${eventId}`,
  }),
  parked: (receivedAt: Date, eventId: string): Key => ({
    pk: `PARKED#${iso(receivedAt).slice(0, 7)}`,
    sk: eventId,
  }),
  event: (receivedAt: Date, eventId: string): Key => ({
    pk: `EVENTS#${iso(receivedAt).slice(0, 7)}`,
    sk: eventId,
  }),
  contact: (personKey: string): Key => ({ pk: `CONTACT#${personKey}`, sk: 'CONTACT' }),
  whatsappGroupContact: (code: string): Key => ({ pk: `CONTACT#whatsapp:${code}`, sk: 'CONTACT' }),
} as const;

export type DueKind = 'intent' | 'media';

/** Attributes that put an item on the index of due work. */
export const due = (kind: DueKind, at: Date): { duePk: string; dueAt: string } => ({
  duePk: `DUE#${kind}`,
  dueAt: iso(at),
});
