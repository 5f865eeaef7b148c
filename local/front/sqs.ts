import type { Stack } from '../template/stack.ts';
import { type Answer, jsonBody, jsonError, type Need, type Service, targetOperation } from './call.ts';
import type { KeyNeeds } from './keys.ts';

/** Batches need the permission of their single form. Source: Service Authorization Reference, Amazon SQS. */
const single: Record<string, string> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

/** Putting dead letters back takes, deletes and sends. Source: SQS developer guide, "dead-letter queue redrive permissions". */
const moveFrom = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** SQS: judged by queue, answered by the queue engine. */
export function sqsService(
  stack: Stack,
  keys: KeyNeeds,
  handle: (target: string, body: Buffer, signal: AbortSignal) => Promise<Answer>,
): Service {
  return {
    operation: targetOperation,
    needs({ operation, body }) {
      const input = jsonBody(body);
      if (operation === 'StartMessageMoveTask') {
        const from = String(input['SourceArn']);
        const sources = stack.queues.filter(
          (queue) => queue.properties.RedrivePolicy?.deadLetterTargetArn === from,
        );
        const to =
          typeof input['DestinationArn'] === 'string'
            ? [input['DestinationArn']]
            : sources.map(({ arn }) => arn);
        return [
          ...moveFrom.map((action) => onQueue(action, from)),
          ...to.map((arn) => onQueue('SendMessage', arn)),
        ];
      }
      const named = input['QueueUrl'] ?? input['QueueName'] ?? input['SourceArn'];
      if (typeof named !== 'string') return [{ action: `sqs:${operation}`, resource: '*' }];
      const name = named.slice(Math.max(named.lastIndexOf('/'), named.lastIndexOf(':')) + 1);
      const arn = `arn:aws:sqs:${stack.place.region}:${stack.place.accountId}:${name}`;
      const action = single[operation] ?? operation;
      const onKey =
        action === 'SendMessage' ? keys.toWrite(arn) : action === 'ReceiveMessage' ? keys.toRead(arn) : [];
      return [onQueue(action, arn), ...onKey];
    },
    handle: ({ headers, body, signal }) => handle(String(headers['x-amz-target']), body, signal),
    error(status, code, message) {
      const answer = jsonError('com.amazonaws.sqs#', 'application/x-amz-json-1.0')(status, code, message);
      return { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': `${code};Sender` } };
    },
  };
}

function onQueue(action: string, queueArn: string): Need {
  return { action: `sqs:${action}`, resource: queueArn };
}
