import { describe, expect, test } from 'vitest';
import { deliveries } from '../../test/deliveries/deliveries.ts';
import { malformedDeliveries } from '../../test/deliveries/malformed.ts';
import type { Content, InboundMessage } from '../domain/message.ts';
import { parseExactly, takeApart } from './envelope.ts';
import { decodeMessage } from './message.ts';

const aFragment = { id: 'wamid.1', from: '526420000311', from_user_id: 'MX.1', timestamp: '1795188600' };

function decoded(fragment: object, contact?: unknown): InboundMessage {
  const result = decodeMessage({ ...aFragment, ...fragment }, contact, '22');
  if (!result.ok) throw new Error(`Refused at ${result.path}: ${result.reason}`);
  return result.message;
}

const contentOf = (type: string, body: unknown): Content => decoded({ type, [type]: body }).content;
const isOpaque = { kind: 'opaque', detail: null };

/** Messages of an example delivery, decoded. */
function messagesOf(name: string): InboundMessage[] {
  const body = [...deliveries, ...malformedDeliveries].find((each) => each.name === name)?.body;
  const parts = takeApart(parseExactly(String(body))) ?? [];
  return parts
    .filter(({ kind }) => kind === 'message')
    .flatMap(({ value, contact, phoneNumberId }) => {
      const result = decodeMessage(value, contact, phoneNumberId ?? '');
      return result.ok ? [result.message] : [];
    });
}

describe('the content of a message', () => {
  const expected: { [name: string]: object } = {
    text: { kind: 'text', type: 'text', text: expect.stringContaining('tres noches') },
    image: { kind: 'media', type: 'image', text: expect.stringContaining('poste'), voice: false },
    'image-in-group': { kind: 'media', type: 'image', text: '', media: { mimeType: 'image/jpeg' } },
    video: { kind: 'media', type: 'video', text: expect.stringContaining('Arrancones') },
    'voice-note': { kind: 'media', type: 'audio', text: '', voice: true },
    'audio-file': { kind: 'media', type: 'audio', text: '', voice: false },
    document: { kind: 'media', type: 'document', text: expect.stringContaining('oficio') },
    'sticker-in-group': { ...isOpaque, type: 'sticker' },
    location: {
      kind: 'location',
      latitude: 30.716512,
      longitude: -112.149873,
      name: 'Gasolinera El Desierto',
    },
    'location-bare': { kind: 'location', latitude: 30.9836, longitude: -110.3021, name: null, address: null },
    contacts: { ...isOpaque, type: 'contacts' },
    'contacts-requested': { ...isOpaque, type: 'contacts' },
    'interactive-button': {
      kind: 'reply',
      type: 'interactive',
      payload: 'SEGUIMIENTO_SI',
      text: 'Sí, ya lo arreglaron',
    },
    'interactive-list': { kind: 'reply', type: 'interactive', payload: 'GIRO_COMERCIO', text: 'Comercio' },
    'interactive-flow': { ...isOpaque, type: 'interactive' },
    'template-button': { kind: 'reply', type: 'button', payload: 'BAJA_RESUMEN' },
    reaction: { kind: 'reaction', emoji: '🙏', targetWamid: expect.stringMatching(/^wamid\./u) },
    'reaction-withdrawn': { kind: 'reaction', emoji: null },
    order: { ...isOpaque, type: 'order' },
    'system-new-number': {
      kind: 'identity-change',
      next: { bsuid: 'MX.2044000000000000345', phone: '526450000345' },
      previousBsuid: 'MX.2044000000000000344',
    },
    'system-new-user-id': {
      kind: 'identity-change',
      next: { bsuid: 'MX.2044000000000000367', phone: null },
      previousBsuid: 'MX.2044000000000000366',
    },
    'unsupported-poll': { kind: 'opaque', type: 'unsupported', detail: 'poll_creation' },
    'unsupported-edit': { kind: 'opaque', type: 'unsupported', detail: 'edit' },
    'unsupported-in-group': { ...isOpaque, type: 'unsupported' },
    edit: { ...isOpaque, type: 'edit' },
    revoke: { ...isOpaque, type: 'revoke' },
    'request-welcome': { ...isOpaque, type: 'request_welcome' },
  };

  test.each(Object.entries(expected))('of message-%s is read', (name, content) => {
    expect(messagesOf(`message-${name}`).map((message) => message.content)).toMatchObject([content]);
  });

  test.each(deliveries.filter(({ messages }) => messages > 0))(
    'is read of all of $name',
    ({ name, messages }) => {
      expect(messagesOf(name)).toHaveLength(messages);
    },
  );

  test.each([
    ['text', 'no object'],
    ['text', { body: 7 }],
    ['image', { caption: 'no id' }],
    ['location', { latitude: 91, longitude: 0 }],
    ['location', { latitude: 'north', longitude: 0 }],
    ['reaction', {}],
    ['interactive', { type: 'button_reply' }],
    ['hologram', { id: '1' }],
    ['constructor', {}],
    ['toString', undefined],
  ])('is kept unread where a %s is not as documented: %j', (type, body) => {
    expect(contentOf(type, body)).toEqual({ ...isOpaque, type });
  });

  test('is kept unread where the type is called like the prototype', () => {
    expect(decoded({ type: '__proto__' }).content).toEqual({ ...isOpaque, type: '__proto__' });
  });

  test('takes coordinates written as text', () => {
    expect(contentOf('location', { latitude: '29.1', longitude: '-110.9' })).toMatchObject({
      latitude: 29.1,
    });
  });

  test('holds no half of a character, which no store takes', () => {
    expect(contentOf('text', { body: 'a\uD83D b' })).toEqual({
      kind: 'text',
      type: 'text',
      text: 'a\uFFFD b',
    });
    expect(contentOf('image', { id: '1', caption: '\uDE00!' })).toMatchObject({ text: '\uFFFD!' });
    expect(contentOf('button', { text: '\uDE00', payload: '\uD83D' })).toMatchObject({
      text: '\uFFFD',
      payload: '\uFFFD',
    });
    expect(decoded({ type: 'text' }, { profile: { name: 'Ana \uD83D' } }).senderName).toBe('Ana \uFFFD');
  });
});

describe('a message', () => {
  test('has its time in seconds, as text or number', () => {
    const sentAt = new Date('2026-11-20T15:30:00Z');
    expect(decoded({ type: 'text' }).sentAt).toEqual(sentAt);
    expect(decoded({ type: 'text', timestamp: 1795188600 }).sentAt).toEqual(sentAt);
  });

  test('knows its sender by what the message says, else by the contact', () => {
    const contact = { wa_id: '526420000312', user_id: 'MX.2', profile: { name: '  Chayo ' } };
    expect(decoded({ type: 'text' }, contact)).toMatchObject({
      sender: { bsuid: 'MX.1', phone: '526420000311' },
      senderName: 'Chayo',
    });
    expect(decoded({ type: 'text', from: undefined, from_user_id: undefined }, contact)).toMatchObject({
      sender: { bsuid: 'MX.2', phone: '526420000312' },
    });
    expect(decoded({ type: 'text' }, 'no contact').senderName).toBeNull();
    expect(decoded({ type: 'text' }, { profile: { name: ' ' } }).senderName).toBeNull();
  });

  test('of a person without phone is theirs by BSUID', () => {
    expect(messagesOf('message-text-without-phone')[0]?.sender).toEqual({
      bsuid: 'MX.2044000000000000366',
      phone: null,
    });
  });

  test('in a group names the group, and what it quotes', () => {
    expect(messagesOf('message-text-in-group-quoting')).toMatchObject([
      { whatsappGroupId: expect.stringMatching(/^Y2Fwa/u), quotedWamid: expect.stringMatching(/^wamid\./u) },
    ]);
  });

  test('tells hearsay from what was merely passed on', () => {
    expect(messagesOf('message-text-forwarded')).toMatchObject([
      { forwarded: true, frequentlyForwarded: false },
    ]);
    expect(messagesOf('message-text-forwarded-often')).toMatchObject([
      { forwarded: true, frequentlyForwarded: true },
    ]);
    expect(decoded({ type: 'text', context: { frequently_forwarded: true } }).forwarded).toBe(true);
    expect(decoded({ type: 'text', context: 'odd' })).toMatchObject({ forwarded: false, quotedWamid: null });
  });

  test('has an id that is a number, digit by digit', () => {
    expect(messagesOf('id-beyond-2-53').map(({ wamid }) => wamid)).toEqual([
      '90071992547409931',
      '90071992547409932',
    ]);
  });

  test.each([
    ['no object', 'text', ''],
    ['no id', { ...aFragment, id: undefined, type: 'text' }, 'id'],
    ['an empty id', { ...aFragment, id: '', type: 'text' }, 'id'],
    ['no type', aFragment, 'type'],
    ['a time in words', { ...aFragment, type: 'text', timestamp: 'ayer' }, 'timestamp'],
    ['a time in milliseconds', { ...aFragment, type: 'text', timestamp: 1795188600000 }, 'timestamp'],
    ['no time', { ...aFragment, type: 'text', timestamp: null }, 'timestamp'],
  ])('with %s is refused, by its path alone', (_, fragment, path) => {
    expect(decodeMessage(fragment, undefined, '22')).toEqual({
      ok: false,
      path,
      reason: 'message-of-another-shape',
    });
  });

  test('from nobody is refused, save where it tells who somebody was', () => {
    const nobody = { ...aFragment, from: undefined, from_user_id: undefined };
    const from = { ok: false, path: 'from', reason: 'message-from-nobody' };
    expect(decodeMessage({ ...nobody, type: 'text' }, undefined, '22')).toEqual(from);
    expect(
      decodeMessage({ ...nobody, type: 'system', system: { user_id: 'MX.3' } }, undefined, '22'),
    ).toEqual(from);
    const system = { user_id: 'MX.3', previous_user_id: 'MX.1' };
    expect(decodeMessage({ ...nobody, type: 'system', system }, undefined, '22').ok).toBe(true);
  });
});
