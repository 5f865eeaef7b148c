import { expect, test } from 'vitest';
import { after, aHeldIntent, noon } from '../../test/intents.ts';
import { accepted, claimed, dropped, refused, reported, waitMs } from './sending.ts';

const failedFor = (kind: 'failed' | 'template') =>
  ({ messageKey: 'A', wamid: 'wamid.A', stage: { failed: { kind }, outcome: '131047' } }) as const;

test('an intent is due at its moment, and a second before, since two clocks differ', () => {
  const held = aHeldIntent({ nextAttemptAt: noon });
  expect(waitMs(held, noon)).toBe(0);
  expect(waitMs(held, after(-1000))).toBe(0);
  expect(waitMs(held, after(-5000))).toBe(5000);
});

test('a lease is kept to the last millisecond', () => {
  const held = aHeldIntent({ state: 'claimed', nextAttemptAt: noon });
  expect(waitMs(held, after(-1))).toBe(1);
  expect(waitMs(held, noon)).toBe(0);
});

test('what is settled is never due', () => {
  expect(waitMs(aHeldIntent({ ...accepted('wamid.A') }), after(1e12))).toBe(Number.POSITIVE_INFINITY);
  expect(waitMs(aHeldIntent({ ...dropped('stale') }), after(1e12))).toBe(Number.POSITIVE_INFINITY);
});

test('an emergency may be said again after half a minute, anything else after a quarter of an hour', () => {
  expect(claimed(aHeldIntent({ lane: 'urgent' }), noon).nextAttemptAt).toEqual(after(30_000));
  expect(claimed(aHeldIntent({ lane: 'answers' }), noon).nextAttemptAt).toEqual(after(900_000));
  expect(claimed(aHeldIntent({ lane: 'bulk', attempts: 2 }), noon)).toMatchObject({
    state: 'claimed',
    attempts: 3,
  });
});

test('a closed window has it said again at once, as a template', () => {
  expect(refused(aHeldIntent(), { kind: 'template' }, '131047', noon)).toEqual({
    state: 'pending',
    nextAttemptAt: noon,
    templateOnly: true,
    outcome: '131047',
  });
});

test('a status of a former attempt does not touch the present one', () => {
  const again = {
    ...aHeldIntent({ state: 'accepted', wamid: 'wamid.B', nextAttemptAt: null }),
    failedKeys: ['A'],
  };
  expect(reported(again, { messageKey: 'A', wamid: 'wamid.A', stage: 'sent' }, noon)).toBeNull();
  expect(reported(again, failedFor('failed'), noon)).toBeNull();
});

test('whichever attempt reached the person, it is said', () => {
  const again = aHeldIntent({ state: 'pending', failedKeys: ['A'] });
  expect(reported(again, { messageKey: 'A', wamid: 'wamid.A', stage: 'delivered' }, noon)).toMatchObject({
    state: 'delivered',
    nextAttemptAt: null,
  });
});

test('a failure after the message was read is not believed', () => {
  const read = aHeldIntent({ state: 'read', wamid: 'wamid.A', nextAttemptAt: null });
  expect(reported(read, failedFor('template'), noon)).toBeNull();
});
