import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Park } from '../runtime/batch.ts';
import type { KeyedHash } from '../runtime/hash.ts';
import { keys } from './keys.ts';

/** The queue something came from, and goes back to when a person puts it back. */
export type ParkedSource = 'inbound' | 'statuses' | 'outbound' | 'timers' | 'media';

/**
 * Parks what can never be processed, with its raw text and the reason, in the table: seen by a person, never dropped.
 * Parking the same thing again changes nothing.
 */
export function parking(
  client: DynamoDBDocumentClient,
  tableName: string,
  hash: () => Promise<KeyedHash>,
  source: ParkedSource,
): Park {
  return async (record, fault) => {
    const { id, receivedAt } = known(record.body);
    const eventId = id ?? (await hash())('event', `parked:${record.body}`);
    const at = receivedAt ?? new Date();
    await client.send(
      new PutCommand({
        TableName: tableName,
        Item: {
          ...keys.parked(at, eventId),
          eventId,
          // Which coming of it this is: another one's must not be taken off in its stead.
          queueMessageId: record.messageId,
          source,
          reason: fault.reason,
          path: fault.path,
          receivedAt: at.toISOString(),
          groupId: record.attributes.MessageGroupId,
          body: record.body,
        },
      }),
    );
  };
}

const event = z.object({
  id: z.catch(z.optional(z.string().check(z.minLength(1))), undefined),
  receivedAt: z.catch(z.optional(z.iso.datetime()), undefined),
});

/** What can be told of a body that may be no event at all. */
function known(body: string): { id?: string | undefined; receivedAt?: Date } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // Not JSON: its text is all there is to know, and it is kept.
    return {};
  }
  const { id, receivedAt } = event.safeParse(value).data ?? {};
  return { id, ...(receivedAt !== undefined && { receivedAt: new Date(receivedAt) }) };
}
