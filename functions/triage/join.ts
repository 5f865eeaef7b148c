import type { Anchor } from '../../shared/domain/anchor.ts';
import { anchorOf, anchorText } from '../../shared/domain/anchor.ts';
import { folioFrom } from '../../shared/domain/folio.ts';
import type { Intent } from '../../shared/domain/intent.ts';
import type { Classification } from '../../shared/domain/taxonomy.ts';
import type { MessageContext } from '../../shared/language/context.ts';
import { log } from '../../shared/runtime/log.ts';
import { emit, metricNames } from '../../shared/runtime/metrics.ts';
import { type IntentReference, messagePut, type Pending } from '../../shared/store/messages.ts';
import { intentPut } from '../../shared/store/outbox.ts';
import { anchorPut, attachedPut, groupDayPut, saidPut } from '../../shared/store/reports.ts';
import type { TransactItem } from '../../shared/store/table.ts';
import { answersTo } from './answers.ts';
import type { Nudge, TriageDeps } from './deps.ts';
import { isAttachment, isUnheard, understand, wordsOf } from './reading.ts';
import { pinOf, recordOf, type Surroundings } from './record.ts';

/**
 * Neighbours of one event write at the same second: each round, one of them wins each item and the others see what it
 * wrote. After this many lost rounds the queue tries again.
 */
const maxRounds = 10;
const maxPauseMs = 40;

/**
 * Understands a message, joins it to its report or opens one, and stores both with all that is to be said, in one
 * transaction. A rerun, a redelivery and a race end in the same state.
 */
export async function join(around: Surroundings, deps: TriageDeps): Promise<void> {
  const { message, messageKey } = around;
  const classification = understand(message.content, await contextOf(around, deps), deps.classify);
  const written = await write(
    around,
    classification,
    { storing: (...as) => messagePut(deps.tableName, recordOf(around, ...as, deps)) },
    deps,
  );
  if (!written) return;
  const { folio, opens } = written;
  const ms = deps.now().getTime() - message.sentAt.getTime();
  const { incident, priority } = classification;
  if (folio === null) return log.info('message-kept', { messageKey, priority });
  log.info(opens ? 'report-opened' : 'report-joined', { folio, priority, ms, ...(incident && { incident }) });
  if (opens) emit(metricNames.reportOpened);
  if (priority === 'high') emit(metricNames.emergencyTriaged, ms);
}

/** How the message itself is stored, with what it belongs to and causes. */
type Storing = (
  classification: Classification,
  folio: string | null,
  intents: IntentReference[],
) => TransactItem;

/** How a message is written: for the first time, or again with the report it stands in. */
export type Writing = { storing: Storing; folio?: string | null };

/** Joins and stores a message as it is understood; null when another run had done it already. */
export async function write(
  around: Surroundings,
  classification: Classification,
  writing: Writing,
  deps: TriageDeps,
): Promise<Attempt | null> {
  const { message, messageKey, person, group } = around;
  const whereabouts = {
    groupCode: group?.code ?? null,
    municipality: group?.municipality ?? null,
    personKey: person.personKey,
  };
  const anchor = anchorOf(classification, message.sentAt, whereabouts, deps.day);
  for (let round = 0; round < maxRounds; round++) {
    const attempt = await prepare(around, classification, anchor, writing, deps);
    const outcome = await deps.transact(attempt.items);
    if (outcome === 'written') {
      await deps.nudge({ intents: attempt.intents.map(referenceTo), ...furtherWork(around, deps) });
      return attempt;
    }
    const known = await deps.messages.find(messageKey);
    if (known && isDone(known, writing)) {
      await deps.nudge(repeated(messageKey, known));
      return null;
    }
    await pause();
  }
  throw new Error('A message could not be joined to its report: too many wrote to it at once');
}

/** Whatever a stored message still waits for. */
export const repeated = (messageKey: string, known: Pending): Nudge => ({
  intents: known.intents,
  media: known.mediaPending ? messageKey : null,
  secondReading: known.secondReading === 'asked' ? messageKey : null,
});

/** A new message is done once it is stored; a second reading, once it was applied. */
const isDone = ({ secondReading }: Pending, { folio }: Writing): boolean =>
  folio === undefined || secondReading === 'applied';

function furtherWork(
  { message: { content }, messageKey }: Surroundings,
  { readsTwice }: TriageDeps,
): Pick<Nudge, 'media' | 'secondReading'> {
  return {
    media: content.kind === 'media' ? messageKey : null,
    secondReading: readsTwice && wordsOf(content).trim() !== '' ? messageKey : null,
  };
}

/** What helps to read a message: its group's municipality, who speaks, what it quotes, through how many hands it came. */
async function contextOf(
  { message, person, group }: Surroundings,
  deps: TriageDeps,
): Promise<MessageContext> {
  const { quotedWamid, forwarded, frequentlyForwarded } = message;
  const quotedText =
    quotedWamid === null ? null : await deps.messages.textOf(deps.hash('message', quotedWamid));
  return {
    ...(group?.municipality && { municipality: group.municipality }),
    ...(quotedText && { quotedText }),
    speaker: person.isOperator ? 'operator' : 'member',
    forwarded,
    frequentlyForwarded,
  };
}

type Attempt = { items: TransactItem[]; intents: Intent[]; folio: string | null; opens: boolean };

async function prepare(
  around: Surroundings,
  classification: Classification,
  anchor: Anchor | null,
  writing: Writing,
  deps: TriageDeps,
): Promise<Attempt> {
  const { tableName } = deps;
  const { message, messageKey, person, group } = around;
  const { folio, opens } = await standingOf(anchor, writing, deps);
  const intents = folio === null ? [] : answersOf(around, classification, folio, deps);
  const written = await deps.knownIntents(intents.map(({ id }) => id));
  const { sentAt } = message;
  const groupCode = group?.code ?? null;
  const items: TransactItem[] = [
    writing.storing(classification, folio, intents.map(referenceTo)),
    ...intents.filter(({ id }) => !written.has(id)).map((intent) => intentPut(tableName, intent)),
  ];
  if (folio !== null) {
    const { scores: _scores, places: _places, ...understood } = classification;
    if (opens && anchor) items.push(anchorPut(tableName, folio, anchorText(anchor)));
    items.push(
      saidPut(tableName, folio, {
        ...understood,
        messageKey,
        sentAt,
        personKey: person.personKey,
        groupCode,
      }),
    );
    if (groupCode !== null) items.push(groupDayPut(tableName, groupCode, deps.day(sentAt), folio));
  }
  if (isAttachment(message.content)) {
    const { personKey } = person;
    items.push(attachedPut(tableName, { messageKey, sentAt, personKey, pin: pinOf(message) }));
  }
  return { items, intents, folio, opens };
}

/** The report a message stands in: the one it was joined to before, or its anchor's. */
async function standingOf(
  anchor: Anchor | null,
  { folio }: Writing,
  deps: TriageDeps,
): Promise<{ folio: string | null; opens: boolean }> {
  if (folio !== null && folio !== undefined) return { folio, opens: false };
  return anchor ? folioOf(anchor, deps) : { folio: null, opens: false };
}

/**
 * The folio of an anchor: derived from it, so that whoever comes first gives the report the same one. Should another
 * report have it by chance, the next derivation is taken, again the same for all.
 */
async function folioOf(anchor: Anchor, deps: TriageDeps): Promise<{ folio: string; opens: boolean }> {
  const text = anchorText(anchor);
  for (let derivation = 0; ; derivation++) {
    const folio = folioFrom(deps.hash('folio', `${text}|${derivation}`));
    const taken = await deps.reports.anchorOf(folio);
    if (taken === null || taken === text) return { folio, opens: taken === null };
  }
}

function answersOf(
  { message, event, person, group }: Surroundings,
  classification: Classification,
  folio: string,
  deps: TriageDeps,
): Intent[] {
  return answersTo(
    {
      classification,
      folio,
      sentAt: message.sentAt,
      receivedAt: new Date(event.receivedAt),
      personKey: person.personKey,
      isOperator: person.isOperator,
      groupCode: group?.code ?? null,
      inWhatsappGroup: message.whatsappGroupId !== null,
      municipality: group?.municipality ?? null,
      phoneNumberId: message.phoneNumberId,
      redacted: isUnheard(message.content) ? null : deps.redact(wordsOf(message.content)),
    },
    deps.hash,
  );
}

const referenceTo = ({ id, lane }: Intent): IntentReference => ({ id, lane });

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.random() * maxPauseMs);
  });
}
