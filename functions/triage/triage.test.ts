import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type KeyedHash, keyedHash } from '../../shared/runtime/hash.ts';
import { keys } from '../../shared/store/keys.ts';
import { reports } from '../../shared/store/reports.ts';
import { startDynamo, type TestDynamo } from '../../test/dynamo.ts';
import { startOfTest, type TriageUnderTest, triageOn } from '../../test/makers/triage.ts';

let dynamo: TestDynamo;
let hash: KeyedHash;
let subject: TriageUnderTest;
let run = 0;

beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  // A secret of its own keeps the tests apart in one table.
  hash = keyedHash(`triage-test-${run++}`);
  subject = triageOn(dynamo, hash);
});

const seconds = startOfTest.getTime() / 1000;
const neighbour = { from: '526620000101', from_user_id: 'MX.1015000000000000101' };

/** A message of a neighbour, `second` seconds into the test. */
function aMessage(id: string, content: object, second = 0): { messages: object[] } {
  return { messages: [{ id: `wamid.${id}`, timestamp: String(seconds + second), ...neighbour, ...content }] };
}
const aText = (id: string, body: string, second = 0): { messages: object[] } =>
  aMessage(id, { type: 'text', text: { body } }, second);

async function stored(id: string): Promise<Record<string, unknown> | undefined> {
  const Key = keys.message(hash('message', `wamid.${id}`));
  return (await dynamo.client.send(new GetCommand({ TableName: dynamo.table, Key }))).Item;
}

async function intent(intentId: string | undefined): Promise<Record<string, unknown> | undefined> {
  const Key = keys.intent(intentId ?? 'none');
  return (await dynamo.client.send(new GetCommand({ TableName: dynamo.table, Key }))).Item;
}

const report = async (id: string) => {
  const folio = (await stored(id))?.['folio'];
  return typeof folio === 'string' ? reports(dynamo.client, dynamo.table).read(folio) : null;
};

describe('a text', () => {
  test('of an emergency opens a report, a card for operators and an answer to its writer, both urgent', async () => {
    await subject.receive(aText('A', 'shots'));
    expect(await report('A')).toMatchObject({ incident: 'gunfire', priority: 'high', reporters: 1 });
    const intents = await Promise.all(subject.nudged.intents.map(intent));
    expect(intents).toMatchObject([
      {
        lane: 'urgent',
        to: { kind: 'operators' },
        utterance: { kind: 'operator-card', said: 'shots' },
        state: 'pending',
      },
      { lane: 'urgent', to: { kind: 'person' }, utterance: { kind: 'emergency-answer' }, state: 'pending' },
    ]);
  });

  test('of a second neighbour joins the first folio and pages nobody again', async () => {
    const other = { from: '526620000102', from_user_id: 'MX.1015000000000000102' };
    await subject.receive(aMessage('A', { type: 'text', text: { body: 'shots' }, group_id: 'g' }));
    await subject.receive(
      aMessage('B', { type: 'text', text: { body: 'armed men' }, group_id: 'g', ...other }, 60),
    );
    expect(await report('B')).toMatchObject({ incident: 'gunfire', reporters: 2 });
    const told = await Promise.all([...new Set(subject.nudged.intents)].map(intent));
    expect(told).toMatchObject([
      { utterance: { kind: 'operator-card' } },
      { utterance: { kind: 'emergency-answer' } },
      { utterance: { kind: 'emergency-answer' } },
    ]);
  });

  test('of chatter is kept without folio or answer', async () => {
    await subject.receive(aText('A', 'good morning'));
    expect(await stored('A')).toMatchObject({ folio: null, intents: [], text: 'good morning' });
    expect(subject.nudged.intents).toEqual([]);
  });

  test('that comes again is stored once and only nudges what it caused', async () => {
    await subject.receive(aText('A', 'dark street'));
    const first = [...subject.nudged.intents];
    await subject.receive(aText('A', 'dark street'));
    expect(subject.nudged.intents).toEqual([...first, ...first]);
    expect(await report('A')).toMatchObject({ messageKeys: [hash('message', 'wamid.A')] });
  });

  test('to a number that is not ours is refused as unprocessable', async () => {
    const elsewhere = { ...aText('A', 'shots'), metadata: { phone_number_id: '555' } };
    await expect(subject.receive(elsewhere)).rejects.toMatchObject({ reason: 'number-not-ours' });
  });

  test('of a sensitive matter in a WhatsApp group is answered in private', async () => {
    await subject.receive(aMessage('A', { type: 'text', text: { body: 'he beats her' }, group_id: 'g' }));
    const answers = await Promise.all(subject.nudged.intents.map(intent));
    expect(answers.at(1)).toMatchObject({ to: { kind: 'person' }, utterance: { sensitive: true } });
  });

  test('in a WhatsApp group that nobody knows makes a provisional group and is answered there', async () => {
    await subject.receive(aMessage('A', { type: 'text', text: { body: 'dark street' }, group_id: 'g' }));
    const groupCode = (await stored('A'))?.['groupCode'];
    expect(groupCode).toMatch(/^WA/u);
    expect(await intent(subject.nudged.intents[0])).toMatchObject({
      to: { kind: 'whatsapp-group', groupCode },
    });
  });
});

const reaction = (emoji?: string): object => ({
  type: 'reaction',
  reaction: { message_id: 'wamid.X', emoji },
});

describe('what has no words', () => {
  const pin = { type: 'location', location: { latitude: 29.07, longitude: -110.95, name: 'Parque' } };

  test.each([
    ['before', -120],
    ['after', 120],
  ])('a pin sent %s a report of the same person belongs to it', async (_when, second) => {
    await subject.receive(aMessage('P', pin, second));
    await subject.receive(aText('A', 'dark street'));
    expect(await report('A')).toMatchObject({ pin: { latitude: 29.07, longitude: -110.95 } });
  });

  test('a pin sent an hour later does not', async () => {
    await subject.receive(aText('A', 'dark street'));
    await subject.receive(aMessage('P', pin, 3600));
    expect(await report('A')).toMatchObject({ pin: null });
  });

  test('a voice note nobody has heard is an emergency to be reviewed, and its audio is fetched', async () => {
    const audio = { id: '9001', mime_type: 'audio/ogg; codecs=opus', voice: true };
    await subject.receive(aMessage('V', { type: 'audio', audio }));
    expect(await report('V')).toMatchObject({ priority: 'high', needsReview: true });
    expect(subject.nudged.media).toEqual([hash('message', 'wamid.V')]);
    expect(await stored('V')).toMatchObject({ media: { id: '9001', state: 'pending' }, duePk: 'DUE#media' });
    const cards = await Promise.all(subject.nudged.intents.map(intent));
    expect(cards).toMatchObject([{ utterance: { said: null } }, { utterance: { kind: 'voice-answer' } }]);
  });

  test('a reaction is attached to the message it concerns, the newest one whatever the order', async () => {
    await subject.receive(aMessage('R2', reaction(), 20));
    await subject.receive(aMessage('R1', reaction('👍'), 10));
    const answer = await dynamo.client.send(
      new QueryCommand({
        TableName: dynamo.table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: {
          ':pk': keys.message(hash('message', 'wamid.X')).pk,
          ':prefix': 'REACTION#',
        },
      }),
    );
    expect(answer.Items).toMatchObject([{ emoji: null }]);
  });

  test.each([
    ['an edit that comes as unsupported', 'unsupported', { unsupported: { type: 'edit' } }, 'edit'],
    ['a sticker', 'sticker', { sticker: { id: '1' } }, null],
    ['a type that is not known yet', 'hologram', { hologram: { depth: 3 } }, null],
    ['a text without a body', 'text', { text: {} }, null],
  ])('%s is kept and noted', async (_what, type, content, detail) => {
    await subject.receive(aMessage('O', { type, ...content }));
    expect(await stored('O')).toMatchObject({ type, detail, folio: null });
  });
});

describe('a change of identity', () => {
  const change = {
    type: 'system',
    system: { type: 'user_changed_number', wa_id: '526620000111', user_id: 'MX.1015000000000000111' },
  };
  const renewed = { from: '526620000111', from_user_id: 'MX.1015000000000000111' };

  test.each([
    ['known first', ['A', 'S', 'B']],
    ['told late', ['A', 'B', 'S']],
    ['told before anything', ['S', 'B', 'A']],
  ])('%s leaves one person', async (_when, order) => {
    const events: Record<string, object> = {
      A: aText('A', 'send patrols'),
      S: aMessage('S', change, 10),
      B: aMessage('B', { type: 'text', text: { body: 'send patrols' }, ...renewed }, 20),
    };
    for (const name of order) await subject.receive(events[name] ?? {});
    const before = await subject.deps.people.resolve({
      bsuid: neighbour.from_user_id,
      phone: neighbour.from,
    });
    const now = await subject.deps.people.resolve({ bsuid: renewed.from_user_id, phone: renewed.from });
    expect(now.personKey).toBe(before.personKey);
  });
});

describe('an event that is no message', () => {
  test('of a group is kept as it came', async () => {
    await subject.receive({ groups: [{ group_id: 'g', type: 'group_create', timestamp: String(seconds) }] });
    const month = keys.event(startOfTest, '').pk;
    const answer = await dynamo.client.send(
      new QueryCommand({
        TableName: dynamo.table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': month },
      }),
    );
    expect(answer.Items?.map((item) => item['kind'])).toContain('group');
  });

  test('or cannot be read is refused with its place and reason', async () => {
    await expect(subject.receive({ messages: [{ type: 'text' }] })).rejects.toMatchObject({
      reason: 'id-missing',
      path: 'entry[0].changes[0].value.messages[0]',
    });
  });
});
