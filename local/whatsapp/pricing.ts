import type { Charge, Line } from './facts.ts';
import { freeMonth, type State } from './state.ts';

/** Service messages that a number may deliver free of charge in a month, one-to-one and in groups together. */
const freeAMonth = 1000;

/**
 * What a delivery costs, as Meta charges since 2026-10-01: templates always, free-form messages beyond the free ones of
 * the month.
 * @param alreadyCounted service deliveries of this very delivery that are counted before this one.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/pricing
 */
export function chargeFor(state: State, line: Line, at: number, alreadyCounted = 0): Charge {
  const prefix = line.isGroup ? 'group_' : '';
  if (line.category !== null)
    return {
      billable: true,
      pricing_model: 'PMP',
      type: 'regular',
      category: `${prefix}${line.category.toLowerCase()}`,
    };
  const used = (state.freeReplies.get(freeMonth(line.phoneNumberId, at)) ?? 0) + alreadyCounted;
  const category = `${prefix}service`;
  if (used >= freeAMonth) return { billable: true, pricing_model: 'PMP', type: 'regular', category };
  const type = line.isGroup ? 'free_group_customer_service' : 'free_customer_service';
  return { billable: false, pricing_model: 'PMP', type, category };
}
