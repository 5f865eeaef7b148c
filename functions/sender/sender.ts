import { claimed, dropped, type HeldIntent, isSettled, waitMs } from '../../shared/domain/sending.ts';
import type { OutboundWork } from '../../shared/queues/events.ts';
import { Unprocessable } from '../../shared/runtime/batch.ts';
import { log } from '../../shared/runtime/log.ts';
import { emit, metricNames } from '../../shared/runtime/metrics.ts';
import { expand } from './audience.ts';
import { compose } from './compose.ts';
import { conclude, settleKept } from './conclude.ts';
import type { Deps } from './deps.ts';

/**
 * Arrives: the id of an intent whose moment has come; the same one any number of times.
 * Leaves: a message at the Graph API and the intent accepted, waiting, failed or dropped.
 * Called by: the three lanes; `UrgentSender` and `Sender` are this code twice.
 * May surprise: nothing here waits or repeats. What must be said again is pending in the table, and its queue record
 * is done: an hour without the Graph API puts nothing among the dead letters.
 */

/** @throws Unprocessable for an intent that was never written: it is, before its id reaches any queue. */
export async function say({ intentId }: OutboundWork, deps: Deps): Promise<void> {
  const held = await deps.intents.read(intentId);
  if (held === null) throw new Unprocessable('no-such-intent', 'intentId');
  if (isSettled(held)) return settleKept(held, deps);
  const now = deps.now();
  if (waitMs(held, now) > 0) return deps.later(held);
  if (now > held.notAfter) return drop(held, 'stale', deps);
  if (held.to.kind === 'operators') return expand(held, held.to.municipalities, deps);
  // Composed before it is claimed: a read that fails must not keep others off for the length of a lease.
  const composed = await compose(held, now, deps);
  if (composed.kind === 'nobody') return drop(held, composed.reason, deps);
  const mine = await deps.intents.change(held, claimed(held, now));
  if (mine === null) return;
  await conclude(mine, await deps.graph.send(mine.phoneNumberId, composed.body), deps);
}

async function drop(held: HeldIntent, reason: string, deps: Deps): Promise<void> {
  if ((await deps.intents.change(held, dropped(reason))) === null) return;
  log.warn('intent-dropped', { intentId: held.id, lane: held.lane, reason });
  emit(metricNames.sendDropped);
}
