import type { InboundMessage } from '../../shared/domain/message.ts';
import type { InboundEvent } from '../../shared/queues/events.ts';
import { Unprocessable } from '../../shared/runtime/batch.ts';
import { parseExactly } from '../../shared/whatsapp/envelope.ts';
import { decodeMessage } from '../../shared/whatsapp/message.ts';
import type { TriageDeps } from './deps.ts';

/**
 * The message of an event, wherever its fragment waits.
 * @throws Unprocessable when it is none, or to a number that is not ours.
 */
export async function decode(
  event: Pick<InboundEvent, 'phoneNumberId' | 'contact' | 'fragment' | 'claim'>,
  deps: Pick<TriageDeps, 'phoneNumberIds' | 'readFragment'>,
): Promise<InboundMessage> {
  const { phoneNumberId } = event;
  if (phoneNumberId === undefined) throw new Unprocessable('phone-number-id-missing');
  if (!deps.phoneNumberIds.includes(phoneNumberId)) throw new Unprocessable('number-not-ours');
  const fragment = parseExactly(await deps.readFragment(event));
  const contact: unknown = event.contact === undefined ? undefined : parseExactly(event.contact);
  const decoded = decodeMessage(fragment, contact, phoneNumberId);
  if (!decoded.ok) throw new Unprocessable(decoded.reason, decoded.path);
  return decoded.message;
}
