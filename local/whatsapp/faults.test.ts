import { expect, test } from 'vitest';
import { aText, codeOf, neighbour, opened, statusesOf } from '../../test/conformance/simulated-whatsapp.ts';

test('a lost answer drops the connection after the message has gone out', async () => {
  const simulated = await opened();
  simulated.world.provoke({ fault: 'lost-answer' });
  const sent = await simulated.send(aText('Recibido', { biz_opaque_callback_data: 'i-1' }));
  expect(sent.drop).toBe(true);
  await simulated.pass(60);
  expect(statusesOf(simulated)).toEqual(['sent', 'delivered']);
  expect(simulated.world.sent()).toMatchObject([
    { accepted: true, fault: 'lost-answer', wamid: expect.any(String) },
  ]);
});

test('a time-out answers nothing until its seconds are over, and the message has gone out', async () => {
  const simulated = await opened();
  simulated.world.provoke({ fault: 'timeout', seconds: 30 });
  const sending = simulated.send(aText());
  let isOver = false;
  void sending.then(() => {
    isOver = true;
  });
  await simulated.pass(29);
  expect([isOver, statusesOf(simulated)]).toEqual([false, ['sent', 'delivered']]);
  await simulated.pass(1);
  expect((await sending).drop).toBe(true);
});

test('a 5xx comes with or without the message having gone out', async () => {
  const simulated = await opened();
  simulated.world.provoke({ fault: 'http', status: 502 });
  expect((await simulated.send(aText())).status).toBe(502);
  await simulated.pass(60);
  expect(statusesOf(simulated)).toEqual([]);
  simulated.world.provoke({ fault: 'http', sends: true });
  expect((await simulated.send(aText())).status).toBe(503);
  await simulated.pass(60);
  expect(statusesOf(simulated)).toEqual(['sent', 'delivered']);
});

test('statuses can be lost, doubled, reversed or earlier than the answer', async () => {
  const simulated = await opened();
  const after = async (fault: string): Promise<string[]> => {
    const before = simulated.delivered.length;
    simulated.world.provoke({ fault });
    await simulated.send(aText());
    await simulated.pass(60);
    return simulated.delivered
      .slice(before)
      .flatMap(({ value }) => value.statuses ?? [])
      .map(({ status }) => status);
  };
  expect(await after('status-lost')).toEqual([]);
  expect(await after('status-doubled')).toEqual(['sent', 'sent', 'delivered', 'delivered']);
  expect(await after('status-reversed')).toEqual(['delivered', 'sent']);
  const before = simulated.delivered.length;
  simulated.world.provoke({ fault: 'status-early' });
  await simulated.send(aText());
  expect(simulated.delivered.slice(before)).toMatchObject([{ value: { statuses: [{ status: 'sent' }] } }]);
});

test('an error can come both as the answer and as a status', async () => {
  const simulated = await opened();
  simulated.world.provoke({ fault: 'error', code: 'window-closed', how: 'both' });
  expect(codeOf(await simulated.send(aText()))).toBe(131047);
  await simulated.pass(60);
  expect(statusesOf(simulated)).toEqual(['failed']);
});

test('a fault concerns as many sends as it says, and only to whom it says', async () => {
  const { world, send } = await opened();
  await world.say({ from: '526440000102', text: 'Hola' });
  world.provoke({ fault: 'error', code: 131056, times: 2, to: `+${neighbour}` });
  const codes = [];
  for (const to of ['+526440000102', `+${neighbour}`, `+${neighbour}`, `+${neighbour}`])
    codes.push(codeOf(await send(aText('Hola', { to }))));
  expect(codes).toEqual([undefined, 131056, 131056, undefined]);
});

test('an unknown fault or code is refused in Spanish', async () => {
  const { world } = await opened();
  expect(() => world.provoke({ fault: 'meteorito' })).toThrow(/Entrada no válida: fault/);
  expect(() => world.provoke({ fault: 'error', code: 7 })).toThrow(/code/);
});
