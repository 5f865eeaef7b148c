import { SeenIds } from './deduplication.ts';
import type { QueueDefinition } from './definition.ts';
import { groupLine } from './groups.ts';
import { Heap } from './heap.ts';
import { type Line, standardLine } from './line.ts';
import type { Message, Phase } from './message.ts';

/** Entries of messages that are gone or were changed again are swept when they are as many as this and the live ones. */
const staleSlack = 1_024;

/** One queue's state. It changes only by the methods, which the journal's replay calls as well. */
export class Queue {
  readonly definition: QueueDefinition;
  readonly arn: string;
  readonly seen = new SeenIds();
  readonly line: Line;
  purgedAt = Number.NEGATIVE_INFINITY;
  readonly #messages = new Map<string, Message>();
  readonly #due = new Heap<{ time: number; order: number; message: Message }>();
  readonly #counts: Record<Phase, number> = { visible: 0, delayed: 0, inFlight: 0, gone: 0 };
  #expiryLooksFrom = Number.POSITIVE_INFINITY;

  constructor(definition: QueueDefinition, arn: string) {
    this.definition = definition;
    this.arn = arn;
    this.line = definition.fifo ? groupLine() : standardLine();
  }

  get counts(): Readonly<Record<Phase, number>> {
    return this.#counts;
  }

  messages(): Iterable<Message> {
    return this.#messages.values();
  }

  find(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  put(message: Message): void {
    this.#messages.set(message.id, message);
    this.#counts[message.phase]++;
    if (message.phase !== 'visible')
      this.#due.push({ time: message.visibleAt, order: message.order, message });
    this.#expiryLooksFrom = Math.min(this.#expiryLooksFrom, this.expiryOf(message));
    this.line.add(message);
  }

  receive(message: Message, at: number, until: number): void {
    // The journal does not tell when a message came back; that it was received again does.
    if (message.phase !== 'visible') this.#reveal(message);
    message.receives++;
    message.firstReceivedAt ??= at;
    message.lastReceivedAt = at;
    this.#enter(message, 'inFlight');
    this.line.hide(message);
    this.#waitUntil(message, until);
  }

  /** Changes when a message in flight comes back. */
  extend(message: Message, until: number): void {
    this.#waitUntil(message, until);
  }

  remove(message: Message): void {
    const wasInFlight = message.phase === 'inFlight';
    this.#enter(message, 'gone');
    this.#messages.delete(message.id);
    this.line.remove(message, wasInFlight);
  }

  purge(at: number): void {
    for (const message of this.#messages.values()) this.#enter(message, 'gone');
    this.#messages.clear();
    this.#due.keep(() => false);
    this.line.clear();
    this.#expiryLooksFrom = Number.POSITIVE_INFINITY;
    this.purgedAt = at;
  }

  /** Shows what is due: delays that are over and messages that were not deleted in time. */
  release(now: number): void {
    for (let next = this.#due.peek(); next && next.time <= now; next = this.#due.peek()) {
      this.#due.pop();
      const { message, time } = next;
      if (!this.#isWaiting(message, time)) continue;
      this.#reveal(message);
    }
  }

  expiryOf(message: Message): number {
    return message.storedAt + this.definition.retentionSeconds * 1_000;
  }

  /** The messages whose retention is over; it walks the queue at most once a second of the clock. */
  expired(now: number): Message[] {
    if (now < this.#expiryLooksFrom) return [];
    const over: Message[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (const message of this.#messages.values()) {
      const expiry = this.expiryOf(message);
      if (expiry <= now) over.push(message);
      else next = Math.min(next, expiry);
    }
    this.#expiryLooksFrom = Math.max(next, now + 1_000);
    if (next === Number.POSITIVE_INFINITY) this.#expiryLooksFrom = next;
    return over;
  }

  /** When something falls due that nobody asks for. */
  nextDue(): number {
    return Math.min(this.#due.peek()?.time ?? Number.POSITIVE_INFINITY, this.#expiryLooksFrom);
  }

  #reveal(message: Message): void {
    const wasInFlight = message.phase === 'inFlight';
    this.#enter(message, 'visible');
    this.line.reveal(message, wasInFlight);
  }

  #enter(message: Message, phase: Phase): void {
    this.#counts[message.phase]--;
    this.#counts[phase]++;
    message.phase = phase;
  }

  #waitUntil(message: Message, until: number): void {
    message.visibleAt = until;
    this.#due.push({ time: until, order: message.order, message });
    if (this.#due.size > 2 * (this.#counts.inFlight + this.#counts.delayed) + staleSlack)
      this.#due.keep((entry) => this.#isWaiting(entry.message, entry.time));
  }

  #isWaiting(message: Message, time: number): boolean {
    return (message.phase === 'inFlight' || message.phase === 'delayed') && message.visibleAt === time;
  }
}
