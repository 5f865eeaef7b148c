import type { Alarm, Clock } from '../clock.ts';
import { noSuchQueue } from './errors.ts';
import { type Input, text } from './input.ts';
import type { Journal } from './journal.ts';
import type { Queue } from './queue.ts';
import type { Change, State } from './state.ts';

/** A receive that waits. `serve` hands it what has come, if anything may be handed out; `leave` ends it empty-handed. */
export type Waiter = { serve(): void; leave(): void };

/**
 * What every operation works with. After a change, whoever waits on the queue is served in the order of asking, then
 * listeners are told, and the queue's alarm is set to its next due time.
 */
export class Core {
  readonly clock: Clock;
  readonly state: State;
  /** The address that queue URLs begin with. */
  readonly endpoint: string;
  readonly #journal: Journal | undefined;
  readonly #touched = new Set<Queue>();
  readonly #waiters = new Map<Queue, Set<Waiter>>();
  readonly #listeners = new Map<Queue, Set<() => void>>();
  readonly #alarms = new Map<Queue, { time: number; alarm: Alarm }>();
  readonly #toTell = new Set<Queue>();
  readonly #later = new Set<Alarm>();
  #isServing = false;
  #isClosed = false;

  constructor(clock: Clock, state: State, endpoint: string, journal: Journal | undefined) {
    this.clock = clock;
    this.state = state;
    this.endpoint = endpoint;
    this.#journal = journal;
  }

  /** @throws SqsError QueueDoesNotExist; only the last part of the URL's path counts. */
  queueOf(input: Input): Queue {
    const name = text(input, 'QueueUrl')?.split('/').at(-1);
    const queue = name === undefined ? undefined : this.state.queues.get(name);
    if (!queue) throw noSuchQueue();
    this.refresh(queue);
    return queue;
  }

  urlOf(queue: Queue): string {
    return `${this.endpoint}/${queue.arn.split(':').at(-2)}/${queue.definition.name}`;
  }

  /** Writes the changes down together, then makes them. */
  commit(...changes: Change[]): void {
    this.#journal?.append(changes);
    for (const change of changes) {
      this.state.apply(change);
      const queue = 'queue' in change ? this.state.queues.get(change.queue) : undefined;
      if (queue) this.#touched.add(queue);
    }
  }

  /** Brings a queue up to the clock. */
  refresh(queue: Queue): void {
    const now = this.clock.now();
    queue.release(now);
    const expired = queue.expired(now);
    if (expired.length > 0)
      this.commit(
        ...expired.map(({ id }): Change => ({ kind: 'removed', queue: queue.definition.name, id })),
      );
    this.#touched.add(queue);
  }

  /** Serves whom the changes since the last call concern; call it when an operation is over. */
  serve(): void {
    if (this.#isServing) return;
    this.#isServing = true;
    try {
      for (const queue of this.#touched) {
        this.#touched.delete(queue);
        this.#serveQueue(queue);
      }
    } finally {
      this.#isServing = false;
    }
  }

  /** Work of the queues' own, dropped when they close. */
  at(time: number, run: () => void): void {
    const alarm = this.clock.at(time, () => {
      this.#later.delete(alarm);
      run();
    });
    this.#later.add(alarm);
  }

  wait(queue: Queue, waiter: Waiter): { leave(): void } {
    const waiters = setOf(this.#waiters, queue);
    waiters.add(waiter);
    return { leave: () => waiters.delete(waiter) };
  }

  listen(queue: Queue, listener: () => void): () => void {
    const listeners = setOf(this.#listeners, queue);
    listeners.add(listener);
    this.#tell(queue);
    return () => listeners.delete(listener);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const waiters of this.#waiters.values()) for (const waiter of waiters) waiter.leave();
    for (const { alarm } of this.#alarms.values()) alarm.cancel();
    for (const alarm of this.#later) alarm.cancel();
    this.#listeners.clear();
    this.#journal?.close();
  }

  #serveQueue(queue: Queue): void {
    for (const waiter of setOf(this.#waiters, queue)) {
      if (!queue.line.hasAny()) break;
      waiter.serve();
    }
    this.#tell(queue);
    this.#arm(queue);
  }

  /** On a microtask and once for all changes before it, so that a listener which receives at once never nests. */
  #tell(queue: Queue): void {
    if (this.#toTell.has(queue) || !this.#listeners.get(queue)?.size || !queue.line.hasAny()) return;
    this.#toTell.add(queue);
    queueMicrotask(() => {
      this.#toTell.delete(queue);
      for (const listener of setOf(this.#listeners, queue)) listener();
    });
  }

  #arm(queue: Queue): void {
    const time = queue.nextDue();
    const armed = this.#alarms.get(queue);
    if (armed?.time === time) return;
    armed?.alarm.cancel();
    this.#alarms.delete(queue);
    if (time === Number.POSITIVE_INFINITY) return;
    const ring = (): void => {
      this.#alarms.delete(queue);
      this.refresh(queue);
      this.serve();
    };
    this.#alarms.set(queue, { time, alarm: this.clock.at(time, ring) });
  }
}

function setOf<Item>(sets: Map<Queue, Set<Item>>, queue: Queue): Set<Item> {
  let set = sets.get(queue);
  if (!set) {
    set = new Set();
    sets.set(queue, set);
  }
  return set;
}
