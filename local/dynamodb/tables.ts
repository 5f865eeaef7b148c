import * as z from 'zod';
import type { Stack } from '../template/stack.ts';

const tableNames = z.object({ TableNames: z.array(z.string()) });

/**
 * Creates the template's tables, with their keys and indexes, where they do not exist.
 * @param endpoint of a DynamoDB that does not check signatures
 * @throws Error with the service's own error.
 */
export async function createTables(endpoint: string, { tables, place }: Stack): Promise<void> {
  const call = async (operation: string, input: object): Promise<unknown> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20260101T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${place.region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(body)}`);
    return body;
  };

  const { TableNames } = tableNames.parse(await call('ListTables', {}));
  for (const { ref: TableName, properties } of tables) {
    if (TableNames.includes(TableName)) continue;
    await call('CreateTable', {
      TableName,
      KeySchema: properties.KeySchema,
      AttributeDefinitions: properties.AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(properties.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes }),
      ...(properties.LocalSecondaryIndexes && { LocalSecondaryIndexes: properties.LocalSecondaryIndexes }),
    });
    const ttl = properties.TimeToLiveSpecification;
    if (ttl) await call('UpdateTimeToLive', { TableName, TimeToLiveSpecification: ttl });
  }
}
