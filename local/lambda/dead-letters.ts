import type { Authorise } from '../front/authorise.ts';
import type { Refusal } from '../front/front.ts';
import type { Sqs } from '../sqs/engine.ts';
import type { FunctionResource, Stack } from '../template/stack.ts';

/**
 * What an asynchronous invocation could not do goes to the function's dead letters, where its role may send it.
 * Source: Lambda developer guide, "Adding a dead-letter queue".
 */
export function deadLetters(
  stack: Stack,
  sqs: Sqs,
  authorise: Authorise,
  refused: (refusal: Refusal) => void,
): (resource: FunctionResource, event: string) => Promise<void> {
  return async ({ constructId, properties }, event) => {
    const queue = stack.queues.find(({ arn }) => arn === properties.DeadLetterConfig?.TargetArn);
    if (!queue) return;
    const refusal = await authorise(properties.Role, { action: 'sqs:SendMessage', resource: queue.arn });
    if (refusal !== null) refused({ functionId: constructId, message: refusal });
    else await sqs.call('SendMessage', { QueueUrl: queue.ref, MessageBody: event });
  };
}
