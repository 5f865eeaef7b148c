import { expect, test } from 'vitest';
import { errorCodes } from '../../local/whatsapp/errors.ts';
import {
  aTemplate,
  aText,
  codeOf,
  neighbour,
  number,
  opened,
  simulate,
  statusesOf,
} from './simulated-whatsapp.ts';

/**
 * Graph API: what comes after a send, media, and errors by name.
 * One test per rule that the simulated WhatsApp enforces, each with the page of Meta's that has it, below
 * https://developers.facebook.com/documentation/business-messaging/whatsapp
 */

test('statuses come later as sent and delivered, and read only by a phone that is looked at [webhooks/reference/messages/status]', async () => {
  const simulated = await opened();
  await simulated.send(aText('Recibido', { biz_opaque_callback_data: 'intent-1' }));
  expect(statusesOf(simulated)).toEqual([]);
  await simulated.pass(60);
  expect(statusesOf(simulated)).toEqual(['sent', 'delivered']);
  await simulated.world.meet({ phone: neighbour, isOpen: true });
  await simulated.pass(60);
  expect(statusesOf(simulated)).toEqual(['sent', 'delivered', 'read']);
  for (const { value } of simulated.delivered.slice(1))
    expect(value.statuses).toMatchObject([{ biz_opaque_callback_data: 'intent-1', recipient_id: neighbour }]);
});

test('delivered carries the price: free in the window, charged for a template [pricing]', async () => {
  const simulated = await opened();
  await simulated.send(aText());
  await simulated.send(aTemplate({ folio: 'SON-1', estado: 'recibido' }));
  await simulated.pass(60);
  const prices = simulated.delivered
    .flatMap(({ value }) => value.statuses ?? [])
    .map(({ pricing }) => pricing);
  expect(prices.filter(Boolean)).toEqual([
    { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' },
    { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
  ]);
});

test('a message of the person can be marked as read, another one gives 131009 [messages/mark-message-as-read]', async () => {
  const { send, world } = await opened();
  const { id } = await world.say({ from: neighbour, text: 'Otra cosa' });
  const mark = { messaging_product: 'whatsapp', status: 'read', message_id: id };
  expect((await send(mark)).answer).toEqual({ success: true });
  expect(world.chat(number, neighbour).at(-1)?.seenByUs).toBe(true);
  expect(codeOf(await send({ ...mark, message_id: 'wamid.otra' }))).toBe(131009);
});

test('a reaction yields only sent, and fails by webhook when its message is older than 30 days [messages/reaction-messages]', async () => {
  const simulated = await opened();
  const { id } = await simulated.world.say({ from: neighbour, text: 'Gracias' });
  const reaction = aText('', {
    type: 'reaction',
    text: undefined,
    reaction: { message_id: id, emoji: '👍' },
  });
  await simulated.send(reaction);
  await simulated.pass(60);
  expect(statusesOf(simulated)).toEqual(['sent']);
  await simulated.pass(31 * 86_400);
  await simulated.world.say({ from: neighbour, text: 'Hola de nuevo' });
  await simulated.send(reaction);
  await simulated.pass(60);
  expect(statusesOf(simulated)).toEqual(['sent', 'failed']);
});

test('media have an id, an address that works with the token for 5 minutes, and a new one on request [business-phone-numbers/media]', async () => {
  const { world, delivered, get, pass } = simulate();
  await world.say({ from: neighbour, voice: true });
  const audio = delivered[0]?.value.messages?.[0]?.audio;
  expect(audio).toMatchObject({ mime_type: 'audio/ogg; codecs=opus', voice: true });
  expect((await get(audio?.url ?? '')).body.toString('latin1')).toMatch(/^OggS/);
  expect((await get(audio?.url ?? '', { token: 'otro' })).status).toBe(401);
  await pass(301);
  expect((await get(audio?.url ?? '')).status).toBe(404);
  const renewed = await get(`https://graph.facebook.com/v26.0/${audio?.id}?phone_number_id=${number}`);
  const { url, file_size: size } = JSON.parse(renewed.body.toString());
  expect((await get(url)).body.length).toBe(Number(size));
});

test('an inbound media id dies after 7 days [business-phone-numbers/media]', async () => {
  const { world, delivered, get, pass } = simulate();
  await world.say({ from: neighbour, image: { caption: 'La lámpara' } });
  const image = delivered[0]?.value.messages?.[0]?.image;
  await pass(7 * 86_400 + 1);
  expect((await get(`https://graph.facebook.com/v26.0/${image?.id}`)).status).toBe(400);
});

test.each([...errorCodes.values()])(
  'code $code can be provoked as $name [support/error-codes]',
  async (kind) => {
    const { send, world } = await opened();
    world.provoke({ fault: 'error', code: kind.name });
    const refused = await send(aText());
    expect([refused.status, codeOf(refused)]).toEqual([kind.http, kind.code]);
    expect((await send(aText())).status).toBe(200);
  },
);

test('an error can come as a failed status of an accepted message [support/error-codes]', async () => {
  const simulated = await opened();
  simulated.world.provoke({ fault: 'error', code: 131049, how: 'status' });
  expect((await simulated.send(aText())).status).toBe(200);
  await simulated.pass(60);
  expect(simulated.delivered.at(-1)?.value.statuses).toMatchObject([
    { status: 'failed', errors: [{ code: 131049 }] },
  ]);
});
