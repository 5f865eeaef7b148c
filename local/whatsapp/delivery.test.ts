import { expect, test } from 'vitest';
import { isGenuine } from '../../shared/whatsapp/signature.ts';
import { appSecret, neighbour, simulate } from '../../test/conformance/simulated-whatsapp.ts';
import { stillClock } from '../sqs/still-clock.ts';
import { signature, waitBeforeRetry, wireText } from './delivery.ts';

test('characters beyond ASCII travel as lower-case escapes and slashes with a backslash', () => {
  expect(wireText({ body: 'Ñ y 🚨 a/b' })).toBe(String.raw`{"body":"\u00d1 y \ud83d\udea8 a\/b"}`);
  expect(JSON.parse(wireText({ body: 'Ñ y 🚨 a/b' }))).toEqual({ body: 'Ñ y 🚨 a/b' });
});

test('the signature is the HMAC-SHA256 of the very bytes', () => {
  expect(signature(Buffer.from('hola'), 'clave')).toBe(
    'sha256=67c0066d5104af2bd88decc45269ddb529a0097b8da4cfbbe58ec2a5f63ca50d',
  );
});

test('what somebody says is delivered compact, escaped and genuinely signed', async () => {
  const { world, delivered } = simulate();
  await world.say({ from: neighbour, name: 'Ramón', text: 'Se están metiendo / ayuda' });
  const [first] = delivered;
  expect(first?.raw).toContain(String.raw`Se est\u00e1n metiendo \/ ayuda`);
  expect(first?.raw).toMatch(/^[\u0020-\u007e]+$/);
  expect(isGenuine(Buffer.from(first?.raw ?? ''), first?.headers['x-hub-signature-256'], [appSecret])).toBe(
    true,
  );
});

test('a delivery that is not answered with 200 comes again at once, then after 10 s, 40 s, 160 s', async () => {
  const simulated = simulate();
  simulated.answerWith(500);
  await simulated.world.say({ from: neighbour, text: 'Hola' });
  expect(simulated.delivered).toHaveLength(1);
  await simulated.pass(0);
  expect(simulated.delivered).toHaveLength(2);
  await simulated.pass(10);
  expect(simulated.delivered).toHaveLength(3);
  await simulated.pass(40);
  expect(simulated.delivered).toHaveLength(4);
  simulated.answerWith(200);
  await simulated.pass(160);
  await simulated.pass(86_400);
  expect(simulated.delivered).toHaveLength(5);
  expect(new Set(simulated.delivered.map(({ raw }) => raw)).size).toBe(1);
});

test('an endpoint that cannot be reached is repeated to as well', async () => {
  const clock = stillClock();
  let reached = 0;
  const simulated = simulate({
    clock,
    deliver: async () => {
      reached++;
      if (reached === 1) throw new Error('connection refused');
      return { status: 200 };
    },
  });
  await simulated.world.say({ from: neighbour, text: 'Hola' });
  await simulated.pass(60);
  expect([reached, simulated.world.lost()]).toEqual([2, 0]);
});

test('after 7 days a delivery is given up and counted as lost', async () => {
  const simulated = simulate();
  simulated.answerWith(503);
  await simulated.world.say({ from: neighbour, text: 'Hola' });
  await simulated.pass(7 * 86_400);
  const attempts = simulated.delivered.length;
  await simulated.pass(7 * 86_400);
  expect(simulated.delivered).toHaveLength(attempts);
  expect(simulated.world.lost()).toBe(1);
});

test('waits grow and stop growing at half a day', () => {
  const waits = Array.from({ length: 12 }, (_, index) => waitBeforeRetry(index + 1));
  expect(waits).toEqual(waits.toSorted((one, other) => one - other));
  expect(waits.at(-1)).toBe(12 * 3_600_000);
});

test('a body of any shape is signed and posted once as it is', async () => {
  const simulated = simulate();
  simulated.answerWith(400);
  expect(await simulated.world.deliverRaw('{"no": "es un sobre"')).toEqual({ status: 400 });
  await simulated.pass(86_400);
  expect(simulated.delivered.map(({ raw }) => raw)).toEqual(['{"no": "es un sobre"']);
});
