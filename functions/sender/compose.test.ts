import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aCard, after } from '../../test/intents.ts';
import { type SenderWorld, startSenderWorld } from '../../test/sender-world.ts';

const hour = 3_600_000;
let world: SenderWorld;
beforeAll(async () => {
  world = await startSenderWorld();
});
beforeEach(() => world.begin());
afterAll(() => world.stop());

describe('form and address', () => {
  test('inside the window it is free text, to the identifier that stays, with our id to come back', async () => {
    const personKey = await world.aPerson({ bsuid: 'MX.1', phone: '526620000101' });
    const id = await world.written({ to: { kind: 'person', personKey } });
    await world.run(id);
    expect(world.graph.received[0]?.path).toBe('/v26.0/111/messages');
    expect(world.bodies()).toEqual([
      {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        recipient: 'MX.1',
        biz_opaque_callback_data: id,
        type: 'text',
        text: { body: expect.stringContaining('SON-7K2M-9QXD'), preview_url: false },
      },
    ]);
  });

  test('a phone is written with its plus', async () => {
    const personKey = await world.aPerson({ phone: '5216620000101' });
    await world.run(await world.written({ to: { kind: 'person', personKey } }));
    expect(world.bodies()).toMatchObject([{ to: '+5216620000101' }]);
  });

  test.each([
    ['a day after the last message, less ten minutes', after(-24 * hour + 10 * 60_000)],
    ['of somebody who never wrote', null],
  ])('it is a template %s', async (_, wroteAt) => {
    const personKey = await world.aPerson({ wroteAt });
    await world.run(await world.written({ to: { kind: 'person', personKey } }));
    expect(world.bodies()).toMatchObject([
      { type: 'template', template: { name: 'acuse_reporte', language: { code: 'es_MX' } } },
    ]);
  });

  test('an eleventh minute before a day is over it is still free text', async () => {
    const personKey = await world.aPerson({ wroteAt: after(-24 * hour + 11 * 60_000) });
    await world.run(await world.written({ to: { kind: 'person', personKey } }));
    expect(world.bodies()).toMatchObject([{ type: 'text' }]);
  });

  test("an operator's card has buttons, as a template too", async () => {
    const open = await world.aPerson();
    const closed = await world.aPerson({ wroteAt: null });
    for (const personKey of [open, closed])
      await world.run(await world.written({ utterance: aCard, to: { kind: 'person', personKey } }));
    const [free, template] = world.bodies();
    expect(free).toMatchObject({
      type: 'interactive',
      interactive: { action: { buttons: [{ type: 'reply', reply: { title: 'Enterado' } }, {}, {}] } },
    });
    expect(template).toMatchObject({
      template: {
        components: [
          { type: 'body' },
          { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload' }] },
          { index: '1' },
          { index: '2' },
        ],
      },
    });
  });

  test('to a WhatsApp group it goes by its id, in words, inside its own window', async () => {
    await world.deps.contacts.rememberWhatsappGroup('G1', 'group-id-of-meta');
    await world.deps.people.openWindow('whatsapp:G1', '111', after(-hour));
    await world.run(
      await world.written({ utterance: aCard, to: { kind: 'whatsapp-group', groupCode: 'G1' } }),
    );
    expect(world.bodies()).toMatchObject([{ recipient_type: 'group', to: 'group-id-of-meta', type: 'text' }]);
  });

  test('what is for somebody without any identifier is dropped, with its reason', async () => {
    const id = await world.written({ to: { kind: 'person', personKey: 'nobody' } });
    await world.run(id);
    expect(await world.stored(id)).toMatchObject({
      state: 'dropped',
      outcome: 'no-contact',
      nextAttemptAt: null,
    });
  });
});
