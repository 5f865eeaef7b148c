import middy, { type MiddyfiedHandler } from '@middy/core';
import { errorName, log, logRequest } from './log.ts';

type RequestContext = { awsRequestId?: string };

/**
 * Wraps a function's handler with what all share: log lines that know their request, and errors that reach Lambda
 * without their message, since Lambda writes it to the log and it may quote a neighbour.
 */
export function lambda<Event, Result>(handler: (event: Event) => Promise<Result>): MiddyfiedHandler<Event, Result> {
  return middy<Event, Result>(async (event) => handler(event)).use({
    before: ({ context }) => logRequest((context as RequestContext).awsRequestId),
    onError: (request) => {
      const name = errorName(request.error);
      log.error('function-failed', { error: name });
      throw new Error(`The function failed with ${name}; the reason is in the log line before`);
    },
  });
}
