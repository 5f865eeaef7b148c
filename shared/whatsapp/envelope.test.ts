import { describe, expect, test } from 'vitest';
import { deliveries } from '../../test/deliveries/deliveries.ts';
import { malformedDeliveries } from '../../test/deliveries/malformed.ts';
import { vectors } from '../../test/deliveries/vectors.ts';
import { parseExactly, takeApart } from './envelope.ts';

/** A delivery with one change of the field `messages`. */
const aDelivery = (value: object, field = 'messages'): unknown => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '11', changes: [{ field, value: { metadata: { phone_number_id: '22' }, ...value } }] }],
});

function counted(body: Buffer): {
  messages: number;
  statuses: number;
  groups: number;
  others: number;
  malformed: number;
} {
  const kinds = (takeApart(parseExactly(body.toString())) ?? []).map(({ kind }) => kind);
  const count = (...wanted: string[]): number => kinds.filter((kind) => wanted.includes(kind)).length;
  return {
    messages: count('message'),
    statuses: count('status'),
    groups: count('group'),
    others: count('preference', 'account', 'error', 'unknown'),
    malformed: count('malformed'),
  };
}

describe('a delivery taken apart', () => {
  test.each(deliveries)('gives all of $name', ({ body, messages, statuses, groups, others }) => {
    expect(counted(body)).toEqual({ messages, statuses, groups, others, malformed: 0 });
  });

  const envelopes = malformedDeliveries.filter(({ statusCode }) => statusCode === 200);
  test.each(envelopes)('loses nothing of $name', ({ body, messages, statuses, groups, others, parked }) => {
    const parts = counted(body);
    expect(parts).toMatchObject({ statuses, groups, others });
    // Some messages look whole until they are decoded.
    expect(parts.messages + parts.malformed).toBe(messages + parked.length);
  });

  test('is none when it is no envelope of WhatsApp', () => {
    for (const body of [
      null,
      1,
      'text',
      [],
      {},
      { object: 'page', entry: [] },
      { object: 'whatsapp_business_account' },
    ])
      expect(takeApart(body)).toBeNull();
  });

  test('names of each part its account, our number, its field and where it stood', () => {
    const status = { id: 'wamid.1', status: 'read' };
    expect(takeApart(aDelivery({ statuses: [{ ...status, id: 'wamid.0' }, status] }))?.[1]).toEqual({
      kind: 'status',
      path: 'entry[0].changes[0].value.statuses[1]',
      value: status,
      wabaId: '11',
      phoneNumberId: '22',
      field: 'messages',
    });
  });

  test('reads ids that are numbers', () => {
    const value = {
      metadata: { phone_number_id: 22 },
      messages: [{ id: 33, from: 44 }],
      contacts: [{ wa_id: 44 }],
    };
    const [part] =
      takeApart({ object: 'whatsapp_business_account', entry: [{ id: 11, changes: [{ value }] }] }) ?? [];
    expect(part).toMatchObject({
      kind: 'message',
      wabaId: '11',
      phoneNumberId: '22',
      contact: { wa_id: 44 },
    });
  });

  test('joins each writer by BSUID, then by phone, never by position', () => {
    const ana = { user_id: 'MX.1', wa_id: '521', profile: { name: 'Ana' } };
    const beto = { wa_id: '522', profile: { name: 'Beto' } };
    const messages = [
      { id: 'a', from: '522' },
      { id: 'b', from: '999', from_user_id: 'MX.1' },
      { id: 'c', from: '523', from_user_id: 'MX.9' },
      // The phone has passed to Ana's account; the BSUID still tells who writes.
      { id: 'd', from: '522', from_user_id: 'MX.1' },
    ];
    const parts = takeApart(aDelivery({ contacts: [ana, beto], messages })) ?? [];
    expect(parts.map(({ contact }) => contact)).toEqual([beto, ana, undefined, ana]);
  });

  test('keeps an account field whole, with its time', () => {
    const value = { event: 'DISABLED_UPDATE' };
    const body = {
      object: 'whatsapp_business_account',
      entry: [{ id: '1', time: 9, changes: [{ field: 'account_update', value }] }],
    };
    expect(takeApart(body)).toEqual([
      {
        kind: 'account',
        path: 'entry[0].changes[0].value',
        value: { field: 'account_update', value, time: 9 },
        wabaId: '1',
        field: 'account_update',
      },
    ]);
  });

  test('keeps what it does not know beside a list on its own', () => {
    const parts =
      takeApart(aDelivery({ groups: [{ type: 'group_suspend' }], initiated_by: 'business' })) ?? [];
    expect(parts.map(({ kind, value }) => [kind, value])).toEqual([
      ['group', { type: 'group_suspend' }],
      ['unknown', { field: 'messages', value: { initiated_by: 'business' } }],
    ]);
  });

  test('keeps a value that is called like a part of every object', () => {
    const value: unknown = JSON.parse('{"messages":[{"id":"a"}],"__proto__":{"kept":1}}');
    const parts = takeApart({ object: 'whatsapp_business_account', entry: [{ changes: [{ value }] }] }) ?? [];
    expect(JSON.stringify(parts[1]?.value)).toBe('{"value":{"__proto__":{"kept":1}}}');
  });

  test('takes a value with nothing in it for an event, so that a field yet unknown is seen', () => {
    expect(takeApart(aDelivery({}, 'new_field'))).toMatchObject([{ kind: 'unknown', field: 'new_field' }]);
    expect(takeApart(aDelivery({ messages: [] }))).toMatchObject([{ kind: 'unknown' }]);
  });

  test('gives the same for escaped bytes as for plain ones', () => {
    const [wire] = vectors;
    const text = wire?.body.toString() ?? '';
    expect(text).toContain('\\u00');
    expect(takeApart(parseExactly(text))).toEqual(takeApart(JSON.parse(JSON.stringify(JSON.parse(text)))));
  });
});

describe('JSON of a delivery', () => {
  test('keeps every digit of whole numbers', () => {
    expect(parseExactly('{"a": 90071992547409931234, "b": [-1689556900000000000101], "c": 12}')).toEqual({
      a: '90071992547409931234',
      b: ['-1689556900000000000101'],
      c: 12,
    });
  });

  test('leaves alone numbers that a number holds, fractions, and digits in texts', () => {
    const text = '{"a":1689556900000101,"b":29.100000000000000001,"c":"[90071992547409931234","d":1e30}';
    expect(parseExactly(text)).toEqual({ a: 1689556900000101, b: 29.1, c: '[90071992547409931234', d: 1e30 });
  });

  test('is read however deep it is nested, beside long numbers too', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(() => parseExactly(`{"id":90071992547409931234,"deep":${deep}}`)).not.toThrow();
  });

  test('that is none is a syntax error', () => {
    for (const text of ['', '{', '{"a":90071992547409931234', 'undefined'])
      expect(() => parseExactly(text)).toThrow(SyntaxError);
  });
});
