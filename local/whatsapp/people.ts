import { createHash } from 'node:crypto';
import type { Person } from './facts.ts';
import type { State } from './state.ts';

/** Country code of our numbers: Meta puts it before a recipient written without `+`. */
const ourCountryCode = '52';

const digitsOf = (phone: string): string => phone.replaceAll(/\D/g, '');

/**
 * Mexican lines are written as 52 or 521 and ten digits; both name one line.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export function personKey(phone: string): string {
  const digits = digitsOf(phone);
  const national = /^521?(\d{10})$/.exec(digits)?.[1];
  return national ? `${ourCountryCode}${national}` : digits;
}

/** A business-scoped user id: opaque, and of no use for finding the phone. */
export function bsuidOf(phone: string): string {
  const digest = createHash('sha256')
    .update(`bsuid ${personKey(phone)}`)
    .digest();
  return `MX.101${digest.readBigUInt64BE(0).toString().padStart(20, '0').slice(0, 16)}`;
}

/**
 * Who a request's `to` or `recipient` names. `to` wins; without `+` our country code is put before it.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export function recipientOf(
  state: State,
  { to, recipient }: { to?: string | undefined; recipient?: string | undefined },
): Person | undefined {
  if (to !== undefined) return state.people.get(personKey(dialled(to)));
  return recipient === undefined ? undefined : state.bsuids.get(recipient);
}

/** Digits that a `to` leads to. */
export function dialled(to: string): string {
  return to.trim().startsWith('+') ? digitsOf(to) : `${ourCountryCode}${digitsOf(to)}`;
}

export const newPerson = (phone: string): Person => ({
  phone: digitsOf(phone),
  bsuid: bsuidOf(phone),
  name: null,
  role: 'neighbour',
  isOpen: false,
});
