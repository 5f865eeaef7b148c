import * as z from 'zod';
import type { Stack } from '../template/stack.ts';

/** DynamoDB's JSON of an item: `{ "pk": { "S": "…" } }`. */
export type WireItem = Record<string, unknown>;

export type DynamoDbWire = {
  /** @throws Error with the service's error name and message. */
  call: (operation: string, input: object) => Promise<Record<string, unknown>>;
  /** All items of a table, in no order. */
  scan: (tableName: string) => Promise<WireItem[]>;
};

/** DynamoDB's JSON protocol without an SDK: for what the cloud itself does at the emulator, behind the front. */
export function dynamoDbWire(endpoint: string, region: string): DynamoDbWire {
  const call: DynamoDbWire['call'] = async (operation, input) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20260101T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    const body = z.record(z.string(), z.unknown()).parse(await response.json());
    if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(body)}`);
    return body;
  };

  return {
    call,
    async scan(TableName) {
      const items: WireItem[] = [];
      let ExclusiveStartKey: unknown;
      do {
        const page = await call('Scan', { TableName, ExclusiveStartKey });
        items.push(...z.array(z.record(z.string(), z.unknown())).parse(page['Items']));
        ExclusiveStartKey = page['LastEvaluatedKey'];
      } while (ExclusiveStartKey);
      return items;
    },
  };
}

/** Creates the template's tables, with their keys and indexes, where they do not exist. */
export async function createTables(wire: DynamoDbWire, tables: Stack['tables']): Promise<void> {
  const { TableNames } = z
    .object({ TableNames: z.array(z.string()) })
    .parse(await wire.call('ListTables', {}));
  for (const { ref: TableName, properties } of tables) {
    if (TableNames.includes(TableName)) continue;
    await wire.call('CreateTable', {
      TableName,
      KeySchema: properties.KeySchema,
      AttributeDefinitions: properties.AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(properties.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes }),
      ...(properties.LocalSecondaryIndexes && { LocalSecondaryIndexes: properties.LocalSecondaryIndexes }),
    });
    if (properties.TimeToLiveSpecification)
      await wire.call('UpdateTimeToLive', {
        TableName,
        TimeToLiveSpecification: properties.TimeToLiveSpecification,
      });
  }
}
