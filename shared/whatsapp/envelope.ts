import { type Fields, fieldsOf } from './fields.ts';

/**
 * Takes a delivery of Meta apart: every `entry[]`, `changes[]` and list inside, whatever the field is called. What is
 * not known is kept whole; what is broken is named with its path and does not stop the rest.
 * Source: Meta, "Webhooks: messages reference" and "Groups webhooks".
 */
export type Part = {
  kind: 'message' | 'status' | 'group' | 'preference' | 'account' | 'error' | 'unknown' | 'malformed';
  path: string;
  /** The fragment as parsed. */
  value: unknown;
  wabaId?: string;
  phoneNumberId?: string;
  field?: string;
  /** For a message: the `contacts[]` entry of whoever wrote. */
  contact?: unknown;
  /** For a malformed part: why. */
  reason?: string;
};

/** Lists of `changes[].value` and what their entries are. */
const lists = {
  messages: 'message',
  statuses: 'status',
  groups: 'group',
  user_preferences: 'preference',
  errors: 'error',
} as const;

/** Properties that say nothing by themselves. `conversation_context` routes between partners of one number. */
const frame = new Set(['messaging_product', 'metadata', 'contacts', 'conversation_context']);

/**
 * @param body a parsed delivery.
 * @returns its parts in the order they stand, or null when it is no envelope of WhatsApp at all.
 */
export function takeApart(body: unknown): Part[] | null {
  const envelope = fieldsOf(body);
  if (envelope?.['object'] !== 'whatsapp_business_account' || !Array.isArray(envelope['entry'])) return null;
  return envelope['entry'].flatMap((entry, index) => entryParts(entry, `entry[${index}]`));
}

function entryParts(entry: unknown, path: string): Part[] {
  const fields = fieldsOf(entry);
  const changes = fields?.['changes'];
  if (!fields || !Array.isArray(changes)) return [malformed(entry, path, 'entry-without-changes', {})];
  const wabaId = idOf(fields['id']);
  const known = wabaId === undefined ? {} : { wabaId };
  return changes.flatMap((change, index) =>
    changeParts(change, `${path}.changes[${index}]`, known, fields['time']),
  );
}

function changeParts(change: unknown, path: string, entry: { wabaId?: string }, time: unknown): Part[] {
  const fields = fieldsOf(change);
  const value = fieldsOf(fields?.['value']);
  if (!fields || !value) return [malformed(change, path, 'change-without-value', entry)];
  const field = typeof fields['field'] === 'string' ? fields['field'] : undefined;
  const phoneNumberId = idOf(fieldsOf(value['metadata'])?.['phone_number_id']);
  const known = { ...entry, ...(field && { field }), ...(phoneNumberId && { phoneNumberId }) };

  const parts: Part[] = [];
  const others: [string, unknown][] = [];
  for (const [name, content] of Object.entries(value)) {
    if (isList(name))
      parts.push(...listParts(name, content, `${path}.value.${name}`, known, value['contacts']));
    else if (!frame.has(name)) others.push([name, content]);
  }
  if (others.length === 0 && parts.length > 0) return parts;
  // An account's field has no lists: the whole of it is the event. A list-bearing value with something new beside it
  // has that kept on its own.
  const whole = parts.length === 0;
  // `fromEntries` keeps a property called `__proto__`, which an assignment would not.
  const rest: Fields = Object.fromEntries(others);
  const kind = whole && phoneNumberId === undefined ? 'account' : 'unknown';
  parts.push({
    kind,
    path: `${path}.value`,
    value: { field, value: whole ? value : rest, ...(time !== undefined && { time }) },
    ...known,
  });
  return parts;
}

function isList(name: string): name is keyof typeof lists {
  return Object.hasOwn(lists, name);
}

function listParts(
  name: keyof typeof lists,
  content: unknown,
  path: string,
  known: { wabaId?: string; field?: string; phoneNumberId?: string },
  contacts: unknown,
): Part[] {
  if (!Array.isArray(content)) return [malformed(content, path, 'list-expected', known)];
  const kind = lists[name];
  const find = kind === 'message' ? contactFinder(contacts) : undefined;
  return content.map((value, index) => {
    const at = `${path}[${index}]`;
    const fields = fieldsOf(value);
    const reason = fields ? fault(kind, fields) : 'object-expected';
    if (!fields || reason) return malformed(value, at, reason ?? 'object-expected', known);
    const contact = find?.(fields);
    return { kind, path: at, value, ...known, ...(contact !== undefined && { contact }) };
  });
}

/** Demands only what makes an event identifiable and answerable; all else may be missing. */
function fault(kind: Part['kind'], fields: Fields): string | undefined {
  if (kind !== 'message' && kind !== 'status') return undefined;
  if (idOf(fields['id']) === undefined) return 'id-missing';
  if (kind === 'status') return typeof fields['status'] === 'string' ? undefined : 'status-missing';
  return undefined;
}

/** `contacts[]` is not aligned with `messages[]`: it is joined by BSUID, then by phone. */
function contactFinder(contacts: unknown): (message: Fields) => unknown {
  const byId = new Map<string, unknown>();
  for (const contact of Array.isArray(contacts) ? contacts : []) {
    const fields = fieldsOf(contact);
    for (const name of ['wa_id', 'user_id']) {
      const id = idOf(fields?.[name]);
      if (id !== undefined) byId.set(id, contact);
    }
  }
  return (message) => byId.get(idOf(message['from_user_id']) ?? '') ?? byId.get(idOf(message['from']) ?? '');
}

function malformed(value: unknown, path: string, reason: string, known: Partial<Part>): Part {
  return { ...known, kind: 'malformed', path, value, reason };
}

/** Meta writes ids as strings, now and then as numbers. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Parses JSON without losing digits: whole numbers beyond 2^53 (ids of templates, say) become strings. Nested too deep
 * for that (thousands of levels, which is nothing of Meta's), it is read with the numbers rounded.
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  if (!/[:[,]\s*-?\d{16,}/u.test(text)) return JSON.parse(text);
  try {
    return parseWithDigits(text);
  } catch (error) {
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

function parseWithDigits(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/u.test(context?.source ?? '')
      ? context?.source
      : value,
  );
}
