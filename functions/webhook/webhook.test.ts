import { beforeEach, describe, expect, test } from 'vitest';
import { deliveries } from '../../test/deliveries/deliveries.ts';
import { malformedDeliveries } from '../../test/deliveries/malformed.ts';
import {
  aBody,
  aText,
  secret,
  sign,
  type WebhookUnderTest,
  webhookUnderTest,
} from '../../test/makers/webhook.ts';

let subject: WebhookUnderTest;
beforeEach(() => {
  subject = webhookUnderTest();
});

describe('the verification', () => {
  const right = { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-token', 'hub.challenge': '0012' };

  test.each(['0012', '1e3', '  a b ', '00000000000000000000000001'])(
    'gives back the challenge %j as it came',
    async (challenge) => {
      expect(await subject.get({ ...right, 'hub.challenge': challenge })).toMatchObject({
        statusCode: 200,
        body: challenge,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      });
    },
  );

  test.each([
    ['another token', { ...right, 'hub.verify_token': 'verify-tokem' }],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '0012' }],
    ['another mode', { ...right, 'hub.mode': 'unsubscribe' }],
    ['no mode', { 'hub.verify_token': 'verify-token', 'hub.challenge': '0012' }],
    ['no challenge', { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-token' }],
    ['nothing', undefined],
  ])('refuses %s and does not give the challenge back', async (_, query) => {
    const answer = await subject.get(query);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).not.toContain('0012');
  });
});

const count = (kinds: string[], ...wanted: string[]): number =>
  kinds.filter((kind) => wanted.includes(kind)).length;

describe('a delivery', () => {
  test.each([true, false])('is taken whether or not it comes as base64 (%s)', async (base64) => {
    expect((await subject.post(aBody(aText('1', 'Se cayó la señal 🚨')), { base64 })).statusCode).toBe(200);
    expect(subject.events()[0]?.fragment).toContain('Se cayó la señal 🚨');
  });

  test.each(deliveries)('of $name is queued whole', async ({ body, messages, statuses, groups, others }) => {
    expect(await subject.post(body)).toMatchObject({ statusCode: 200, body: '' });
    const kinds = [...subject.events(), ...subject.statuses()].map(({ kind }) => kind);
    expect({
      messages: count(kinds, 'message'),
      statuses: count(kinds, 'status'),
      groups: count(kinds, 'group'),
      others: count(kinds, 'preference', 'account', 'error', 'unknown'),
    }).toEqual({ messages, statuses, groups, others });
    expect(subject.sent).toHaveLength(messages + statuses + groups + others);
  });

  test.each(malformedDeliveries)('that is odd ($name) is answered $statusCode', async (odd) => {
    expect((await subject.post(odd.body)).statusCode).toBe(odd.statusCode);
    expect(subject.sent).toHaveLength(
      odd.messages + odd.statuses + odd.groups + odd.others + odd.parked.length,
    );
  });

  test('without its signature, or with another, is refused unread', async () => {
    const body = aBody(aText('1'));
    for (const signature of ['', 'sha256=', sign(body, 'other'), sign(aBody()), sign(body).slice(7)])
      expect((await subject.post(body, { signature })).statusCode).toBe(401);
    expect(subject.sent).toEqual([]);
  });

  test('is refused when there is no app secret', async () => {
    subject.secrets = [[]];
    expect((await subject.post(aBody(aText('1')))).statusCode).toBe(401);
  });

  test('is taken under either secret of a rotation', async () => {
    subject.secrets = [['new', secret]];
    const body = aBody(aText('1'));
    expect((await subject.post(body)).statusCode).toBe(200);
    expect((await subject.post(body, { signature: sign(body, 'new') })).statusCode).toBe(200);
  });

  test('signed with a secret put a moment ago is taken, after asking for it again', async () => {
    subject.secrets = [['former'], [secret]];
    expect((await subject.post(aBody(aText('1')))).statusCode).toBe(200);
  });

  test('finds its signature under the name that is set', async () => {
    subject.deps = { ...subject.deps, signatureHeader: 'x-provider-signature' };
    expect((await subject.post(aBody(aText('1')))).statusCode).toBe(401);
  });

  test('of 1,000 updates is queued once each', async () => {
    await subject.post(aBody(...Array.from({ length: 1_000 }, (_, index) => aText(String(index)))));
    expect(new Set(subject.events().map(({ id }) => id)).size).toBe(1_000);
    expect(subject.sent).toHaveLength(1_000);
  });

  test('of 3 MB is queued, its large message by claim', async () => {
    const text = 'Ruido. '.repeat(430_000);
    expect((await subject.post(aBody(aText('1', text), aText('2')))).statusCode).toBe(200);
    const [large, small] = subject.events();
    expect(large?.fragment).toBeUndefined();
    const kept: unknown = JSON.parse(subject.claims.get(large?.claim?.key ?? '') ?? '');
    expect(kept).toEqual(aText('1', text));
    expect(large?.claim?.bytes).toBe(Buffer.byteLength(JSON.stringify(kept)));
    expect(small).toMatchObject({ fragment: JSON.stringify(aText('2')) });
  });
});
