import { describe, expect, test } from 'vitest';
import { keyedHash } from '../../shared/runtime/hash.ts';
import { type Part, parseExactly, takeApart } from '../../shared/whatsapp/envelope.ts';
import { deliveries } from '../../test/deliveries/deliveries.ts';
import { toEvent } from './events.ts';

const hash = keyedHash('test');
const first = '2026-11-20T15:30:00.000Z';
const later = '2026-11-25T15:30:00.000Z';
const partsOf = (body: Buffer): Part[] => takeApart(parseExactly(body.toString())) ?? [];
const idsOf = (body: Buffer, at = first): string[] => partsOf(body).map((part) => toEvent(part, hash, at).id);

const aStatus = (fields: object): Part => ({
  kind: 'status',
  path: '',
  value: { id: 'wamid.1', status: 'delivered', ...fields },
});
const aMessage = (text: string): Part => ({ kind: 'message', path: text, value: { id: 'wamid.1', text } });
const idOfStatus = (fields: object): string => toEvent(aStatus(fields), hash, first).id;

describe('the id of an event', () => {
  test.each(deliveries)('of $name is the same in every redelivery', ({ body }) => {
    // Redelivered later, alone or in another order, and printed in another way.
    const again = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
    expect(idsOf(again, later)).toEqual(idsOf(body));
  });

  test('differs for every event of all example deliveries', () => {
    const ids = deliveries.flatMap(({ body }) => idsOf(body));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('of a message is told by its id alone', () => {
    expect(toEvent(aMessage('a'), hash, first).id).toBe(toEvent(aMessage('b'), hash, later).id);
  });

  test('of a status differs by stage and by participant, in each spelling', () => {
    const spellings = [
      {},
      { status: 'read' },
      { id: 'wamid.2' },
      { recipient_participant_user_id: 'MX.1' },
      { recipient_participant_user_id: 'MX.2' },
      { recipient_participant_id: '526420000311' },
      { participant_recipient_id: '526420000312' },
    ];
    expect(new Set(spellings.map(idOfStatus)).size).toBe(spellings.length);
    expect(idOfStatus({ participant_recipient_id: '526420000311' })).toBe(
      idOfStatus({ recipient_participant_id: '526420000311' }),
    );
    expect(idOfStatus({ timestamp: '1' })).toBe(idOfStatus({ timestamp: '2' }));
  });
});

/** Ids of Meta's and phones, and what is inside its message ids once base64 is read. */
const secretsOf = (text: string): string[] => {
  const ids = text.match(/wamid\.[\w+/=]+|MX\.\d+|\b52\d{10,11}\b|Y2Fwa\w+/gu) ?? [];
  return [
    ...new Set(ids.flatMap((id) => [id, id.replace(/^wamid\./u, ''), Buffer.from(id).toString('base64')])),
  ];
};

describe('what a queue sees beside the body', () => {
  test.each(deliveries)('of $name holds no id and no phone', ({ body }) => {
    for (const part of partsOf(body)) {
      const event = toEvent(part, hash, first);
      const attributes = `${event.id} ${event.kind === 'status' ? '' : event.conversation}`;
      expect(secretsOf(body.toString()).filter((secret) => attributes.includes(secret))).toEqual([]);
      expect(event.id).toMatch(/^[\w-]{22}$/u);
    }
  });
});
