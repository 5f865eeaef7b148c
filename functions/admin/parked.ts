import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type Outgoing, type Refused } from '../../shared/queues/send.ts';
import { type Key, keys } from '../../shared/store/keys.ts';
import { unlessRefused } from '../../shared/store/table.ts';

const parkedItem = z.object({
  pk: z.string(),
  sk: z.string(),
  queueMessageId: z.string(),
  source: z.enum(['inbound', 'statuses', 'outbound', 'timers', 'media']),
  reason: z.string(),
  path: z.optional(z.string()),
  receivedAt: z.string(),
  groupId: z.optional(z.string()),
  body: z.string(),
});
export type ParkedItem = z.infer<typeof parkedItem>;

export type ParkedMessages = {
  /** What was parked in a month (`yyyy-mm`), oldest first. */
  list(month: string): Promise<ParkedItem[]>;
  /**
   * Puts it back on its queue and takes it off the table; false when it is not there (any more), or is work of our own,
   * which stays where it can be read: the sweep makes it anew.
   */
  requeue(key: Key): Promise<boolean>;
};

/** Queues that take parked things back. */
type Queues = Record<'inbound' | 'statuses', (message: Outgoing) => Promise<Refused[]>>;

export function parkedMessages(
  client: DynamoDBDocumentClient,
  tableName: string,
  queues: Queues,
  now: () => Date,
): ParkedMessages {
  /** What was put back may have failed and been parked again before this: that one stays. */
  const takeOff = async (key: Key, queueMessageId: string): Promise<void> => {
    await unlessRefused(
      client.send(
        new DeleteCommand({
          TableName: tableName,
          Key: key,
          ConditionExpression: 'queueMessageId = :taken',
          ExpressionAttributeValues: { ':taken': queueMessageId },
        }),
      ),
    );
  };

  return {
    async list(month) {
      const items: ParkedItem[] = [];
      let from: { [name: string]: unknown } | undefined;
      do {
        const answer = await client.send(
          new QueryCommand({
            TableName: tableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': keys.parked(new Date(`${month}-01T00:00:00Z`), '').pk },
            ExclusiveStartKey: from,
          }),
        );
        for (const item of answer.Items ?? []) items.push(parkedItem.parse(item));
        from = answer.LastEvaluatedKey;
      } while (from);
      return items.toSorted((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1));
    },

    async requeue(key) {
      const answer = await client.send(
        new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }),
      );
      if (answer.Item === undefined) return false;
      const { source, body, groupId, sk, queueMessageId } = parkedItem.parse(answer.Item);
      if (source !== 'inbound' && source !== 'statuses') return false;
      const refused = await (source === 'statuses'
        ? queues.statuses({ body })
        : queues.inbound({
            body,
            groupId: groupId ?? sk,
            // The event's own id would be dropped as a duplicate within five minutes of the first try.
            deduplicationId: `${sk}-${now().getTime()}`,
          }));
      if (refused.length > 0) throw new Error('The queue did not take what was to be put back');
      await takeOff(key, queueMessageId);
      return true;
    },
  };
}
