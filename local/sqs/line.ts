import { Deque } from './deque.ts';
import type { Message } from './message.ts';

/** The order in which a queue hands its messages out. It is told of each change of a message's phase after the change. */
export type Line = {
  /** A message came, in whatever phase. */
  add(message: Message): void;
  /** It can be received again, or its delay is over; `wasInFlight` says which. */
  reveal(message: Message, wasInFlight: boolean): void;
  /** It was handed out. */
  hide(message: Message): void;
  /** It was deleted, moved or has expired; `wasInFlight` as above. */
  remove(message: Message, wasInFlight: boolean): void;
  /**
   * Takes up to `most` messages off the front, in order. `accept` says whether a message may be handed out; one that it
   * refuses it has removed. The caller hides those taken before it asks again.
   */
  take(most: number, accept: (message: Message) => boolean): Message[];
  /** Whether `take` would come upon a message. */
  hasAny(): boolean;
  clear(): void;
};

/** A standard queue: whatever becomes visible first goes first; nothing waits for anything else. */
export function standardLine(): Line {
  const ready = new Deque<Message>();

  const front = (): Message | undefined => {
    for (let first = ready.at(0); first; first = ready.at(0)) {
      if (first.phase === 'visible') return first;
      ready.shift();
    }
    return undefined;
  };

  return {
    add(message) {
      if (message.phase === 'visible') ready.push(message);
    },
    reveal: (message) => ready.push(message),
    // Taken off by `take`, or passed over by `front` when its turn comes.
    hide: () => {},
    remove: () => {},
    take(most, accept) {
      const taken: Message[] = [];
      for (let first = front(); first && taken.length < most; first = front()) {
        ready.shift();
        if (accept(first)) taken.push(first);
      }
      return taken;
    },
    hasAny: () => front() !== undefined,
    clear: () => ready.clear(),
  };
}
