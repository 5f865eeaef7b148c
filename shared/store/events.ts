import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { InboundEvent } from '../queues/events.ts';
import { keys } from './keys.ts';

/**
 * Keeps an event that is no message (a group's, an account's, one of a kind yet unknown) as Meta sent it. A redelivery
 * overwrites it with the same.
 */
export async function keepEvent(
  client: DynamoDBDocumentClient,
  tableName: string,
  event: InboundEvent,
): Promise<void> {
  const { conversation: _, ...kept } = event;
  await client.send(
    new PutCommand({
      TableName: tableName,
      Item: { ...keys.event(new Date(event.receivedAt), event.id), ...kept },
    }),
  );
}
