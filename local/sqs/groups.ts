import { Deque } from './deque.ts';
import type { Line } from './line.ts';
import type { Message } from './message.ts';

/** `members`: all messages of the group, in order, those in flight too. `isQueued`: it stands in the line of groups. */
type Group = { members: Deque<Message>; inFlight: number; isQueued: boolean };

/**
 * A FIFO queue: a group is locked while any of its messages is in flight, and stopped while its first is delayed. Groups
 * take turns, so that one with a long backlog does not keep the others waiting; one turn hands out as many of the
 * group as fit (Developer Guide, FIFO-queues-understanding-logic).
 */
export function groupLine(): Line {
  const groups = new Map<string, Group>();
  const turns = new Deque<Group>();

  const groupOf = (message: Message): Group => {
    const name = message.group ?? '';
    let group = groups.get(name);
    if (!group) {
      group = { members: new Deque(), inFlight: 0, isQueued: false };
      groups.set(name, group);
    }
    return group;
  };

  const isOpen = (group: Group): boolean => group.inFlight === 0 && group.members.at(0)?.phase === 'visible';

  const offer = (group: Group): void => {
    if (group.isQueued || !isOpen(group)) return;
    group.isQueued = true;
    turns.push(group);
  };

  const firstOpen = (): Group | undefined => {
    for (let group = turns.at(0); group; group = turns.at(0)) {
      if (isOpen(group)) return group;
      turns.shift();
      group.isQueued = false;
    }
    return undefined;
  };

  const takeFrom = (group: Group, most: number, accept: (message: Message) => boolean): Message[] => {
    const taken: Message[] = [];
    while (taken.length < most) {
      const next = group.members.at(taken.length);
      if (next?.phase !== 'visible') break;
      if (accept(next)) taken.push(next);
    }
    return taken;
  };

  return {
    add(message) {
      const group = groupOf(message);
      group.members.push(message);
      if (message.phase === 'inFlight') group.inFlight++;
      offer(group);
    },
    reveal(message, wasInFlight) {
      const group = groupOf(message);
      if (wasInFlight) group.inFlight--;
      offer(group);
    },
    hide(message) {
      groupOf(message).inFlight++;
    },
    remove(message, wasInFlight) {
      const group = groupOf(message);
      group.members.remove(message);
      if (wasInFlight) group.inFlight--;
      if (group.members.size === 0) groups.delete(message.group ?? '');
      offer(group);
    },
    take(most, accept) {
      const taken: Message[] = [];
      for (let group = firstOpen(); group && taken.length < most; group = firstOpen()) {
        // It leaves the line only now, so that messages which `accept` removes do not queue it a second time.
        const some = takeFrom(group, most - taken.length, accept);
        turns.shift();
        group.isQueued = false;
        if (some.length === 0) offer(group);
        taken.push(...some);
      }
      return taken;
    },
    hasAny: () => firstOpen() !== undefined,
    clear() {
      groups.clear();
      turns.clear();
    },
  };
}
