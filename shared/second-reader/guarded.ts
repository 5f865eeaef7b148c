import { ConsecutiveBreaker, circuitBreaker, handleAll, isBrokenCircuitError } from 'cockatiel';
import type { SecondReader } from './opinion.ts';

/** Failures in a row after which a service is left alone, and for how long. */
const failuresInARow = 3;
const restMs = 30_000;

/**
 * A reader that is left alone for a while after it failed again and again (throttled, down, slower than the deadline),
 * so that a service in trouble is not asked by every message of the queue.
 * @param deadlineMs for one call of `read`, however many texts.
 */
export function guarded(reader: SecondReader, deadlineMs: number): SecondReader {
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: restMs,
    breaker: new ConsecutiveBreaker(failuresInARow),
  });
  return {
    name: reader.name,
    read: (texts, signal) =>
      breaker.execute(() => reader.read(texts, AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]))),
  };
}

/** Why a reader gave nothing, for the log: its circuit is open, or the class of its error. */
export const failureOf = (error: unknown): string =>
  isBrokenCircuitError(error) ? 'circuit-open' : error instanceof Error ? error.name : 'unknown';
