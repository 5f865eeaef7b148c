import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type DueKind, due, dueIndex } from './keys.ts';
import { unlessRefused } from './table.ts';

/** One piece of due work: the id of an intent and its lane, or the key of a message with media. */
export type DueWork = { queue: 'urgent' | 'answers' | 'bulk' | 'media'; id: string };

export type Due = {
  /**
   * Takes what is due by `now`, the oldest first, a page at a time, and puts it off by a minute for whoever looks
   * next. What a process took and died with comes again then.
   */
  take(kind: DueKind, now: Date): AsyncGenerator<DueWork[]>;
};

const pageSize = 100;
/** Updates at once: half of the SDK's pool of 50 sockets. */
const concurrency = 25;
const pauseMs = 60_000;

const entry = z.object({ pk: z.string(), sk: z.string(), dueAt: z.iso.datetime() });
type Entry = z.infer<typeof entry>;

const taken = z.object({
  id: z.optional(z.string()),
  lane: z.optional(z.enum(['urgent', 'answers', 'bulk'])),
  messageKey: z.optional(z.string()),
  nudges: z.number(),
});

export function dueWork(client: DynamoDBDocumentClient, tableName: string): Due {
  /** Null for what somebody moved or settled since the index was read, which lags behind the table. */
  const putOff = async ({ pk, sk, dueAt }: Entry, kind: DueKind, now: Date): Promise<DueWork | null> => {
    const next = new Date(now.getTime() + pauseMs).toISOString();
    const answer = await unlessRefused(
      client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk, sk },
          UpdateExpression: 'SET dueAt = :next ADD nudges :one',
          ConditionExpression: 'dueAt = :seen',
          ExpressionAttributeValues: { ':seen': dueAt, ':next': next, ':one': 1 },
          ReturnValues: 'ALL_NEW',
        }),
      ),
    );
    return answer && workOf(kind, answer.Attributes);
  };

  return {
    async *take(kind, now) {
      const { duePk, dueAt } = due(kind, now);
      let from: Record<string, unknown> | undefined;
      do {
        const answer = await client.send(
          new QueryCommand({
            TableName: tableName,
            IndexName: dueIndex,
            KeyConditionExpression: 'duePk = :kind AND dueAt <= :now',
            ExpressionAttributeValues: { ':kind': duePk, ':now': dueAt },
            Limit: pageSize,
            ExclusiveStartKey: from,
          }),
        );
        const entries = (answer.Items ?? []).map((item) => entry.parse(item));
        const work: DueWork[] = [];
        for (let start = 0; start < entries.length; start += concurrency) {
          const some = entries.slice(start, start + concurrency);
          const found = await Promise.all(some.map((each) => putOff(each, kind, now)));
          work.push(...found.filter((each) => each !== null));
        }
        yield work;
        from = answer.LastEvaluatedKey;
      } while (from);
    },
  };
}

/**
 * Urgent work is nudged each minute. Other work that goes on being due is nudged at 1, 2, 4, 8 … minutes, so that a
 * lane that stands still for an hour does not collect sixty copies of each message.
 */
function workOf(kind: DueKind, item: unknown): DueWork | null {
  const { id, lane, messageKey, nudges } = taken.parse(item);
  const isPowerOfTwo = (nudges & (nudges - 1)) === 0;
  if (kind === 'media')
    return isPowerOfTwo && messageKey !== undefined ? { queue: 'media', id: messageKey } : null;
  if (id === undefined || lane === undefined) return null;
  return lane === 'urgent' || isPowerOfTwo ? { queue: lane, id } : null;
}
