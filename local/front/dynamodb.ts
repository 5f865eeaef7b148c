import type { Stack } from '../template/stack.ts';
import { isRecord, jsonBody, jsonError, type Need, type Service, targetOperation } from './call.ts';
import { forward } from './forward.ts';
import type { KeyNeeds } from './keys.ts';

const reads = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'ConditionCheckItem', 'DescribeTable']);

/** Parts of a transaction and the action that each of them needs. Source: DynamoDB developer guide, "Using IAM with transactions". */
const transactionParts: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** DynamoDB: judged by table, index and part of a transaction, answered by the emulator or whatever stands for it. */
export function dynamodbService(stack: Stack, keys: KeyNeeds, endpoint: string): Service {
  const arnOf = (table: unknown): string => {
    const name = typeof table === 'string' ? table : '';
    if (name.startsWith('arn:')) return name;
    return `arn:aws:dynamodb:${stack.place.region}:${stack.place.accountId}:table/${name}`;
  };

  const needs = (table: unknown, action: string, index?: unknown): Need[] => {
    const arn = arnOf(table);
    const resource = typeof index === 'string' ? `${arn}/index/${index}` : arn;
    const onKey = reads.has(action) ? keys.toRead(arn) : keys.toWrite(arn);
    return [{ action: `dynamodb:${action}`, resource }, ...onKey];
  };

  return {
    operation: targetOperation,
    needs({ operation, body }) {
      const input = jsonBody(body);
      if (operation === 'TransactWriteItems' || operation === 'TransactGetItems')
        return partsOf(input['TransactItems']).flatMap(({ part, table }) => needs(table, part));
      if (operation === 'BatchGetItem' || operation === 'BatchWriteItem')
        return Object.keys(isRecord(input['RequestItems']) ? input['RequestItems'] : {}).flatMap((table) =>
          needs(table, operation),
        );
      return needs(input['TableName'], operation, input['IndexName']);
    },
    handle: (call) => forward(endpoint, call),
    error: jsonError('com.amazonaws.dynamodb.v20120810#', 'application/x-amz-json-1.0'),
  };
}

function partsOf(items: unknown): { part: string; table: unknown }[] {
  if (!Array.isArray(items)) return [];
  return items.filter(isRecord).flatMap((item) =>
    Object.entries(item).flatMap(([kind, content]) => {
      const part = transactionParts[kind];
      return part && isRecord(content) ? [{ part, table: content['TableName'] }] : [];
    }),
  );
}
