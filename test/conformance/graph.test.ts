import { expect, test } from 'vitest';
import {
  aButton,
  aCard,
  aTemplate,
  aText,
  codeOf,
  neighbour,
  opened,
  simulate,
} from './simulated-whatsapp.ts';

/**
 * Graph API: sending to a person.
 * One test per rule that the simulated WhatsApp enforces, each with the page of Meta's that has it, below
 * https://developers.facebook.com/documentation/business-messaging/whatsapp
 */

test('a wrong token is refused with 190 and HTTP 401 [support/error-codes]', async () => {
  const { send, world } = await opened();
  const sent = await send(aText(), { token: 'otro' });
  expect([sent.status, codeOf(sent)]).toEqual([401, 190]);
  expect(world.sent()).toEqual([]);
});

test('a phone number id that is not ours is refused with 100 [support/error-codes]', async () => {
  const { send } = await opened();
  const sent = await send(aText(), { path: '/v26.0/999999999999999/messages' });
  expect([sent.status, codeOf(sent)]).toEqual([400, 100]);
});

test('an accepted message is answered with who gets it and an id that holds the phone in base64 [messages/send-messages]', async () => {
  const { send } = await opened();
  const { status, answer } = await send(aText());
  expect(status).toBe(200);
  expect(answer.contacts).toEqual([
    { input: `+${neighbour}`, wa_id: neighbour, user_id: expect.stringMatching(/^MX\.\d+$/) },
  ]);
  const id = answer.messages?.[0]?.id ?? '';
  expect(id).toMatch(/^wamid\./);
  expect(Buffer.from(id.slice(6), 'base64').toString('latin1')).toContain(neighbour);
});

test.each([
  ['messaging_product missing', { messaging_product: undefined }, 100],
  ['a type that does not exist', { type: 'telegrama' }, 100],
  ['an unknown property', { recipients: [] }, 100],
  ['no recipient', { to: undefined }, 131008],
  ['no text in a text', { text: undefined }, 131008],
  ['an empty body', { text: { body: '' } }, 131009],
  ['4,097 characters', { text: { body: 'a'.repeat(4097) } }, 100],
  ['513 characters of callback data', { biz_opaque_callback_data: 'x'.repeat(513) }, 131009],
])('%s is refused [messages/text-messages, support/error-codes]', async (_what, over, code) => {
  const { send } = await opened();
  expect(codeOf(await send(aText('Recibido', over)))).toBe(code);
});

test('a text of 4,096 characters is accepted [messages/text-messages]', async () => {
  const { send } = await opened();
  expect((await send(aText('a'.repeat(4096)))).status).toBe(200);
});

test('free text outside the 24-hour window is refused with 131047, a template is not [messages/send-messages]', async () => {
  const { send, pass } = await opened();
  await pass(24 * 3600);
  expect(codeOf(await send(aText()))).toBe(131047);
  expect((await send(aTemplate({ folio: 'SON-1', estado: 'recibido' }))).status).toBe(200);
});

test('each message of the person opens the window again [messages/send-messages]', async () => {
  const { send, pass, world } = await opened();
  await pass(20 * 3600);
  await world.say({ from: neighbour, text: 'Sigo aquí' });
  await pass(20 * 3600);
  expect((await send(aText())).status).toBe(200);
});

test('the window is of one number of ours only [messages/send-messages]', async () => {
  const { send } = await opened();
  expect(codeOf(await send(aText(), { path: '/v26.0/209876543210988/messages' }))).toBe(131047);
});

test('after a burst of 45 the same person gets one message every 6 s, else 131056 [throughput]', async () => {
  const { send, pass } = await opened();
  const codes: (number | undefined)[] = [];
  for (let index = 0; index < 46; index++) codes.push(codeOf(await send(aText())));
  expect(codes).toEqual([...Array.from({ length: 45 }, () => undefined), 131056]);
  await pass(6);
  expect((await send(aText())).status).toBe(200);
  expect(codeOf(await send(aText()))).toBe(131056);
});

test('more than 80 messages a second from a number are refused with 130429 [throughput]', async () => {
  const simulated = simulate();
  const people = Array.from({ length: 81 }, (_, index) => `52662000${String(1000 + index)}`);
  for (const from of people) await simulated.world.say({ from, text: 'Hola' });
  const sent = await Promise.all(people.map((to) => simulated.send(aText('Recibido', { to: `+${to}` }))));
  expect(sent.filter(({ status }) => status === 200)).toHaveLength(80);
  expect(sent.map(codeOf)).toContain(130429);
  await simulated.pass(1);
  expect((await simulated.send(aText('Recibido', { to: `+${people[80]}` }))).status).toBe(200);
});

test('our own number cannot be the recipient: 131021 [support/error-codes]', async () => {
  const { send } = await opened();
  expect(codeOf(await send(aText('Recibido', { to: '+526620000100' })))).toBe(131021);
});

test('somebody who is not on WhatsApp is accepted and then fails with 131026 by webhook [support/error-codes]', async () => {
  const simulated = await opened();
  expect((await simulated.send(aText('Recibido', { to: '+526620009999' }))).status).toBe(200);
  await simulated.pass(10);
  expect(simulated.delivered.at(-1)?.value).toMatchObject({
    statuses: [{ status: 'failed', recipient_id: '526620009999', errors: [{ code: 131026 }] }],
  });
  expect(simulated.delivered.at(-1)?.value).not.toHaveProperty('contacts');
});

test('without + our country code is put before the recipient [messages/send-messages]', async () => {
  const { send } = await opened();
  const { answer } = await send(aText('Recibido', { to: neighbour.slice(2) }));
  expect(answer.contacts).toMatchObject([{ wa_id: neighbour }]);
  expect((await send(aText('Recibido', { to: neighbour }))).answer.contacts).toMatchObject([
    { wa_id: `52${neighbour}` },
  ]);
});

test('52 and 521 name the same Mexican line [messages/send-messages]', async () => {
  const { send } = await opened();
  const { answer } = await send(aText('Recibido', { to: `+521${neighbour.slice(2)}` }));
  expect(answer.contacts).toMatchObject([{ wa_id: neighbour }]);
});

test('a business-scoped user id can be written to and is answered without a phone [business-scoped-user-ids]', async () => {
  const { send, delivered } = await opened();
  const recipient = delivered[0]?.value.contacts?.[0]?.user_id;
  const { status, answer } = await send(aText('Recibido', { to: undefined, recipient }));
  expect(status).toBe(200);
  expect(answer.contacts).toEqual([{ input: recipient, user_id: recipient }]);
});

test.each([
  [
    '4 buttons',
    { action: { buttons: Array.from({ length: 4 }, (_, id) => aButton(`b${id}`, 'Sí')) } },
    131009,
  ],
  ['a title of 21 characters', { action: { buttons: [aButton('b', 'x'.repeat(21))] } }, 131009],
  ['an id of 257 characters', { action: { buttons: [aButton('b'.repeat(257), 'Sí')] } }, 131009],
  ['a body of 1,025 characters', { body: { text: 'x'.repeat(1025) } }, 131009],
  ['no buttons', { action: {} }, 131008],
])(
  'reply buttons with %s are refused [messages/interactive-reply-buttons-messages]',
  async (_what, over, code) => {
    const { send } = await opened();
    expect(codeOf(await send(aCard(over)))).toBe(code);
  },
);

test('a list of more than 10 rows is refused [messages/interactive-list-messages]', async () => {
  const { send } = await opened();
  const rows = Array.from({ length: 11 }, (_, id) => ({ id: `r${id}`, title: 'Fila' }));
  const list = { type: 'list', body: { text: 'Elija' }, action: { button: 'Ver', sections: [{ rows }] } };
  expect(codeOf(await send(aCard(list)))).toBe(131009);
});

test('a tap on a reply button comes as interactive, on a quick reply of a template as button [webhooks/reference/messages]', async () => {
  const { send, world, delivered } = await opened();
  const card = (await send(aCard())).answer.messages?.[0]?.id ?? '';
  await world.say({ from: neighbour, button: 'Enterado', quote: card });
  expect(delivered.at(-1)?.value.messages).toMatchObject([
    {
      context: { from: '526620000100', id: card },
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'ack:SON-1', title: 'Enterado' } },
    },
  ]);
  await send(aTemplate({ folio: 'SON-1', estado: 'en camino' }));
  await world.say({ from: neighbour, button: 'Enterado' });
  expect(delivered.at(-1)?.value.messages).toMatchObject([
    { type: 'button', button: { payload: 'Enterado', text: 'Enterado' } },
  ]);
});
