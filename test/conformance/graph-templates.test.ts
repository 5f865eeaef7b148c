import { expect, test } from 'vitest';
import { aTemplate, aValue, codeOf, neighbour, opened } from './simulated-whatsapp.ts';

/**
 * Graph API: templates.
 * One test per rule that the simulated WhatsApp enforces, each with the page of Meta's that has it, below
 * https://developers.facebook.com/documentation/business-messaging/whatsapp
 */

test.each([
  ['an unknown name', { folio: 'SON-1', estado: 'recibido' }, { name: 'otra' }, 132001],
  ['another language', { folio: 'SON-1', estado: 'recibido' }, { language: { code: 'es' } }, 132001],
  ['a parameter too few', { folio: 'SON-1' }, {}, 132000],
  ['a parameter of another name', { folio: 'SON-1', otro: 'x' }, {}, 132012],
  ['a line break in a parameter', { folio: 'SON-1', estado: 'a\nb' }, {}, 132018],
  ['a tab in a parameter', { folio: 'SON-1', estado: 'a\tb' }, {}, 132018],
  ['5 spaces in a row', { folio: 'SON-1', estado: 'a     b' }, {}, 132018],
  ['an empty parameter', { folio: 'SON-1', estado: '' }, {}, 131009],
  ['a filled text over 1,024', { folio: 'SON-1', estado: 'x'.repeat(1020) }, {}, 132005],
])(
  'a template with %s is refused [templates/components, support/error-codes]',
  async (_what, values, over, code) => {
    const { send } = await opened();
    expect(codeOf(await send(aTemplate(values, over)))).toBe(code);
  },
);

test('a payload given to a quick reply comes back when it is tapped [templates/components]', async () => {
  const { send, world, delivered } = await opened();
  const body = { type: 'body', parameters: [aValue('folio', 'SON-1'), aValue('estado', 'recibido')] };
  const payload = {
    type: 'button',
    sub_type: 'quick_reply',
    index: '0',
    parameters: [{ type: 'payload', payload: 'ack:1' }],
  };
  await send(aTemplate({}, { components: [body, payload] }));
  await world.say({ from: neighbour, button: 'Enterado' });
  expect(delivered.at(-1)?.value.messages).toMatchObject([
    { button: { payload: 'ack:1', text: 'Enterado' } },
  ]);
});
