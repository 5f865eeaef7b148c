import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type Attached, attachWithinMs, foldReport, type Report, type Said } from '../domain/report.ts';
import { keys } from './keys.ts';
import { understood } from './messages.ts';
import type { TransactItem } from './table.ts';

const date = z.pipe(
  z.iso.datetime(),
  z.transform((text) => new Date(text)),
);
const anchorItem = z.object({ anchor: z.string() });
export const saidItem = z.extend(z.omit(understood, { scores: true, places: true }), {
  messageKey: z.string(),
  sentAt: date,
  personKey: z.string(),
  groupCode: z.nullable(z.string()),
});
export const attachedItem = z.object({
  messageKey: z.string(),
  sentAt: date,
  personKey: z.string(),
  pin: z.nullable(z.object({ latitude: z.number(), longitude: z.number() })),
});

export type Reports = {
  /** The anchor (as text) that a folio stands for, or null when the folio is free. */
  anchorOf(folio: string): Promise<string | null>;
  /** What a report is, folded from its messages; null when there is none of that folio. */
  read(folio: string): Promise<Report | null>;
  /** Folios of a group's day (`yyyy-mm-dd` in the programme's zone). */
  ofDay(groupCode: string, day: string): Promise<string[]>;
};

export function reports(client: DynamoDBDocumentClient, tableName: string): Reports {
  const query = async (pk: string, from: string, to: string): Promise<{ [name: string]: unknown }[]> => {
    const items: { [name: string]: unknown }[] = [];
    let start: { [name: string]: unknown } | undefined;
    do {
      const answer = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
          ExclusiveStartKey: start,
        }),
      );
      items.push(...(answer.Items ?? []));
      start = answer.LastEvaluatedKey;
    } while (start);
    return items;
  };

  const attachedBy = async (personKey: string, said: Said[]): Promise<Attached[]> => {
    const times = said.map(({ sentAt }) => sentAt.getTime());
    const from = keys.attached(personKey, new Date(Math.min(...times) - attachWithinMs), '');
    const to = keys.attached(personKey, new Date(Math.max(...times) + attachWithinMs), '~');
    return (await query(from.pk, from.sk, to.sk)).map((item) => attachedItem.parse(item));
  };

  return {
    async anchorOf(folio) {
      const answer = await client.send(
        new GetCommand({ TableName: tableName, Key: keys.report(folio), ConsistentRead: true }),
      );
      return answer.Item === undefined ? null : anchorItem.parse(answer.Item).anchor;
    },

    async read(folio) {
      const { pk } = keys.report(folio);
      const said = (await query(pk, 'SAID#', 'SAID#~')).map((item) => saidItem.parse(item));
      if (said.length === 0) return null;
      const byPerson = Map.groupBy(said, ({ personKey }) => personKey);
      const attached = await Promise.all([...byPerson].map(([personKey, own]) => attachedBy(personKey, own)));
      return foldReport(folio, said, attached.flat());
    },

    async ofDay(groupCode, day) {
      const { pk, sk } = keys.groupDay(groupCode, day, '');
      return (await query(pk, sk, `${sk}~`)).map((item) => String(item['sk']).slice(sk.length));
    },
  };
}

/** Opens a report under its folio; whoever loses the race finds the anchor and joins. */
export function anchorPut(tableName: string, folio: string, anchor: string): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: { ...keys.report(folio), folio, anchor },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** Adds a message to a report: the same item however often it is written. */
export function saidPut(tableName: string, folio: string, said: Said): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...keys.said(folio, said.sentAt, said.messageKey),
        ...said,
        folio,
        sentAt: said.sentAt.toISOString(),
      },
    },
  };
}

/** Notes that a group has a report that day, for its digest. */
export function groupDayPut(tableName: string, groupCode: string, day: string, folio: string): TransactItem {
  return { Put: { TableName: tableName, Item: keys.groupDay(groupCode, day, folio) } };
}

/** Keeps a pin or picture without words beside its sender, for the report it belongs to. */
export function attachedPut(tableName: string, attached: Attached): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...keys.attached(attached.personKey, attached.sentAt, attached.messageKey),
        ...attached,
        sentAt: attached.sentAt.toISOString(),
      },
    },
  };
}
