import { type Refusal, refusal } from './errors.ts';
import type { Group, Person } from './facts.ts';
import { chatKey, pairDebt, type State } from './state.ts';

/**
 * Meta's fences around sending, each of which refuses by its code.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
const perSecond = 80;
const pairBurst = 45;
const windowMs = 24 * 3_600_000;

export type Limits = {
  /** Counts one send of a number; refuses above 80 in a second. */
  throughput(phoneNumberId: string): Refusal | null;
  /** One message to the same person every 6 s, after a burst of 45. */
  pair(phoneNumberId: string, person: Person): Refusal | null;
  /** Free-form messages only within 24 hours of what the person, or anybody of the group, last wrote. */
  window(phoneNumberId: string, chat: string): Refusal | null;
  /** Only a group that this number created, with somebody in it. */
  group(phoneNumberId: string, group: Group | undefined): Refusal | null;
};

export function openLimits(state: State, now: () => number): Limits {
  const recent = new Map<string, number[]>();
  return {
    throughput(phoneNumberId) {
      const time = now();
      const times = (recent.get(phoneNumberId) ?? []).filter((sent) => sent > time - 1000);
      recent.set(phoneNumberId, times);
      if (times.length >= perSecond) return refusal(130429, 'Cloud API message throughput has been reached.');
      times.push(time);
      return null;
    },
    pair(phoneNumberId, { phone }) {
      const debt = pairDebt(state, chatKey(phoneNumberId, phone), now());
      return debt + 1 > pairBurst
        ? refusal(131056, 'Too many messages sent to this phone number from the same number in a short time.')
        : null;
    },
    window(phoneNumberId, chat) {
      const heard = state.lastHeard.get(chatKey(phoneNumberId, chat));
      return heard === undefined || now() - heard >= windowMs
        ? refusal(
            131047,
            'More than 24 hours have passed since the recipient last replied to the sender number.',
          )
        : null;
    },
    group(phoneNumberId, group) {
      if (!group || group.phoneNumberId !== phoneNumberId)
        return refusal(131041, 'The group was not found because it does not exist or you are not a member.');
      return group.members.length === 0 ? refusal(131020, 'Nobody has joined the group yet.') : null;
    },
  };
}
