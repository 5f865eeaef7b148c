import { accepted, type HeldIntent, refused } from '../../shared/domain/sending.ts';
import { log } from '../../shared/runtime/log.ts';
import { emit, metricNames } from '../../shared/runtime/metrics.ts';
import { callsSomebody, remedyFor, unreachedRemedy, verdictOf } from '../../shared/whatsapp/errors.ts';
import type { SendOutcome } from '../../shared/whatsapp/graph.ts';
import { applyStatus } from '../../shared/whatsapp/settlement.ts';
import type { Deps } from './deps.ts';

/** Writes down what came of a send. `mine` is the intent as claimed; whoever moved it since has the word. */
export async function conclude(mine: HeldIntent, outcome: SendOutcome, deps: Deps): Promise<void> {
  switch (outcome.kind) {
    case 'accepted':
      return onAccepted(mine, outcome.wamid, deps);
    case 'refused':
      return onRefused(mine, outcome, deps);
    case 'unreached':
      return onUnreached(mine, outcome.reason, deps);
    case 'unknown':
      log.warn('send-unanswered', { ...named(mine), reason: outcome.reason });
      return deps.later(mine);
    default:
      return outcome satisfies never;
  }
}

/** Applies statuses that came before the answer to the send; on a rerun, those a killed process left. */
export async function settleKept(held: HeldIntent, deps: Deps): Promise<void> {
  if (held.wamid === null) return;
  const messageKey = (await deps.hash())('message', held.wamid);
  for (const status of await deps.intents.statusesKept(messageKey)) await applyStatus(held.id, status, deps);
}

async function onAccepted(mine: HeldIntent, wamid: string, deps: Deps): Promise<void> {
  const { intents } = deps;
  await intents.noteSent((await deps.hash())('message', wamid), mine.id);
  // Refused when its status was faster, which then holds what there is to know.
  await intents.change(mine, accepted(wamid));
  log.info('send-accepted', named(mine));
  emit(metricNames.sendAccepted);
  if (mine.utterance.kind === 'operator-card')
    emit(metricNames.operatorAlerted, deps.now().getTime() - Date.parse(mine.utterance.saidAt));
  await settleKept({ ...mine, wamid }, deps);
}

async function onRefused(
  mine: HeldIntent,
  { refusal, traceId }: Extract<SendOutcome, { kind: 'refused' }>,
  deps: Deps,
): Promise<void> {
  const remedy = remedyFor(refusal);
  const verdict = verdictOf(remedy, mine, deps.now(), deps.random());
  const outcome = refusal.code === null ? `http-${refusal.http}` : String(refusal.code);
  const mayHaveGone = remedy.kind === 'retry' && remedy.maybeSent === true && verdict.kind === 'again';
  const change = mayHaveGone
    ? // It stays claimed: its status may yet tell that it went out, and until the lease ends nobody repeats it.
      { outcome, strikes: mine.strikes + (verdict.isStrike ? 1 : 0) }
    : refused(mine, verdict, outcome, deps.now());
  const changed = await deps.intents.change(mine, change);
  log.warn('send-refused', {
    ...named(mine),
    reason: verdict.kind,
    ...(refusal.code !== null && { code: refusal.code }),
    ...(traceId !== null && { traceId }),
  });
  if (callsSomebody(remedy, verdict.kind === 'failed')) emit(metricNames.sendBlocked);
  if (verdict.kind === 'failed') emit(metricNames.sendFailed);
  if (changed !== null && changed.nextAttemptAt !== null) await deps.later(changed);
}

async function onUnreached(
  mine: HeldIntent,
  reason: Extract<SendOutcome, { kind: 'unreached' }>['reason'],
  deps: Deps,
): Promise<void> {
  const verdict = verdictOf(unreachedRemedy, mine, deps.now(), deps.random());
  const changed = await deps.intents.change(mine, refused(mine, verdict, reason, deps.now()));
  log.warn('graph-unreached', { ...named(mine), reason });
  if (reason === 'no-token') emit(metricNames.sendBlocked);
  if (changed !== null) await deps.later(changed);
}

const named = ({ id, lane, attempts }: HeldIntent) => ({ intentId: id, lane, attempts });
