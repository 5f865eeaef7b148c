import { randomBytes } from 'node:crypto';

/** Deliveries that the simulated phones do not make, as Meta's documentation shows them, about people of the caller's. */
const account = '118800220033001';

export const ourNumber = '109876543210987';

const envelope = (value: object): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: account, changes: [{ field: 'messages', value }] }],
  });

const about = (phoneNumberId: string): object => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: '526620000900', phone_number_id: phoneNumberId },
});

const seconds = (now: number): string => String(Math.floor(now / 1000));

export const newWamid = (): string => `wamid.${randomBytes(24).toString('base64')}`;

type Common = { wamid: string; now: number };

/** A person's number stays and the BSUID becomes another. */
export function systemChange({
  wamid,
  now,
  former,
  next,
}: Common & { former: string; next: string }): string {
  const system = {
    body: 'User changed',
    user_id: next,
    previous_user_id: former,
    type: 'user_changed_user_id',
  };
  return envelope({
    ...about(ourNumber),
    messages: [{ id: wamid, timestamp: seconds(now), type: 'system', system }],
  });
}

export function reaction({ wamid, now, from, to }: Common & { from: string; to: string }): string {
  return envelope({
    ...about(ourNumber),
    messages: [
      {
        id: wamid,
        timestamp: seconds(now),
        from,
        type: 'reaction',
        reaction: { message_id: to, emoji: '🙏' },
      },
    ],
  });
}

type Said = Common & { from: string; words: string };

/** An entry of `messages[]`. */
export const messageOf = ({ wamid, now, from, words }: Said): object => ({
  id: wamid,
  timestamp: seconds(now),
  from,
  type: 'text',
  text: { body: words },
});

export const text = (said: Said): string => envelope({ ...about(ourNumber), messages: [messageOf(said)] });

/** A text for a number that is not ours: it is parked. */
export function textToOthers({ wamid, now, from }: Common & { from: string }): string {
  return envelope({
    ...about('999999999999999'),
    messages: [{ id: wamid, timestamp: seconds(now), from, type: 'text', text: { body: 'Buenas tardes' } }],
  });
}

/** A status of a message that nobody here has sent, in a fragment of about `bytes`. */
export function status({ wamid, now, state, bytes = 0 }: Common & { state: string; bytes?: number }): string {
  return envelope({
    ...about(ourNumber),
    statuses: [
      {
        id: wamid,
        status: state,
        timestamp: seconds(now),
        recipient_id: '526629999998',
        ...(bytes > 0 && { unheard_of: 'x'.repeat(bytes) }),
      },
    ],
  });
}
