import type { InboundEvent } from '../../shared/queues/events.ts';
import { Unprocessable } from '../../shared/runtime/batch.ts';
import { log } from '../../shared/runtime/log.ts';
import { emit, metricNames } from '../../shared/runtime/metrics.ts';
import { type Opinion, reconsidered } from '../../shared/second-reader/opinion.ts';
import { type Rereadable, reunderstood } from '../../shared/store/second-readings.ts';
import { decode } from './decode.ts';
import type { TriageDeps } from './deps.ts';
import { write } from './join.ts';
import type { Surroundings } from './record.ts';

/**
 * Applies what a second reader said of a stored message: to the message, to its report, and, where it is an emergency
 * now, to whoever must be told. Once: a rerun finds it applied and only nudges.
 */
export async function reconsider(event: InboundEvent, deps: TriageDeps): Promise<void> {
  const { messageKey } = event;
  if (messageKey === undefined) throw new Unprocessable('message-key-missing', 'messageKey');
  const stored = await deps.secondReadings.read(messageKey);
  if (stored === null) throw new Unprocessable('message-not-stored');
  const { understood, opinion, folio, secondReading } = stored;
  if (secondReading === 'applied') return deps.nudge({ intents: stored.intents });
  if (secondReading !== 'told' || understood === null || opinion === null) return;
  const around = await surroundingsOf(messageKey, stored, event, deps);
  const classification = reconsidered(understood, heard(opinion, around));
  await write(
    around,
    classification,
    { folio, storing: (...as) => reunderstood(deps.tableName, messageKey, ...as) },
    { ...deps, redact: (text) => deps.redact(text, opinion.pii), readsTwice: false },
  );
  const isRaised = classification.priority !== understood.priority;
  log.info('message-reconsidered', { messageKey, priority: classification.priority });
  if (isRaised) emit(metricNames.secondReadingRaised);
}

async function surroundingsOf(
  messageKey: string,
  { phoneNumberId, receivedAt, raw, groupCode }: Rereadable,
  event: InboundEvent,
  deps: TriageDeps,
): Promise<Surroundings> {
  const { fragment, claimKey } = raw;
  const told: InboundEvent = {
    ...event,
    receivedAt,
    phoneNumberId,
    ...(fragment !== undefined && { fragment }),
    ...(claimKey !== undefined && { claim: { key: claimKey, bytes: 0 } }),
  };
  const message = await decode(told, deps);
  const person = await deps.people.resolve(message.sender);
  const group = groupCode === null ? null : await deps.groups.find(groupCode);
  return { message, messageKey, event: told, person, group };
}

/** What came through many hands is hearsay, whoever reads it: of that only the places count. */
function heard({ location, pii, ...said }: Opinion, { message }: Surroundings): Opinion {
  return { location, pii, ...(!message.frequentlyForwarded && said) };
}
