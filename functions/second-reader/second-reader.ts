import type { InboundEvent, ReadingWork } from '../../shared/queues/events.ts';
import { log } from '../../shared/runtime/log.ts';
import { emit, metricNames } from '../../shared/runtime/metrics.ts';
import { failureOf, type GuardedReader, isRefusal } from '../../shared/second-reader/guarded.ts';
import { masked } from '../../shared/second-reader/masked.ts';
import { type Opinion, raises, together } from '../../shared/second-reader/opinion.ts';
import type { Rereadable, SecondReadings } from '../../shared/store/second-readings.ts';

/**
 * Arrives: keys of stored messages, some at a time. Leaves: each message's opinion, and an event that has triage apply
 * it, on the urgent queue where it makes the message more urgent.
 * Called by: the queue of readings, which triage fills once the message, its report and its answers are on their way.
 * May surprise: nothing here may hold anything up. A service that is throttled, slow or down is asked again after a
 * growing wait, and given up after some hours; the message stays as the embedded classifier read it.
 */
export type Deps = {
  secondReadings: SecondReadings;
  readers: readonly GuardedReader[];
  /** Hands an event to triage. */
  hand: (event: InboundEvent, urgent: boolean) => Promise<void>;
  /** Puts work back for later. */
  later: (work: ReadingWork, waitSeconds: number) => Promise<void>;
  now: () => Date;
};

const firstWaitSeconds = 15;
/** Longest delay of an SQS message. Source: Amazon SQS developer guide, "Amazon SQS delay queues". */
const longestWaitSeconds = 900;
/** With waits of 15 s, 30 s … 15 min: some three hours, after which a second reading helps nobody. */
const mostAttempts = 18;

type Task = { work: ReadingWork; stored: Rereadable };

/** Reads a batch of messages a second time. @throws what the table or a queue throws: the batch comes again. */
export async function readAgain(batch: readonly ReadingWork[], deps: Deps): Promise<void> {
  const stored = await Promise.all(batch.map(({ messageKey }) => deps.secondReadings.read(messageKey)));
  const tasks = batch.flatMap((work, index): Task[] => {
    const message = stored[index];
    return message ? [{ work, stored: message }] : [];
  });
  // A run that died after it kept the opinion left the event to be sent.
  await Promise.all(
    tasks.map(async ({ work, stored: { secondReading, understood, opinion } }) => {
      if (secondReading === 'told' && understood && opinion) await hand(work, understood, opinion, deps);
    }),
  );
  const asked = tasks.filter(({ stored: { secondReading } }) => secondReading === 'asked');
  if (asked.length === 0) return;
  const opinions = await ask(
    asked.map(({ stored: { text } }) => masked(text)),
    deps.readers,
  );
  await Promise.all(asked.map((task, index) => conclude(task, opinions[index] ?? null, deps)));
}

/** What all readers together say of each text; null where none of them answered. */
async function ask(texts: readonly string[], readers: readonly GuardedReader[]): Promise<(Opinion | null)[]> {
  const answers = await Promise.all(readers.map((reader) => answersOf(reader, texts)));
  return texts.map((_, index) => {
    const opinions = answers.flatMap((answer) => answer[index] ?? []);
    return opinions.length === 0 ? null : together(opinions);
  });
}

/**
 * All texts in one go; where that fails and there are several, each by itself: one text that a service refuses must not
 * cost the others their reading.
 */
async function answersOf(reader: GuardedReader, texts: readonly string[]): Promise<(Opinion | null)[]> {
  try {
    return await reader.read(texts);
  } catch (error) {
    log.warn('second-reader-failed', { source: reader.name, reason: failureOf(error), count: texts.length });
    if (texts.length === 1 || !isRefusal(error)) return texts.map(() => null);
    return (await Promise.all(texts.map((text) => answersOf(reader, [text])))).flat();
  }
}

async function conclude({ work, stored }: Task, opinion: Opinion | null, deps: Deps): Promise<void> {
  const { messageKey, attempt } = work;
  if (opinion !== null && stored.understood !== null) {
    await deps.secondReadings.tell(messageKey, opinion);
    return hand(work, stored.understood, opinion, deps);
  }
  if (attempt < mostAttempts) {
    const wait = Math.min(firstWaitSeconds * 2 ** (attempt - 1), longestWaitSeconds);
    return deps.later({ ...work, attempt: attempt + 1 }, wait);
  }
  await deps.secondReadings.giveUp(messageKey);
  log.warn('second-reading-skipped', { messageKey, attempts: attempt });
  emit(metricNames.secondReadingSkipped);
}

function hand(
  { messageKey }: ReadingWork,
  understood: NonNullable<Rereadable['understood']>,
  opinion: Opinion,
  deps: Deps,
): Promise<void> {
  const event: InboundEvent = {
    v: 1,
    // Already a keyed hash, and of this message only: its second reading waits for no one else's.
    id: `second-reading-${messageKey}`,
    conversation: messageKey,
    receivedAt: deps.now().toISOString(),
    kind: 'second-reading',
    messageKey,
  };
  return deps.hand(event, raises(understood, opinion));
}
