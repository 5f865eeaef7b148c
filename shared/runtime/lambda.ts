// The package types its default export only.
// oxlint-disable-next-line import/no-named-as-default
import middy, { type MiddyfiedHandler, type MiddyHandlerObject } from '@middy/core';
import type { Context } from 'aws-lambda';
import { errorName, log, logRequest } from './log.ts';

/**
 * Wraps a function's handler with what all share: log lines that know their request, and errors that reach Lambda
 * without their message, since Lambda writes it to the log and it may quote a neighbour.
 */
export function lambda<Event, Result>(
  handler: (event: Event) => Promise<Result>,
): MiddyfiedHandler<Event, Result> {
  const withoutContext = (event: Event, _context: Context, _options: MiddyHandlerObject): Promise<Result> =>
    handler(event);
  return middy<Event, Result>(withoutContext).use({
    before: ({ context }) => logRequest(context.awsRequestId),
    onError: (request) => {
      const name = errorName(request.error);
      log.error('function-failed', { error: name });
      throw new Error(`The function failed with ${name}; the reason is in the log line before`);
    },
  });
}
