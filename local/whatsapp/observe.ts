import * as z from 'zod';
import type { Fact, Line, Shown } from './facts.ts';
import { bsuidOf, newPerson, personKey } from './people.ts';
import { joining } from './say.ts';
import type { State } from './state.ts';

/**
 * Learns from a delivery that somebody else made and signed: whoever it speaks of exists, and what they wrote opened
 * its window. Without it a script that posts its own deliveries would find its people unknown when they are answered.
 */
const observed = z.looseObject({
  entry: z.array(
    z.looseObject({
      changes: z.array(
        z.looseObject({
          value: z.looseObject({
            metadata: z.looseObject({ phone_number_id: z.string() }),
            contacts: z.array(z.looseObject({})).optional(),
            messages: z.array(z.looseObject({ id: z.string(), type: z.string() })).optional(),
          }),
        }),
      ),
    }),
  ),
});

const contact = z.looseObject({
  profile: z.looseObject({ name: z.string().optional() }).optional(),
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
});

const message = z.looseObject({
  id: z.string(),
  timestamp: z.coerce.number(),
  type: z.string(),
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  group_id: z.string().optional(),
  text: z.looseObject({ body: z.string() }).optional(),
  context: z.looseObject({ id: z.string().optional() }).optional(),
});

/** Facts that a delivery's body makes known; none where it cannot be read. */
export function factsOf(state: State, body: string): Fact[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return [];
  }
  const envelope = observed.safeParse(parsed);
  if (!envelope.success) return [];
  return envelope.data.entry.flatMap(({ changes }) =>
    changes.flatMap(({ value }) => {
      const contacts = (value.contacts ?? []).flatMap((entry) => readable(contact, entry));
      const messages = (value.messages ?? []).flatMap((entry) => readable(message, entry));
      return messages.flatMap((entry) => lineFacts(state, value.metadata.phone_number_id, entry, contacts));
    }),
  );
}

function readable<Schema extends z.ZodType>(schema: Schema, entry: unknown): z.output<Schema>[] {
  const parsed = schema.safeParse(entry);
  return parsed.success ? [parsed.data] : [];
}

function lineFacts(
  state: State,
  phoneNumberId: string,
  entry: z.infer<typeof message>,
  contacts: z.infer<typeof contact>[],
): Fact[] {
  if (state.lines.has(entry.id) || entry.type === 'system') return [];
  const known = contacts.find(
    ({ user_id, wa_id }) =>
      (user_id !== undefined && user_id === entry.from_user_id) ||
      (wa_id !== undefined && wa_id === entry.from),
  );
  // Somebody without a phone number is kept under the user id, which is all that can be written to.
  const address = entry.from ?? known?.wa_id ?? entry.from_user_id ?? known?.user_id;
  if (address === undefined) return [];
  const person = state.people.get(personKey(address)) ?? {
    ...newPerson(address),
    phone: address,
    bsuid: entry.from_user_id ?? known?.user_id ?? bsuidOf(address),
    name: known?.profile?.name ?? null,
  };
  const line: Line = {
    id: entry.id,
    phoneNumberId,
    chat: entry.group_id ?? person.phone,
    isGroup: entry.group_id !== undefined,
    author: person.phone,
    at: entry.timestamp * 1000,
    shown: shownIn(entry),
    quoted: entry.context?.id ?? null,
    callbackData: null,
    category: null,
  };
  return [{ fact: 'person', person }, ...joining(state, line, person), { fact: 'line', line }];
}

const shownIn = ({ text, type }: z.infer<typeof message>): Shown =>
  text ? { kind: 'text', text: text.body } : { kind: 'other', type };
