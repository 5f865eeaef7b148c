import { expect, test } from 'vitest';
import { groupAddress } from '../../local/whatsapp/wamid.ts';
import { aCard, aText, codeOf, groupId, neighbour, openedGroup, toGroup } from './simulated-whatsapp.ts';

/**
 * Graph API: sending to a group.
 * One test per rule that the simulated WhatsApp enforces, each with the page of Meta's that has it, below
 * https://developers.facebook.com/documentation/business-messaging/whatsapp
 */

test('a group gets text and one sent, then delivered for each participant in one delivery [groups/groups-messaging, groups/reference]', async () => {
  const simulated = await openedGroup(neighbour, '526440000102');
  const sent = await simulated.send(aText('Para todos', toGroup));
  expect(sent.answer.messages).toMatchObject([{ group_id: groupId }]);
  const id = Buffer.from((sent.answer.messages?.[0]?.id ?? '').slice(6), 'base64').toString('latin1');
  expect(id).toContain(groupAddress(groupId));
  await simulated.pass(60);
  const statuses = simulated.delivered
    .filter(({ value }) => value.statuses)
    .map(({ value }) => value.statuses ?? []);
  expect(statuses.map((list) => list.map(({ status }) => status))).toEqual([
    ['sent'],
    ['delivered', 'delivered'],
  ]);
  expect(statuses[1]).toMatchObject([
    { recipient_id: groupId, recipient_type: 'group', recipient_participant_id: neighbour },
    { recipient_participant_id: '526440000102', pricing: { category: 'group_service' } },
  ]);
});

test('nobody can be given buttons in a group: 131051 [groups/groups-messaging]', async () => {
  const { send } = await openedGroup(neighbour);
  expect(codeOf(await send(aCard({}, toGroup)))).toBe(131051);
});

test('a group that does not exist, or is of another number, is refused with 131041 [groups/error-codes]', async () => {
  const { send } = await openedGroup(neighbour);
  expect(codeOf(await send(aText('Hola', { ...toGroup, to: 'otro' })))).toBe(131041);
  expect(codeOf(await send(aText('Hola', toGroup), { path: '/v26.0/209876543210988/messages' }))).toBe(
    131041,
  );
});

test('the window of a group is opened by any participant and is not that of the person [groups/pricing]', async () => {
  const { send, pass, world } = await openedGroup(neighbour, '526440000102');
  expect(codeOf(await send(aText()))).toBe(131047);
  await pass(24 * 3600);
  expect(codeOf(await send(aText('Hola', toGroup)))).toBe(131047);
  await world.say({ from: '526440000102', whatsappGroupId: groupId, text: 'Buenos días' });
  expect((await send(aText('Hola', toGroup))).status).toBe(200);
});
