import { createHash } from 'node:crypto';
import type { QueueDefinition } from './definition.ts';
import { Deque } from './deque.ts';
import { SqsError } from './errors.ts';

/** How long a deduplication id is remembered (Developer Guide, using-messagededuplicationid-property). */
export const deduplicationMs = 5 * 60_000;

/** A message that was accepted: a duplicate is answered with its id and order. */
export type Seen = { key: string; id: string; order: number; until: number };

/** The deduplication ids that a FIFO queue remembers, also after the message was deleted. */
export class SeenIds {
  readonly #byKey = new Map<string, Seen>();
  readonly #byTime = new Deque<Seen>();

  add(seen: Seen): void {
    this.#byKey.set(seen.key, seen);
    this.#byTime.push(seen);
  }

  find(key: string, now: number): Seen | undefined {
    for (let oldest = this.#byTime.at(0); oldest && oldest.until <= now; oldest = this.#byTime.at(0)) {
      this.#byTime.shift();
      if (this.#byKey.get(oldest.key) === oldest) this.#byKey.delete(oldest.key);
    }
    const seen = this.#byKey.get(key);
    return seen && seen.until > now ? seen : undefined;
  }

  all(): Iterable<Seen> {
    return this.#byKey.values();
  }
}

/**
 * The id that counts for a message of a FIFO queue: its own, else the SHA-256 of its body where the queue says so.
 * @throws SqsError InvalidParameterValue when there is neither.
 */
export function deduplicationIdOf(queue: QueueDefinition, body: string, given: string | undefined): string {
  if (given !== undefined) return given;
  if (queue.contentBasedDeduplication) return createHash('sha256').update(body).digest('hex');
  throw new SqsError(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

/** What must be unique within the window: with the scope `messageGroup`, the id within its group. */
export const deduplicationKey = (queue: QueueDefinition, group: string, id: string): string =>
  queue.deduplicationScope === 'messageGroup' ? `${group} ${id}` : id;
