import type { Clock } from '../clock.ts';
import { type Accepted, openAcceptance } from './accept.ts';
import { errorKind, refusal } from './errors.ts';
import type { DueStatus, Fact, Line, SentRecord } from './facts.ts';
import { type Fault, faultFor } from './faults.ts';
import type { Journal } from './journal.ts';
import type { OurNumber } from './numbers.ts';
import { parseRequest, type ReadMark } from './request.ts';
import { courseOf, type Statuses } from './statuses.ts';
import type { ApprovedTemplate } from './templates.ts';

/**
 * `POST /<version>/<PHONE_ID>/messages`: what arrives is checked as Meta checks it, accepted into a chat, and answered;
 * its statuses come later. A provoked fault of the recipient is spent by the request it spoils.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export type SendAnswer = { status: number; answer: unknown; drop?: boolean };

export function openSending(options: {
  clock: Clock;
  journal: Journal;
  statuses: Statuses;
  templates: readonly ApprovedTemplate[];
}) {
  const { clock, journal, statuses, templates } = options;
  const { state } = journal;
  const accept = openAcceptance({ state, now: () => clock.now(), templates });

  const markRead = (number: OurNumber, mark: ReadMark): { facts: Fact[]; answer: SendAnswer } => {
    const line = state.lines.get(mark.message_id);
    if (!line || line.author === null || line.phoneNumberId !== number.id)
      return { facts: [], answer: refusal(131009, 'The message to mark as read is not known.') };
    return {
      facts: [{ fact: 'seen-by-us', id: line.id }],
      answer: { status: 200, answer: { success: true } },
    };
  };

  /** @param path for the record of what was sent. */
  return async function send(number: OurNumber, path: string, raw: Buffer): Promise<SendAnswer> {
    const body = jsonOr(raw);
    const recipient = recipientIn(body);
    const fault = faultFor(state.faults, recipient);
    const note = (answer: SendAnswer, wamid: string | null): Fact => ({
      fact: 'request',
      record: {
        at: new Date(clock.now()).toISOString(),
        path,
        phoneNumberId: number.id,
        recipient,
        body: body ?? raw.toString('utf8'),
        status: answer.status,
        answer: answer.answer,
        accepted: wamid !== null || answer.status === 200,
        wamid,
        fault: fault?.fault ?? null,
      } satisfies SentRecord,
    });
    const spent: Fact[] = fault ? [{ fact: 'fault-spent', id: fault.id }] : [];

    const early = fault && refusedAtOnce(fault);
    if (early) {
      journal.record(note(early, null), ...spent);
      return early;
    }
    const parsed = parseRequest(body);
    if (parsed.kind === 'refused') {
      journal.record(note(parsed.refused, null));
      return parsed.refused;
    }
    if (parsed.kind === 'read') {
      const { facts, answer } = markRead(number, parsed.mark);
      journal.record(note(answer, null), ...facts);
      return answer;
    }
    const outcome = accept(number, parsed.message);
    if ('refused' in outcome) {
      journal.record(note(outcome.refused, null));
      return outcome.refused;
    }
    const dues = duesOf(outcome, fault);
    const answer = answerAfterSending(outcome.answer, fault);
    const first = fault?.fault === 'status-early' ? dues.shift() : undefined;
    journal.record(
      { fact: 'line', line: outcome.line },
      note(answer, outcome.line.id),
      ...spent,
      ...dues.map((due): Fact => ({ fact: 'status-due', due })),
    );
    statuses.schedule(dues);
    if (first) await statuses.post(first);
    if (fault?.fault === 'timeout')
      await new Promise<void>((done) => clock.at(clock.now() + fault.seconds * 1000, done));
    return answer;
  };

  function duesOf({ line, isOpen, undeliverable }: Accepted, fault: Fault | undefined): DueStatus[] {
    if (fault?.fault === 'status-lost') return [];
    const provoked = fault?.fault === 'error' && fault.how !== 'answer' ? errorKind(fault.code).code : null;
    return courseOf(line.id, clock.now(), {
      code: provoked ?? undeliverable ?? reactionFailure(line),
      isOpen,
      isReaction: line.shown.kind === 'reaction',
      isDoubled: fault?.fault === 'status-doubled',
      isReversed: fault?.fault === 'status-reversed',
    });
  }

  /** A reaction to something older than 30 days is accepted, and fails by webhook. */
  function reactionFailure({ shown, at }: Line): number | null {
    if (shown.kind !== 'reaction') return null;
    const target = state.lines.get(shown.target);
    return target && at - target.at > 30 * 24 * 3_600_000 ? 131009 : null;
  }
}

function refusedAtOnce(fault: Fault): SendAnswer | null {
  if (fault.fault === 'error' && fault.how === 'answer') return refusal(fault.code);
  if (fault.fault === 'http' && !fault.sends) return serverError(fault.status);
  return null;
}

function answerAfterSending(answer: unknown, fault: Fault | undefined): SendAnswer {
  if (fault?.fault === 'error' && fault.how === 'both') return refusal(fault.code);
  if (fault?.fault === 'http') return serverError(fault.status);
  const drop = fault?.fault === 'lost-answer' || fault?.fault === 'timeout';
  return drop ? { status: 200, answer, drop } : { status: 200, answer };
}

const serverError = (status: number): SendAnswer => ({
  status,
  answer: {
    error: {
      message: 'Service temporarily unavailable',
      type: 'OAuthException',
      code: 2,
      is_transient: true,
    },
  },
});

function jsonOr(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function recipientIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const { to, recipient } = body as { to?: unknown; recipient?: unknown };
  if (typeof to === 'string') return to;
  return typeof recipient === 'string' ? recipient : null;
}
