import { beforeEach, describe, expect, test } from 'vitest';
import type { Outgoing, Refused } from '../../shared/queues/send.ts';
import { deliveries } from '../../test/deliveries/deliveries.ts';
import {
  aBody,
  aDelivery,
  aText,
  type WebhookUnderTest,
  webhookUnderTest,
} from '../../test/makers/webhook.ts';
import type { QueueName } from './webhook.ts';

let subject: WebhookUnderTest;
beforeEach(() => {
  subject = webhookUnderTest();
});

describe('an event', () => {
  test('goes to the urgent queue when it may be an emergency, to its own when it is a status', async () => {
    await subject.post(aBody(aText('1'), aText('2', 'Se oyen balazos')));
    expect(subject.sent.map(({ queue }) => queue).toSorted()).toEqual(['inbound', 'urgent']);
    subject.sent = [];
    await subject.post(deliveries.find(({ name }) => name === 'status-read')?.body ?? Buffer.alloc(0));
    expect(subject.sent.map(({ queue }) => queue)).toEqual(['statuses']);
    expect(Object.keys(subject.sent[0]?.message ?? {})).toEqual(['body']);
  });

  test('carries our number, its account, its writer and when it came', async () => {
    const contacts = [{ wa_id: '526420000311', profile: { name: 'Ana' } }];
    await subject.post(aDelivery({ messages: [aText('1')], contacts }));
    expect(subject.events()).toMatchObject([
      {
        v: 1,
        kind: 'message',
        wabaId: '11',
        phoneNumberId: '22',
        field: 'messages',
        receivedAt: '2026-11-20T15:30:00.000Z',
        contact: JSON.stringify(contacts[0]),
      },
    ]);
  });

  test('of one conversation is in one message group, of another in another', async () => {
    const group = { group_id: 'G1' };
    const other = { ...aText('3'), from: '526420000312' };
    await subject.post(
      aBody(aText('1'), aText('2'), other, { ...aText('4'), ...group }, { ...other, ...group, id: 'e' }),
    );
    const [first, second, stranger, inGroup, strangerInGroup] = subject.sent.map(
      ({ message }) => message.groupId,
    );
    expect(second).toBe(first);
    expect(strangerInGroup).toBe(inGroup);
    expect(new Set([first, stranger, inGroup]).size).toBe(3);
  });

  test('that is malformed waits behind nobody and says where and why', async () => {
    await subject.post(aBody({ text: 'no id' }, { text: 'no id either' }));
    const [one, other] = subject.events();
    expect(one?.flaw).toEqual({ path: 'entry[0].changes[0].value.messages[0]', reason: 'id-missing' });
    expect(one?.conversation).not.toBe(other?.conversation);
  });
});

const all =
  (senderFault: boolean) =>
  (_: QueueName, messages: Outgoing[]): Refused[] =>
    messages.map((message) => ({ message, senderFault }));

describe('a queue that refuses', () => {
  test('some of a batch is given those again', async () => {
    let calls = 0;
    subject.refuse = (_, messages) =>
      calls++ === 0 ? messages.slice(1, 3).map((message) => ({ message, senderFault: false })) : [];
    const body = aBody(...['1', '2', '3', '4'].map((id) => aText(id)));
    expect((await subject.post(body)).statusCode).toBe(200);
    expect(calls).toBe(2);
    expect(new Set(subject.events().map(({ id }) => id)).size).toBe(4);
    expect(subject.sent).toHaveLength(4);
  });

  test('a message as it stands is given it by claim', async () => {
    let calls = 0;
    subject.refuse = (queue, messages) => (calls++ === 0 ? all(true)(queue, messages) : []);
    expect((await subject.post(aBody(aText('1')))).statusCode).toBe(200);
    const [event] = subject.events();
    expect(event?.fragment).toBeUndefined();
    expect(subject.claims.get(event?.claim?.key ?? '')).toBe(JSON.stringify(aText('1')));
  });

  test.each([true, false])(
    'for good makes the delivery fail, so that Meta repeats it (fault of ours: %s)',
    async (fault) => {
      subject.refuse = all(fault);
      await expect(subject.post(aBody(aText('1')))).rejects.toThrow(
        'The inbound queue did not take 1 of 1 events',
      );
    },
  );

  test('one queue only makes the delivery fail all the same', async () => {
    subject.refuse = (queue, messages) => (queue === 'urgent' ? all(false)(queue, messages) : []);
    await expect(subject.post(aBody(aText('1'), aText('2', 'balazos')))).rejects.toThrow('urgent');
  });

  test('a claim that cannot be kept makes the delivery fail', async () => {
    subject.deps = { ...subject.deps, claim: () => Promise.reject(new Error('no bucket')) };
    await expect(subject.post(aBody(aText('1', 'x'.repeat(150_000))))).rejects.toThrow('no bucket');
  });
});
