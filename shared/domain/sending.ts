import type { Lane, StoredIntent } from './intent.ts';

/**
 * How far an intent has come, and what moves it: pure decisions over what is stored. Each gives the fields that change,
 * or null when nothing does; the store writes them only if nobody wrote in between (`revision`).
 */

/** A stored intent with what its next change depends on. */
export type HeldIntent = StoredIntent & {
  /** Counts the writes; a write that names a former one is refused. */
  revision: number;
  /** Refusals of the kind that is tried again only a few times. */
  strikes: number;
  /** Keyed hashes of Meta's ids of attempts that Meta took and then failed. */
  failedKeys: readonly string[];
};

export type Change = Partial<
  Pick<
    HeldIntent,
    'state' | 'attempts' | 'nextAttemptAt' | 'wamid' | 'templateOnly' | 'outcome' | 'strikes' | 'failedKeys'
  >
>;

/** What is done about a refusal of Meta's, decided by `shared/whatsapp/errors.ts`. */
export type Verdict =
  /** Say it again at that moment. */
  | { kind: 'again'; at: Date; isStrike: boolean }
  /** The service window is closed: say it again as a template, at once. */
  | { kind: 'template' }
  | { kind: 'failed' };

/** What Meta tells by webhook of a message it took. */
export type DeliveryReport = {
  /** Keyed hash of Meta's id of the message: which attempt this is about. */
  messageKey: string;
  wamid: string;
  stage: 'sent' | 'delivered' | 'read' | { failed: Verdict; outcome: string };
};

/** Clocks of two of our functions differ by less than this. */
const clockSkewMs = 1000;

/**
 * How long whoever claims an intent has it alone. On the urgent lane an emergency whose answer was lost is said again
 * after half a minute; elsewhere its status tells within minutes that Meta took it, so that nothing is said twice.
 */
const leaseMs = (lane: Lane): number => (lane === 'urgent' ? 30_000 : 15 * 60_000);

export const isSettled = ({ nextAttemptAt }: HeldIntent): boolean => nextAttemptAt === null;

/** Milliseconds until it may be tried; 0 when it is due. A settled intent never is. */
export function waitMs({ state, nextAttemptAt }: HeldIntent, now: Date): number {
  if (nextAttemptAt === null) return Number.POSITIVE_INFINITY;
  const wait = nextAttemptAt.getTime() - now.getTime();
  return wait <= (state === 'pending' ? clockSkewMs : 0) ? 0 : wait;
}

export function claimed(held: HeldIntent, now: Date): Change {
  return {
    state: 'claimed',
    attempts: held.attempts + 1,
    nextAttemptAt: new Date(now.getTime() + leaseMs(held.lane)),
  };
}

export const accepted = (wamid: string): Change => ({
  state: 'accepted',
  wamid,
  nextAttemptAt: null,
  outcome: null,
});

export const dropped = (reason: string): Change => ({
  state: 'dropped',
  outcome: reason,
  nextAttemptAt: null,
});

export function refused(held: HeldIntent, verdict: Verdict, outcome: string, now: Date): Change {
  switch (verdict.kind) {
    case 'again':
      return {
        state: 'pending',
        nextAttemptAt: verdict.at,
        outcome,
        ...(verdict.isStrike && { strikes: held.strikes + 1 }),
      };
    case 'template':
      return { state: 'pending', nextAttemptAt: now, templateOnly: true, outcome };
    case 'failed':
      return { state: 'failed', nextAttemptAt: null, outcome };
    default:
      return verdict satisfies never;
  }
}

/** Later ones win whatever the order of arrival; what reached the person is never undone by a failure. */
const rank = {
  pending: 0,
  claimed: 0,
  dropped: 0,
  expanded: 9,
  accepted: 1,
  sent: 2,
  failed: 3,
  delivered: 4,
  read: 5,
};

/**
 * What a report of Meta's changes. Statuses come doubled, in any order, and before or after the answer to the send.
 * That a message reached somebody counts whichever attempt it was; `sent` and `failed` only for the present attempt.
 */
export function reported(held: HeldIntent, report: DeliveryReport, now: Date): Change | null {
  const { messageKey, wamid, stage } = report;
  if (stage === 'delivered' || stage === 'read')
    return rank[stage] > rank[held.state]
      ? { state: stage, wamid, nextAttemptAt: null, outcome: null }
      : null;
  const isFormer = held.failedKeys.includes(messageKey) || (held.wamid !== null && held.wamid !== wamid);
  if (isFormer) return null;
  if (stage === 'sent')
    return rank.sent > rank[held.state] ? { state: 'sent', wamid, nextAttemptAt: null, outcome: null } : null;
  if (rank.failed <= rank[held.state]) return null;
  const isOver = stage.failed.kind === 'failed';
  return {
    ...refused(held, stage.failed, stage.outcome, now),
    wamid: isOver ? wamid : null,
    failedKeys: [...held.failedKeys, messageKey],
  };
}
