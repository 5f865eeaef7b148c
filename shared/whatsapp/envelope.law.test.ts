import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Part, parseExactly, takeApart } from './envelope.ts';

const listNames = ['messages', 'statuses', 'groups', 'user_preferences', 'errors'] as const;
const odd = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(null, 0, '', [], {}));
const id = fc.oneof(fc.string(), fc.nat(), fc.constant(null));
const listed = fc.oneof(
  fc.record(
    {
      id,
      from: id,
      from_user_id: id,
      status: fc.constantFrom('sent', 'read', 7),
      type: fc.string(),
      extra: odd,
    },
    { requiredKeys: [] },
  ),
  odd,
);
const list = fc.oneof(
  { weight: 4, arbitrary: fc.array(listed, { maxLength: 4 }) },
  { weight: 1, arbitrary: odd },
);
const value = fc
  .tuple(
    fc.record(
      {
        metadata: fc.oneof(fc.record({ phone_number_id: id }), odd),
        contacts: fc.array(fc.oneof(fc.record({ wa_id: id, user_id: id }), odd), { maxLength: 3 }),
        ...Object.fromEntries(listNames.map((name) => [name, list])),
      },
      { requiredKeys: [] },
    ),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'broadcasts')), odd, {
      maxKeys: 2,
    }),
  )
  .map(([known, unknown]) => Object.fromEntries([...Object.entries(unknown), ...Object.entries(known)]));
const change = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ field: fc.oneof(fc.string(), odd), value }, { requiredKeys: ['value'] }),
  },
  { weight: 1, arbitrary: odd },
);
const entry = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      { id, time: odd, changes: fc.array(change, { maxLength: 3 }) },
      { requiredKeys: ['changes'] },
    ),
  },
  { weight: 1, arbitrary: odd },
);
const delivery = fc
  .array(entry, { maxLength: 3 })
  .map((entries) => ({ object: 'whatsapp_business_account', entry: entries }));

/** The value that a path like `entry[0].changes[1].value` leads to. */
function at(path: string, body: unknown): unknown {
  return path
    .split(/[.[\]]+/u)
    .filter((step) => step !== '')
    .reduce<unknown>((within, step) => Reflect.get(Object(within), step), body);
}

const isObject = (thing: unknown): thing is object =>
  typeof thing === 'object' && thing !== null && !Array.isArray(thing);

/** Paths of all that must come out of a change, told without the code under test. */
function leaves(thing: unknown, path: string): string[] {
  if (!isObject(thing) || !('value' in thing) || !isObject(thing.value)) return [path];
  const entries = Object.entries(thing.value);
  return entries.flatMap(([name, content]) => {
    if (!listNames.some((known) => known === name)) return [];
    const here = `${path}.value.${name}`;
    return Array.isArray(content) ? content.map((_, index) => `${here}[${index}]`) : [here];
  });
}

const frame = ['messaging_product', 'metadata', 'contacts', 'conversation_context'];

describe('taking a delivery apart', () => {
  test('never throws, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(() => takeApart(body)).not.toThrow();
      }),
    );
  });

  test('brings every entry of every list out once, unchanged, with its path', () => {
    fc.assert(
      fc.property(delivery, (body) => {
        const expected = body.entry.flatMap((each, index) => {
          const path = `entry[${index}]`;
          return isObject(each) && 'changes' in each && Array.isArray(each.changes)
            ? each.changes.flatMap((one: unknown, place) => leaves(one, `${path}.changes[${place}]`))
            : [path];
        });
        const parts = takeApart(body) ?? [];
        const own = parts.filter(({ path }) => !path.endsWith('.value'));
        expect(own.map(({ path }) => path)).toEqual(expected);
        for (const part of own) expect(part.value).toBe(at(part.path, body));
      }),
      { numRuns: 500 },
    );
  });

  test('keeps whatever else stands in a value', () => {
    fc.assert(
      fc.property(value, (content) => {
        const body = {
          object: 'whatsapp_business_account',
          entry: [{ changes: [{ field: 'f', value: content }] }],
        };
        const parts = takeApart(body) ?? [];
        const others = Object.keys(content).filter(
          (name) => !frame.includes(name) && !listNames.some((known) => known === name),
        );
        const kept = parts.filter(({ path }) => path.endsWith('.value')).flatMap(namesIn);
        expect(kept).toEqual(expect.arrayContaining(others));
        expect(parts).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

function namesIn(part: Part): string[] {
  const whole = isObject(part.value) && 'value' in part.value ? part.value.value : undefined;
  return isObject(whole) ? Object.keys(whole) : [];
}

describe('exact parsing', () => {
  test('keeps the digits of any whole number, and all else as JSON has it', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.jsonValue(), (number, rest) => {
        const text = `{"number": ${number}, "rest": ${JSON.stringify(rest)}}`;
        const isSafe = number >= Number.MIN_SAFE_INTEGER && number <= Number.MAX_SAFE_INTEGER;
        const plain: unknown = JSON.parse(JSON.stringify(rest));
        fc.pre(!hasUnsafe(plain));
        expect(parseExactly(text)).toEqual({ number: isSafe ? Number(number) : String(number), rest: plain });
      }),
    );
  });
});

/** Floats without a fraction print as whole numbers: those too become texts. */
function hasUnsafe(thing: unknown): boolean {
  if (typeof thing === 'number') return Number.isInteger(thing) && !Number.isSafeInteger(thing);
  return typeof thing === 'object' && thing !== null && Object.values(thing).some(hasUnsafe);
}
