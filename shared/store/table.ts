import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

/**
 * A client for plain JavaScript values. Time-outs are far below the SDK's (none): a stuck connection must be tried
 * again inside the function's own time.
 */
export function documentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** `conflict`: another transaction held one of the items; nothing was decided. */
export type TransactOutcome = 'written' | 'refused' | 'conflict';

/**
 * Writes all or nothing. A refused condition is an outcome, not an error.
 * @throws what DynamoDB throws for anything but a refused condition or a conflict.
 */
export async function transact(
  client: DynamoDBDocumentClient,
  items: TransactItem[],
): Promise<TransactOutcome> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: items }));
    return 'written';
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = error.CancellationReasons?.map(({ Code }) => Code) ?? [];
    if (codes.includes('ConditionalCheckFailed')) return 'refused';
    if (codes.some((code) => code === 'TransactionConflict' || code === 'ThrottlingError')) return 'conflict';
    throw error;
  }
}

/** The answer of a conditional write, or null where its condition did not hold: somebody was faster, and that holds. */
export async function unlessRefused<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return null;
    throw error;
  }
}
