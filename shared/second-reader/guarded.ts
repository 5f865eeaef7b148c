import { ConsecutiveBreaker, circuitBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import type { Opinion, SecondReader } from './opinion.ts';

/** A second reader with a deadline of its own. */
export type GuardedReader = {
  name: SecondReader['name'];
  read: (texts: readonly string[]) => Promise<Opinion[]>;
};

/** Failures in a row after which a service is left alone, and for how long. */
const failuresInARow = 3;
const restMs = 30_000;

/**
 * A reader that is left alone for a while after it failed again and again (throttled, down, slower than the deadline),
 * so that a service in trouble is not asked by every message of the queue.
 * @param deadlineMs for one call of `read`, however many texts.
 */
export function guarded(reader: SecondReader, deadlineMs: number): GuardedReader {
  const breaker = circuitBreaker(
    handleWhen((error) => !isRefusal(error)),
    {
      halfOpenAfter: restMs,
      breaker: new ConsecutiveBreaker(failuresInARow),
    },
  );
  return {
    name: reader.name,
    read: (texts) => breaker.execute(() => reader.read(texts, AbortSignal.timeout(deadlineMs))),
  };
}

/**
 * Errors of one text, not of the service: whoever writes texts that are refused must not switch the reader off for others.
 * Source: Comprehend and Bedrock API references, common errors.
 */
const refusals: ReadonlySet<string> = new Set([
  'InvalidRequestException',
  'TextSizeLimitExceededException',
  'UnsupportedLanguageException',
  'ValidationException',
  'ModelErrorException',
  'UnusableAnswer',
]);

export const isRefusal = (error: unknown): boolean => error instanceof Error && refusals.has(error.name);

/** Why a reader gave nothing, for the log: its circuit is open, or the class of its error. */
export const failureOf = (error: unknown): string =>
  isBrokenCircuitError(error) ? 'circuit-open' : error instanceof Error ? error.name : 'unknown';
