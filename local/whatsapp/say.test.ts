import { expect, test } from 'vitest';
import { neighbour, number, simulate } from '../../test/conformance/simulated-whatsapp.ts';
import type { Person } from './facts.ts';

test('a text comes with phone and user id, name, our number and Meta’s time in seconds', async () => {
  const { world, delivered } = simulate();
  const { id } = await world.say({
    from: `+${neighbour}`,
    name: 'Lupita',
    text: 'Hola',
    at: '2026-11-22T23:00:00Z',
  });
  expect(JSON.parse(delivered[0]?.raw ?? '')).toEqual({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: expect.any(String),
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '526620000100', phone_number_id: number },
              contacts: [
                { profile: { name: 'Lupita' }, wa_id: neighbour, user_id: expect.stringMatching(/^MX\./) },
              ],
              messages: [
                {
                  from: neighbour,
                  from_user_id: expect.stringMatching(/^MX\./),
                  id,
                  timestamp: '1795388400',
                  type: 'text',
                  text: { body: 'Hola' },
                },
              ],
            },
          },
        ],
      },
    ],
  });
});

test('the user id of a person does not hold the phone', async () => {
  const { delivered, world } = simulate();
  await world.say({ from: neighbour, text: 'Hola' });
  expect(delivered[0]?.value.contacts?.[0]?.user_id).not.toContain(neighbour.slice(-10));
});

test('a quotation of ours names our number, one of a neighbour the neighbour', async () => {
  const { world, delivered } = simulate();
  const group = 'grupo-1';
  const { id } = await world.say({ from: '526440000102', whatsappGroupId: group, text: '¿Vieron?' });
  await world.say({ from: neighbour, whatsappGroupId: group, text: 'Sí', quote: id });
  expect(delivered[1]?.value.messages).toMatchObject([
    { group_id: group, from: neighbour, context: { from: '526440000102', id } },
  ]);
  await world.say({ from: neighbour, text: 'Gracias', quote: 'wamid.nuestro' });
  expect(delivered[2]?.value.messages).toMatchObject([
    { context: { from: '526620000100', id: 'wamid.nuestro' } },
  ]);
});

test('a pin carries its name and address, a picture its caption, a voice note that it was recorded', async () => {
  const { world, delivered } = simulate();
  const location = { latitude: 29.07, longitude: -110.95, name: 'Parque', address: 'Centro' };
  await world.say({ from: neighbour, location });
  await world.say({ from: neighbour, image: { caption: 'La chapa' } });
  await world.say({ from: neighbour, voice: true });
  expect(delivered.flatMap(({ value }) => value.messages ?? [])).toMatchObject([
    { type: 'location', location },
    { type: 'image', image: { caption: 'La chapa', mime_type: 'image/jpeg' } },
    { type: 'audio', audio: { voice: true, mime_type: 'audio/ogg; codecs=opus' } },
  ]);
});

test('a message to a number that is not ours is delivered all the same', async () => {
  const { world, delivered } = simulate();
  await world.say({ from: neighbour, to: '999999999999999', text: 'Hola' });
  expect(delivered[0]?.raw).toContain('"phone_number_id":"999999999999999"');
});

test('somebody who becomes an operator is enrolled once, before what they wrote is delivered', async () => {
  const steps: string[] = [];
  const { world } = simulate({
    enrol: async ({ phone }: Person) => void steps.push(`enrolled ${phone}`),
    deliver: async () => {
      steps.push('delivered');
      return { status: 200 };
    },
  });
  await world.say({ from: neighbour, role: 'operator', text: 'Aquí guardia' });
  await world.say({ from: neighbour, role: 'operator', text: 'Sigo' });
  expect(steps).toEqual([`enrolled ${neighbour}`, 'delivered', 'delivered']);
});

test('52 and 521 before ten digits are one person', async () => {
  const { world } = simulate();
  await world.say({ from: neighbour, name: 'Lupita', text: 'Hola' });
  await world.say({ from: `521${neighbour.slice(2)}`, text: 'Otra vez' });
  expect(world.people().map(({ phone, name }) => [phone, name])).toEqual([[neighbour, 'Lupita']]);
});

test.each([
  [{ text: 'Hola' }, 'from: '],
  [{ from: 'Lupita', text: 'Hola' }, 'from: se esperaba un teléfono con clave de país'],
  [{ from: neighbour }, 'entrada: se esperaba exactamente uno de: text, location, voice, image, button'],
  [{ from: neighbour, text: 'Hola', voice: true }, 'se esperaba exactamente uno de'],
  [{ from: neighbour, text: 'Hola', role: 'jefe' }, 'role: se esperaba «neighbour» u «operator»'],
  [{ from: neighbour, text: 'Hola', at: 'ayer' }, 'at: se esperaba una fecha y hora ISO 8601 con zona'],
  [{ from: neighbour, location: { latitude: 91, longitude: 0 } }, 'location.latitude: '],
  [{ from: neighbour, texto: 'Hola' }, 'entrada: Llave desconocida'],
])('the input %j is refused in Spanish', async (input, sentence) => {
  const { world, delivered } = simulate();
  await expect(world.say(input)).rejects.toThrow(sentence);
  expect(delivered).toEqual([]);
});
