import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from './keys.ts';

/** Whoever attends reports, by municipality; those of `*` attend all of them. */
export type Operators = {
  /** Keys of the people on duty for any of the municipalities (none: not known which), in order, each once. */
  onDuty(municipalities: readonly string[]): Promise<string[]>;
};

const operator = z.object({ personKey: z.string(), onDuty: z.boolean() });

export function operators(client: DynamoDBDocumentClient, tableName: string): Operators {
  const of = async (municipality: string): Promise<z.infer<typeof operator>[]> => {
    const found: z.infer<typeof operator>[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const answer = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': keys.operator(municipality, '').pk },
          ConsistentRead: true,
          ExclusiveStartKey: from,
        }),
      );
      for (const item of answer.Items ?? []) found.push(operator.parse(item));
      from = answer.LastEvaluatedKey;
    } while (from);
    return found;
  };

  return {
    async onDuty(municipalities) {
      const rosters = await Promise.all(['*', ...municipalities].map(of));
      const present = rosters.flat().filter(({ onDuty }) => onDuty);
      return [...new Set(present.map(({ personKey }) => personKey))].toSorted();
    },
  };
}
