import type { HeldIntent, Verdict } from '../domain/sending.ts';

/**
 * What is done about each of Meta's error codes. The same code may come as the answer to a send, as a `failed` status,
 * or both. Decided by code alone: titles change.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/error-codes
 */
export type Remedy =
  /**
   * Try again after `seconds`, each time `factor` times longer, up to the lane's longest wait. With `strikes`,
   * only that many times. `maybeSent`: as an answer it leaves open whether the message went out, so that the wait is
   * for its status first.
   */
  | { kind: 'retry'; seconds: number; factor: number; strikes?: number; maybeSent?: true }
  /** Say it as a template; if it was one, it has failed. */
  | { kind: 'template' }
  /** Final for this message. `alarm`: our own fault or setup, which a person must mend. */
  | { kind: 'drop'; alarm?: true }
  /** Only a person can mend it: the message is kept, tried every so often, and somebody is called. */
  | { kind: 'hold'; seconds: number };

/** A digest may wait a quarter of an hour; an emergency must go out within a minute of Meta's return. */
const maxWaitSeconds = { urgent: 60, answers: 15 * 60, bulk: 15 * 60 } as const;

const soon = { kind: 'retry', seconds: 2, factor: 2 } as const;
const inMinutes = { kind: 'retry', seconds: 120, factor: 2 } as const;
const maybeSent = { kind: 'retry', seconds: 5, factor: 3, maybeSent: true } as const;
const drop = { kind: 'drop' } as const;
const mend = { kind: 'drop', alarm: true } as const;
const hold = { kind: 'hold', seconds: 300 } as const;

const remedies: ReadonlyMap<number, Remedy> = new Map<number, Remedy>([
  /** Token invalid or expired: a new one may be put at any minute. */
  [0, hold],
  [190, hold],
  /** Unknown, malformed or a fault of the server's. */
  [1, { ...maybeSent, strikes: 2 }],
  [2, maybeSent],
  /** Permission or capability lacking (with 200 to 299, below). */
  [3, hold],
  [10, hold],
  [131005, hold],
  /** Call limits of app and account. */
  [4, inMinutes],
  [80007, inMinutes],
  [33, hold],
  [100, mend],
  /** Account restricted for policy; locked. */
  [368, hold],
  [131031, hold],
  [130403, drop],
  /** Throughput of the number. */
  [130429, soon],
  [130472, drop],
  [130497, drop],
  [131000, { ...maybeSent, strikes: 3 }],
  [131008, mend],
  [131009, mend],
  [131016, maybeSent],
  /** A group of one: until somebody joins. */
  [131020, { kind: 'retry', seconds: 900, factor: 1 }],
  [131021, drop],
  [131026, drop],
  [131030, drop],
  [131037, hold],
  /** Unknown group, or we are no longer in it. */
  [131041, mend],
  /** No way to be paid: only paid sends fail, and which those are Meta alone knows. */
  [131042, hold],
  [131045, hold],
  [131047, { kind: 'template' }],
  /** Too many complaints: more sends make it worse. */
  [131048, { kind: 'hold', seconds: 900 }],
  [131049, drop],
  [131050, drop],
  [131051, drop],
  [131052, drop],
  [131053, mend],
  [131055, drop],
  /** The same person too fast: 1, 4, 16 … seconds. */
  [131056, { kind: 'retry', seconds: 1, factor: 4 }],
  /** Maintenance; upgrade of the number's throughput. */
  [131057, { kind: 'retry', seconds: 60, factor: 2 }],
  [2494100, { kind: 'retry', seconds: 60, factor: 2 }],
  [131062, mend],
  [131063, drop],
  [131064, hold],
  [131207, hold],
  [131208, inMinutes],
  [131215, mend],
  /** Templates: parameters, absent, too long, against policy, disabled. */
  [132000, mend],
  [132001, mend],
  [132005, mend],
  [132007, mend],
  [132012, mend],
  [132016, mend],
  [132018, mend],
  /** Paused: until its quality is reviewed. */
  [132015, { kind: 'hold', seconds: 900 }],
  [132068, drop],
  [132069, drop],
  /** The number is not registered, or is being. */
  [133000, hold],
  [133004, { kind: 'retry', seconds: 60, factor: 2 }],
  [133005, hold],
  [133006, hold],
  [133008, hold],
  [133009, hold],
  [133010, hold],
  [133015, hold],
  [133016, hold],
  [134100, drop],
  [135000, mend],
]);

/** When no connection to the Graph API came about. */
export const unreachedRemedy: Remedy = soon;

/** A refusal as the Graph API answers it, or as a `failed` status tells it (then `http` is 400). */
export type Refusal = {
  /** Null where the answer was not Meta's: a proxy's or a provider's. */
  code: number | null;
  http: number;
  /** Meta's own word that trying again may help. */
  isTransient: boolean;
};

/** @returns the remedy by code; for a code not known, by what HTTP tells. */
export function remedyFor({ code, http, isTransient }: Refusal): Remedy {
  const known = code === null ? undefined : remedies.get(code);
  if (known) return known;
  if (code !== null && code >= 200 && code <= 299) return hold;
  if (http >= 500) return { ...maybeSent, strikes: 10 };
  if (http === 429 || isTransient) return inMinutes;
  if (code === null && (http === 401 || http === 403)) return hold;
  return mend;
}

/**
 * True where a person must look: it is ours to mend, or trying again came to its end.
 * @param isOver the verdict was that the message has failed.
 */
export const callsSomebody = (remedy: Remedy, isOver: boolean): boolean =>
  remedy.kind === 'hold' ||
  (remedy.kind === 'drop' && remedy.alarm === true) ||
  (remedy.kind === 'retry' && isOver);

/**
 * Applies a remedy to an intent.
 * @param random from 0 to 1: spreads waits by a fifth, so that what was refused together does not come back together.
 */
export function verdictOf(remedy: Remedy, held: HeldIntent, now: Date, random: number): Verdict {
  const after = (seconds: number): Date =>
    new Date(now.getTime() + Math.min(seconds, maxWaitSeconds[held.lane]) * (1 + random / 5) * 1000);
  switch (remedy.kind) {
    case 'retry': {
      if (remedy.strikes !== undefined && held.strikes >= remedy.strikes) return { kind: 'failed' };
      const nth = Math.min(Math.max(held.attempts - 1, 0), 20);
      const at = after(remedy.seconds * remedy.factor ** nth);
      return { kind: 'again', at, isStrike: remedy.strikes !== undefined };
    }
    case 'hold':
      return { kind: 'again', at: after(remedy.seconds), isStrike: false };
    case 'template':
      return held.templateOnly ? { kind: 'failed' } : { kind: 'template' };
    case 'drop':
      return { kind: 'failed' };
    default:
      return remedy satisfies never;
  }
}
