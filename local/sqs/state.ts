import type { Seen } from './deduplication.ts';
import { account, type QueueDefinition } from './definition.ts';
import type { Message } from './message.ts';
import type { MoveTask } from './move-task.ts';
import { Queue } from './queue.ts';

/** Whatever may happen to the queues: the journal's vocabulary. Times in milliseconds since the epoch. */
export type Change =
  | { kind: 'put'; queue: string; message: Message }
  | { kind: 'seen'; queue: string; seen: Seen }
  | { kind: 'received'; queue: string; ids: string[]; at: number; until: number }
  | { kind: 'extended'; queue: string; id: string; until: number }
  | { kind: 'removed'; queue: string; id: string }
  | { kind: 'purged'; queue: string; at: number }
  | { kind: 'task'; task: MoveTask }
  | { kind: 'order'; next: number };

/** All queues. Every change of theirs goes through `apply`, whether it happens now or is read from the journal. */
export class State {
  readonly queues = new Map<string, Queue>();
  readonly tasks = new Map<string, MoveTask>();
  #nextOrder = 1;

  constructor(definitions: readonly QueueDefinition[], region: string) {
    for (const definition of definitions)
      this.queues.set(
        definition.name,
        new Queue(definition, `arn:aws:sqs:${region}:${account}:${definition.name}`),
      );
  }

  get nextOrder(): number {
    return this.#nextOrder;
  }

  /** Changes of a queue that is no longer defined are passed over: a deleted queue's messages go with it. */
  apply(change: Change): void {
    if (change.kind === 'task') this.tasks.set(change.task.handle, { ...change.task });
    else if (change.kind === 'order') this.#nextOrder = Math.max(this.#nextOrder, change.next);
    else {
      const queue = this.queues.get(change.queue);
      if (queue) this.#applyTo(queue, change);
    }
  }

  #applyTo(queue: Queue, change: Exclude<Change, { kind: 'task' | 'order' }>): void {
    switch (change.kind) {
      case 'put':
        this.#nextOrder = Math.max(this.#nextOrder, change.message.order + 1);
        return queue.put(change.message);
      case 'seen':
        this.#nextOrder = Math.max(this.#nextOrder, change.seen.order + 1);
        return queue.seen.add(change.seen);
      case 'received':
        for (const id of change.ids) {
          const message = queue.find(id);
          if (message) queue.receive(message, change.at, change.until);
        }
        return;
      case 'purged':
        return queue.purge(change.at);
      case 'extended':
      case 'removed': {
        const message = queue.find(change.id);
        if (!message) return;
        return change.kind === 'removed' ? queue.remove(message) : queue.extend(message, change.until);
      }
      default:
        throw new Error(
          `The journal holds a change that this version does not know: ${String(change satisfies never)}`,
        );
    }
  }

  /** The changes that lead from nothing to the present state, without the deduplication ids whose time is over. */
  *snapshot(now: number): Iterable<Change> {
    yield { kind: 'order', next: this.#nextOrder };
    for (const task of this.tasks.values()) yield { kind: 'task', task };
    for (const [name, queue] of this.queues) {
      for (const seen of queue.seen.all()) if (seen.until > now) yield { kind: 'seen', queue: name, seen };
      for (const message of queue.messages()) yield { kind: 'put', queue: name, message };
    }
  }
}
