/**
 * What arrives: one event of urgent.fifo or inbound.fifo. What leaves: the stored message, its report and the intents
 * to answer, in one transaction; then those intents on their lanes. Called by: two functions, one for each queue.
 * Surprising: it may be stopped at any line and run again, in any order and in parallel with itself; the stored message
 * is what makes a second run say nothing new. Attachments are not linked here but when the report is read.
 */
import type { Content, InboundMessage } from '../../shared/domain/message.ts';
import type { InboundEvent } from '../../shared/queues/events.ts';
import { Unprocessable } from '../../shared/runtime/batch.ts';
import { log } from '../../shared/runtime/log.ts';
import { emit, metricNames } from '../../shared/runtime/metrics.ts';
import type { Person } from '../../shared/store/people.ts';
import { groupWindowOwner } from '../../shared/store/people.ts';
import { decode } from './decode.ts';
import type { TriageDeps } from './deps.ts';
import { join, repeated } from './join.ts';
import { reconsider } from './reconsider.ts';
import { recordOf, type Surroundings } from './record.ts';

export async function triage(event: InboundEvent, deps: TriageDeps): Promise<void> {
  switch (event.kind) {
    case 'message':
      return triageMessage(event, deps);
    case 'malformed':
      throw new Unprocessable(event.flaw?.reason ?? 'malformed', event.flaw?.path);
    case 'second-reading':
      return reconsider(event, deps);
    case 'group':
    case 'preference':
    case 'account':
    case 'error':
    case 'unknown':
      return deps.keepEvent(event);
    default:
      return event.kind satisfies never;
  }
}

async function triageMessage(event: InboundEvent, deps: TriageDeps): Promise<void> {
  const message = await decode(event, deps);
  const messageKey = deps.hash('message', message.wamid);
  const known = await deps.messages.find(messageKey);
  if (known) {
    // A former run may have died before it told the lanes.
    await deps.nudge(repeated(messageKey, known));
    return;
  }
  const surroundings = await look(message, deps);
  await act(message.content, { message, messageKey, event, ...surroundings }, deps);
  emit(metricNames.messageTriaged);
}

/** Who wrote and where; both are made, provisionally, when nobody knows them. */
async function look(
  message: InboundMessage,
  deps: TriageDeps,
): Promise<Pick<Surroundings, 'person' | 'group'>> {
  const person = await whoWrote(message, deps);
  const { whatsappGroupId } = message;
  if (whatsappGroupId === null) return { person, group: await ownGroup(person, deps) };
  const group = await deps.groups.ofWhatsapp(whatsappGroupId);
  await deps.contacts.rememberWhatsappGroup(group.code, whatsappGroupId);
  return { person, group };
}

async function whoWrote(message: InboundMessage, deps: TriageDeps): Promise<Person> {
  const { content, sender, senderName, sentAt } = message;
  if (content.kind !== 'identity-change') {
    const person = await deps.people.resolve(sender);
    await deps.contacts.remember(person.personKey, sender, senderName, sentAt);
    return person;
  }
  const former = { bsuid: content.previousBsuid ?? sender.bsuid, phone: sender.phone };
  const personKey = await deps.people.moveTo(former, content.next);
  await deps.contacts.remember(personKey, content.next, null, sentAt);
  return { personKey, isOperator: false };
}

/** A direct message belongs to the group of whoever is in one only; to the first by code of several. */
async function ownGroup({ personKey }: Person, deps: TriageDeps): Promise<Surroundings['group']> {
  const codes = (await deps.people.memberships(personKey)).map(({ groupCode }) => groupCode).toSorted();
  return codes[0] === undefined ? null : deps.groups.find(codes[0]);
}

async function act(content: Content, around: Surroundings, deps: TriageDeps): Promise<void> {
  const { message, messageKey, person, group } = around;
  switch (content.kind) {
    case 'reaction':
      await deps.messages.react(
        deps.hash('message', content.targetWamid),
        person.personKey,
        content.emoji,
        message.sentAt,
      );
      await deps.messages.putOnce(recordOf(around, null, null, [], deps));
      return;
    case 'identity-change':
    case 'opaque':
      // Whether these open a service window is not said by Meta: they are not counted.
      await deps.messages.putOnce(recordOf(around, null, null, [], deps));
      log.info('message-kept', { messageKey, kind: content.type });
      return;
    case 'text':
    case 'media':
    case 'location':
    case 'reply': {
      const owner =
        message.whatsappGroupId !== null && group ? groupWindowOwner(group.code) : person.personKey;
      await deps.people.openWindow(owner, message.phoneNumberId, message.sentAt);
      return join(around, deps);
    }
    default:
      return content satisfies never;
  }
}
