import type { Intent } from '../../shared/domain/intent.ts';
import type { HeldIntent } from '../../shared/domain/sending.ts';
import { log } from '../../shared/runtime/log.ts';
import { emit, metricNames } from '../../shared/runtime/metrics.ts';
import type { Deps } from './deps.ts';

/** How soon it is looked again for somebody on duty. */
const lookAgainMs = 60_000;

/**
 * Turns what is for the operators of municipalities into one intent for each who is on duty. Until somebody is, it
 * stays pending and an alarm rings each minute. Ids come from the audience's and the person's: a rerun makes no more.
 */
export async function expand(held: HeldIntent, municipalities: readonly string[], deps: Deps): Promise<void> {
  const present = await deps.operators.onDuty(municipalities);
  if (present.length === 0) return waitForSomebody(held, deps);
  const own = present.map((personKey) => intentFor(held, personKey));
  await Promise.all(own.map((intent) => deps.intents.putOnce(intent)));
  // Before the audience is done with: a process that dies in between runs again and says them again, harmlessly.
  await deps.nudge(
    held.lane,
    own.map(({ id }) => id),
  );
  const done = await deps.intents.change(held, { state: 'expanded', nextAttemptAt: null, outcome: null });
  if (done !== null) log.info('intent-expanded', { intentId: held.id, lane: held.lane, count: own.length });
}

async function waitForSomebody(held: HeldIntent, deps: Deps): Promise<void> {
  emit(metricNames.emergencyWithoutOperator);
  log.error('nobody-on-duty', { intentId: held.id, lane: held.lane });
  const nextAttemptAt = new Date(deps.now().getTime() + lookAgainMs);
  const waiting = await deps.intents.change(held, { nextAttemptAt, outcome: 'nobody-on-duty' });
  if (waiting !== null) await deps.later(waiting);
}

function intentFor(audience: HeldIntent, personKey: string): Intent {
  const { id, lane, phoneNumberId, utterance, cause, createdAt, notAfter } = audience;
  return {
    id: `${id}:${personKey}`,
    lane,
    to: { kind: 'person', personKey },
    phoneNumberId,
    utterance,
    cause,
    createdAt,
    notAfter,
  };
}
