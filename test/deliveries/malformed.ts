import { join } from 'node:path';
import { type Delivery, jsonIn } from './deliveries.ts';

/** A delivery that is broken or odd somewhere, signed like any other, and what is to become of it. */
export type MalformedDelivery = Delivery & {
  statusCode: 200 | 400;
  /** Reasons under which its broken parts are parked, sorted; counts of `Delivery` are what goes on beside them. */
  parked: string[];
};

type Fate = { statusCode: 200 | 400; parked: string[] } & Partial<Omit<Delivery, 'name' | 'body'>>;

const refused: Fate = { statusCode: 400, parked: [] };
const accepted = (goesOn: Partial<Omit<Delivery, 'name' | 'body'>>, ...parked: string[]): Fate => ({
  statusCode: 200,
  parked,
  ...goesOn,
});

const shape = 'message-of-another-shape';

/** What is to become of each file of `malformed/`. */
const fates: { [name: string]: Fate } = {
  'another-object': refused,
  'list-at-the-top': refused,
  'entry-is-an-object': refused,
  'no-entries': accepted({}),
  'entry-without-changes': accepted({ messages: 1 }, 'entry-without-changes', 'entry-without-changes'),
  'change-without-value': accepted({ messages: 1 }, 'change-without-value', 'change-without-value'),
  'messages-is-no-list': accepted({ statuses: 1 }, 'list-expected'),
  'message-without-id': accepted({ messages: 1 }, 'id-missing'),
  'null-in-a-list': accepted({ messages: 1 }, ...Array.from({ length: 4 }, () => 'object-expected')),
  'status-without-status': accepted({ statuses: 1 }, 'status-missing'),
  'timestamp-in-words': accepted({ messages: 1 }, shape),
  'message-without-type': accepted({}, shape),
  'message-from-nobody': accepted({}, 'message-from-nobody'),
  'number-of-nobody': accepted({}, 'number-not-ours'),
  'no-metadata': accepted({}, 'phone-number-id-missing'),
  'unknown-field': accepted({ others: 1 }),
  'unknown-type': accepted({ messages: 2 }),
  'unknown-list-beside': accepted({ messages: 1, others: 1 }),
  'content-of-another-shape': accepted({ messages: 3 }),
  'lone-surrogate-and-nul': accepted({ messages: 1 }),
  'id-beyond-2-53': accepted({ messages: 2 }),
  'name-proto': accepted({ messages: 1, others: 1 }),
};

/** Whole bodies that a text file cannot hold, or should not for their size. */
const made: { [name: string]: { body: Buffer } & Fate } = {
  'empty-body': { body: Buffer.alloc(0), ...refused },
  'cut-off': { body: Buffer.from(withText('cut-off', 'Se fue la').slice(0, -30)), ...refused },
  'no-json': { body: Buffer.from('object=whatsapp_business_account'), ...refused },
  'text-of-150-kb': {
    body: Buffer.from(withText('large', 'Sigue el ruido del taller. '.repeat(5_600))),
    ...accepted({ messages: 1 }),
  },
  // An accented letter as one byte, which is no UTF-8: it is read as U+FFFD and the rest of the text stands.
  'invalid-utf-8': {
    body: Buffer.from(withText('latin', 'Se cay\u00f3 la barda del panteon'), 'latin1'),
    ...accepted({ messages: 1 }),
  },
  'nested-100000-deep': {
    body: Buffer.from(
      withText('deep', 'Buenas noches').replace(
        '"text":',
        `"x":${'['.repeat(100_000)}${']'.repeat(100_000)},"text":`,
      ),
    ),
    ...accepted({}, 'nested-too-deep'),
  },
};

function withText(id: string, body: string): string {
  const message = {
    from: '526420000311',
    id: `wamid.odd-${id}`,
    timestamp: '1795193200',
    type: 'text',
    text: { body },
  };
  const value = { metadata: { phone_number_id: '109876543210987' }, messages: [message] };
  const entry = [{ id: '118800220033001', changes: [{ field: 'messages', value }] }];
  return JSON.stringify({ object: 'whatsapp_business_account', entry });
}

const none = { messages: 0, statuses: 0, groups: 0, others: 0 };

export const malformedDeliveries: MalformedDelivery[] = [
  ...jsonIn(join(import.meta.dirname, 'malformed')).map(({ name, body }) => {
    const fate = fates[name];
    if (!fate) throw new Error(`malformed.ts does not say what is to become of ${name}`);
    return { ...none, name, body, ...fate };
  }),
  ...Object.entries(made).map(([name, fate]) => ({ ...none, name, ...fate })),
];
