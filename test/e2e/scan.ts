import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Cloud } from '../../local/cloud.ts';

export type Item = { [name: string]: unknown; pk: string; sk: string };

/** Every item of a running cloud's main table, behind the front's back: what a test may do and a function may not. */
export async function scan(cloud: Cloud): Promise<Item[]> {
  const client = new DynamoDBClient({
    endpoint: cloud.dynamodbUrl,
    region: cloud.stack.place.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const items: Item[] = [];
  const pages = paginateScan(
    { client: DynamoDBDocumentClient.from(client) },
    { TableName: cloud.tableName('Table'), ConsistentRead: true },
  );
  for await (const page of pages)
    for (const item of page.Items ?? [])
      items.push({ ...item, pk: String(item['pk']), sk: String(item['sk']) });
  client.destroy();
  return items;
}

/** What is kept in the table, by what it came from; reasons of what is parked, sorted. */
export async function kept(cloud: Cloud): Promise<Kept> {
  const items = await scan(cloud);
  const events = items.filter(({ pk }) => pk.startsWith('EVENTS#'));
  return {
    messages: items.filter(({ sk }) => sk === 'MSG').length,
    statuses: items.filter(({ sk }) => sk.startsWith('STATUS#')).length,
    groups: events.filter(({ kind }) => kind === 'group').length,
    others: events.filter(({ kind }) => kind !== 'group').length,
    parked: items
      .filter(({ pk }) => pk.startsWith('PARKED#'))
      .map(({ reason }) => String(reason))
      .toSorted(),
  };
}

export type Kept = { messages: number; statuses: number; groups: number; others: number; parked: string[] };

/** What came to be between two looks. */
export function since(before: Kept, after: Kept): Kept {
  const parked = [...after.parked];
  for (const reason of before.parked) parked.splice(parked.indexOf(reason), 1);
  return {
    messages: after.messages - before.messages,
    statuses: after.statuses - before.statuses,
    groups: after.groups - before.groups,
    others: after.others - before.others,
    parked,
  };
}
