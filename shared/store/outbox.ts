import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Intent } from '../domain/intent.ts';
import { due, keys } from './keys.ts';
import type { TransactItem } from './table.ts';

/** Writes an intent once, pending from now on, as part of the transaction of its cause. */
export function intentPut(tableName: string, intent: Intent): { Put: NonNullable<TransactItem['Put']> } {
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...keys.intent(intent.id),
        ...intent,
        createdAt: intent.createdAt.toISOString(),
        notAfter: intent.notAfter.toISOString(),
        state: 'pending',
        attempts: 0,
        nextAttemptAt: intent.createdAt.toISOString(),
        wamid: null,
        templateOnly: false,
        outcome: null,
        ...due('intent', intent.createdAt),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** Which of these intents are written already. At most 100 ids. */
export async function knownIntents(
  client: DynamoDBDocumentClient,
  tableName: string,
  ids: string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  let wanted: Record<string, unknown>[] = ids.map((id) => keys.intent(id));
  const found = new Set<string>();
  while (wanted.length > 0) {
    const answer = await client.send(
      new BatchGetCommand({
        RequestItems: {
          [tableName]: { Keys: wanted, ConsistentRead: true, ProjectionExpression: 'id' },
        },
      }),
    );
    for (const item of answer.Responses?.[tableName] ?? []) found.add(String(item['id']));
    wanted = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return found;
}
