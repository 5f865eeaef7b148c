import type { Redactor } from '../../shared/language/redact.ts';
import type { InboundEvent } from '../../shared/queues/events.ts';
import type { KeyedHash } from '../../shared/runtime/hash.ts';
import type { Contacts } from '../../shared/store/contacts.ts';
import type { Groups } from '../../shared/store/groups.ts';
import type { IntentReference, Messages } from '../../shared/store/messages.ts';
import type { People } from '../../shared/store/people.ts';
import type { Reports } from '../../shared/store/reports.ts';
import type { SecondReadings } from '../../shared/store/second-readings.ts';
import type { TransactItem, TransactOutcome } from '../../shared/store/table.ts';
import type { Classify } from './reading.ts';

/** Work to put on the queues again: it is harmless to do it twice. */
export type Nudge = {
  intents: IntentReference[];
  /** Key of a message whose media are to be fetched. */
  media?: string | null;
  /** Key of a message that a second reader is to look at. */
  secondReading?: string | null;
};

export type TriageDeps = {
  people: People;
  contacts: Contacts;
  groups: Groups;
  messages: Messages;
  reports: Pick<Reports, 'anchorOf'>;
  secondReadings: Pick<SecondReadings, 'read'>;
  /** Whether this stage has a second reader. */
  readsTwice: boolean;
  /** Which of these intents are written already. */
  knownIntents: (ids: string[]) => Promise<ReadonlySet<string>>;
  transact: (items: TransactItem[]) => Promise<TransactOutcome>;
  nudge: (what: Nudge) => Promise<void>;
  keepEvent: (event: InboundEvent) => Promise<void>;
  readFragment: (event: Pick<InboundEvent, 'fragment' | 'claim'>) => Promise<string>;
  classify: Classify;
  redact: Redactor['redactForDispatch'];
  hash: KeyedHash;
  tableName: string;
  phoneNumberIds: readonly string[];
  /** Local date, `yyyy-mm-dd`, in the programme's zone. */
  day: (at: Date) => string;
  now: () => Date;
};
