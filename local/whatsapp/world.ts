import * as z from 'zod';
import type { Clock } from '../clock.ts';
import { chatOf, type GroupView, groupsOf, type LineView, type PersonView, peopleOf } from './chats.ts';
import { type Deliver, deliveryHeaders, openWebhooks, signature } from './delivery.ts';
import type { ChatLine, Person, SentRecord } from './facts.ts';
import { makeFault, provocation } from './faults.ts';
import { type HttpRequest, openGraph } from './graph.ts';
import { openJournal } from './journal.ts';
import { type HttpAnswer, openMedia, sampleOf } from './media.ts';
import { foreignNumber, type OurNumber, ourNumbers } from './numbers.ts';
import { factsOf } from './observe.ts';
import { newPerson, personKey } from './people.ts';
import { readInput } from './refused.ts';
import type { Sample } from './samples.ts';
import { type Enrol, openSaying, phoneText, sayInput } from './say.ts';
import { openSending } from './send.ts';
import { openStatuses } from './statuses.ts';
import type { ApprovedTemplate } from './templates.ts';

/**
 * The simulated WhatsApp: the Graph API that functions send to, the phones behind it, and Meta's side of the webhooks.
 * It waits on the cloud's clock only.
 */
export type WhatsAppOptions = {
  clock: Clock;
  /** Our phone number ids. */
  numbers: readonly string[];
  appSecret: string;
  accessToken: string;
  /** Templates that Meta has approved. */
  templates: readonly ApprovedTemplate[];
  /** Posts a delivery to our webhook. */
  deliver: Deliver;
  /** Called once for each person who becomes an operator, before what they wrote is delivered. */
  enrol?: Enrol;
  /** Where it is remembered; in memory only when absent. */
  stateFile?: string;
};

const meeting = z.strictObject({
  phone: phoneText,
  name: z.string().min(1).max(100).optional(),
  role: z.enum(['neighbour', 'operator'], 'se esperaba «neighbour» u «operator»').optional(),
  isOpen: z.boolean().optional(),
});

export type WhatsAppWorld = {
  readonly numbers: readonly OurNumber[];
  /** Answers whatever is sent to one of Meta's hosts. */
  handle(request: HttpRequest): Promise<HttpAnswer>;
  /**
   * Somebody writes; answers once the first delivery has been answered, whatever with.
   * @throws InputRefused with Spanish sentences.
   */
  say(input: unknown): Promise<{ id: string }>;
  /** Makes a person known, or renames, enrols, opens or closes the phone of one. @throws InputRefused */
  meet(input: unknown): Promise<Person>;
  /** Faults for the next sends. @throws InputRefused */
  provoke(input: unknown): { id: string };
  /** Signs and posts a body as it is, once; whoever it speaks of is known from then on. */
  deliverRaw(body: string | Buffer): Promise<{ status: number }>;
  /**
   * Learns who and what a delivery made by somebody else speaks of; nothing where the signature is not genuine.
   * @param signature value of `X-Hub-Signature-256`
   */
  observe(body: Buffer, signature: string | undefined): void;
  /** Every request that the Graph API accepted or refused, oldest first. */
  sent(): readonly SentRecord[];
  people(): PersonView[];
  groups(phoneNumberId: string): GroupView[];
  chat(phoneNumberId: string, chat: string): LineView[];
  /** A message by its id. */
  line(wamid: string): ChatLine | undefined;
  nameOf(phone: string): string | null;
  medium(id: string): Sample | undefined;
  /** Whether a delivery is being posted at this moment. What waits, waits on the clock. */
  busy(): boolean;
  /** Deliveries given up after 7 days. */
  lost(): number;
  now(): number;
  onChange(listener: () => void): () => void;
  close(): void;
};

export function createWhatsApp(options: WhatsAppOptions): WhatsAppWorld {
  const { clock, appSecret, deliver } = options;
  const journal = openJournal(options.stateFile);
  const { state } = journal;
  const numbers = ourNumbers(options.numbers);
  const enrol: Enrol = options.enrol ?? (async () => {});
  const numberOf = (id: string): OurNumber => numbers.find((number) => number.id === id) ?? foreignNumber(id);

  const media = openMedia({ clock, state, appSecret });
  const webhooks = openWebhooks({ clock, journal, appSecret, deliver });
  const statuses = openStatuses({ clock, journal, webhooks, numberOf });
  const send = openSending({ clock, journal, statuses, templates: options.templates });
  const numberFor = (id: string | undefined): OurNumber => numberOf(id ?? numbers[0]?.id ?? '');
  const say = openSaying({ clock, journal, media, webhooks, numberFor, enrol });
  let rawInFlight = 0;

  const observe = (body: Buffer): void => journal.record(...factsOf(state, body.toString()));

  webhooks.resume();
  statuses.resume();

  return {
    numbers,
    handle: openGraph({ accessToken: options.accessToken, numbers, media, send }),
    say: async (input) => say(readInput(sayInput, input)),
    async meet(input) {
      const given = readInput(meeting, input);
      const known = state.people.get(personKey(given.phone));
      const person = known ?? newPerson(given.phone);
      const { name = person.name, role = person.role, isOpen = person.isOpen } = given;
      const next: Person = { ...person, name, role, isOpen };
      if (role === 'operator' && known?.role !== 'operator') await enrol(next);
      journal.record({ fact: 'person', person: next });
      if (isOpen && !person.isOpen) statuses.opened(next);
      return next;
    },
    provoke(input) {
      const fault = makeFault(readInput(provocation, input));
      journal.record({ fact: 'fault', fault });
      return { id: fault.id };
    },
    async deliverRaw(body) {
      const bytes = Buffer.from(body);
      observe(bytes);
      rawInFlight++;
      try {
        const { status } = await deliver(bytes, deliveryHeaders(bytes, appSecret));
        return { status };
      } finally {
        rawInFlight--;
      }
    },
    observe(body, given) {
      if (given === signature(body, appSecret)) observe(body);
    },
    sent: () => state.requests,
    people: () => peopleOf(state),
    groups: (phoneNumberId) => groupsOf(state, phoneNumberId),
    chat: (phoneNumberId, chat) => chatOf(state, phoneNumberId, chat),
    line: (wamid) => state.lines.get(wamid),
    nameOf: (phone) => state.people.get(personKey(phone))?.name ?? null,
    medium(id) {
      const medium = state.media.get(id);
      return medium && sampleOf(medium);
    },
    busy: () => webhooks.inFlight() + rawInFlight > 0,
    lost: () => state.lostDeliveries,
    now: () => clock.now(),
    onChange: (listener) => journal.onChange(listener),
    close: () => journal.close(),
  };
}
