import { expect, test } from 'vitest';
import { appSecret, aText, number, simulate } from '../../test/conformance/simulated-whatsapp.ts';
import { signature } from './delivery.ts';
import type { WhatsAppWorld } from './world.ts';

const learn = (world: WhatsAppWorld, body: string): void =>
  world.observe(Buffer.from(body), signature(Buffer.from(body), appSecret));

const envelope = (message: object, contact: object) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '1',
        changes: [
          {
            field: 'messages',
            value: { metadata: { phone_number_id: number }, contacts: [contact], messages: [message] },
          },
        ],
      },
    ],
  });

test('whoever writes in a delivery made by hand can be answered within the window', async () => {
  const { world, send, clock } = simulate();
  const timestamp = String(Math.floor(clock.now() / 1000));
  const text = { id: 'wamid.1', from: '526310000105', timestamp, type: 'text', text: { body: 'Hola' } };
  const body = envelope(text, { profile: { name: 'Karla' }, wa_id: '526310000105', user_id: 'MX.1' });
  learn(world, body);
  learn(world, body);
  expect((await send(aText('Recibido', { to: '+526310000105' }))).status).toBe(200);
  expect(world.chat(number, '526310000105')).toMatchObject([
    { authorName: 'Karla', shown: { text: 'Hola' } },
    {},
  ]);
});

test('somebody without a phone can be answered by user id', async () => {
  const { world, send, clock } = simulate();
  const timestamp = Math.floor(clock.now() / 1000);
  const text = { id: 'wamid.2', from_user_id: 'MX.106', timestamp, type: 'text', text: { body: 'Hola' } };
  learn(world, envelope(text, { user_id: 'MX.106' }));
  const { status, answer } = await send(aText('Recibido', { to: undefined, recipient: 'MX.106' }));
  expect([status, answer.contacts]).toEqual([200, [{ input: 'MX.106', user_id: 'MX.106' }]]);
});

test.each(['', 'no es JSON', '{}', '{"entry": [{"changes": [{"value": 3}]}]}'])(
  '%j teaches nothing',
  (body) => {
    const { world } = simulate();
    learn(world, body);
    expect(world.people()).toEqual([]);
  },
);

test('what nobody signed teaches nothing', () => {
  const { world } = simulate();
  const text = {
    id: 'wamid.3',
    from: '526310000105',
    timestamp: '1795388400',
    type: 'text',
    text: { body: 'Hola' },
  };
  world.observe(Buffer.from(envelope(text, { wa_id: '526310000105' })), 'sha256=00');
  expect(world.people()).toEqual([]);
});
