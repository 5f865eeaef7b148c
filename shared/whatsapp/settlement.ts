import { type DeliveryReport, type HeldIntent, reported } from '../domain/sending.ts';
import { log } from '../runtime/log.ts';
import { emit, metricNames } from '../runtime/metrics.ts';
import type { Intents } from '../store/intents.ts';
import { callsSomebody, remedyFor, verdictOf } from './errors.ts';
import type { DeliveryStatus } from './status.ts';

/** Applies Meta's statuses to intents; the sender does it for those that came before the answer to its send. */
export type SettleDeps = {
  intents: Intents;
  /** Puts an intent that must be said again in the way of its lane. */
  later: (intent: HeldIntent) => Promise<void>;
  now: () => Date;
  random: () => number;
};

/** Each lost round means that another status, or the sender, moved the same intent. */
const maxRounds = 10;

/**
 * Moves an intent by one status; doing it again changes nothing.
 * @returns false when there is no such intent.
 * @throws Error when others moved it in every round: the queue will try again.
 */
export async function applyStatus(
  intentId: string,
  status: DeliveryStatus,
  deps: SettleDeps,
): Promise<boolean> {
  const { intents, now } = deps;
  for (let round = 0; round < maxRounds; round++) {
    const held = await intents.read(intentId);
    if (held === null) return false;
    if (await concernsOneOfMany(held, status, intents)) return true;
    // Statuses of a group's participants come without our id: they find the intent by this.
    if (held.wamid === null && status.stage !== 'failed') await intents.noteSent(status.messageKey, held.id);
    const change = reported(held, reportOf(held, status, deps), now());
    if (change === null) return true;
    const changed = await intents.change(held, change);
    if (changed === null) continue;
    tell(changed, status);
    if (changed.state === 'pending') await deps.later(changed);
    return true;
  }
  throw new Error('An intent could not be settled: others moved it in every round');
}

/** One participant's failure is none of the whole message; one participant's reading tells that it arrived. */
async function concernsOneOfMany(
  held: HeldIntent,
  status: DeliveryStatus,
  intents: Intents,
): Promise<boolean> {
  const { stage, participantKey } = status;
  if (participantKey === null || stage === 'sent') return false;
  await intents.noteParticipant(held.id, stage, participantKey);
  return stage === 'failed';
}

function reportOf(held: HeldIntent, status: DeliveryStatus, { now, random }: SettleDeps): DeliveryReport {
  const { messageKey, wamid, stage, code } = status;
  if (stage !== 'failed') return { messageKey, wamid, stage };
  const remedy = remedyFor({ code, http: 400, isTransient: false });
  return {
    messageKey,
    wamid,
    stage: {
      failed: verdictOf(remedy, held, now(), random()),
      outcome: code === null ? 'no-code' : String(code),
    },
  };
}

function tell({ id, lane, state }: HeldIntent, { stage, code }: DeliveryStatus): void {
  if (stage !== 'failed') return log.info('intent-settled', { intentId: id, lane, state });
  log.warn('intent-failed-later', { intentId: id, lane, state, ...(code !== null && { code }) });
  if (state === 'failed') emit(metricNames.sendFailed);
  if (callsSomebody(remedyFor({ code, http: 400, isTransient: false }), state === 'failed'))
    emit(metricNames.sendBlocked);
}
