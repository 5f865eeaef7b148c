import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Intent } from '../domain/intent.ts';
import type { Change, HeldIntent } from '../domain/sending.ts';
import { type DeliveryStatus, deliveryStatus } from '../whatsapp/status.ts';
import { readIntentItem } from './intent-item.ts';
import { due, keys } from './keys.ts';
import { intentPut } from './outbox.ts';
import { unlessRefused } from './table.ts';

/**
 * Intents and what Meta tells of them. Each write names the revision it decided upon and is refused when another came
 * between, so that of any number of senders, statuses and sweeps exactly one moves an intent at a time.
 */
export type Intents = {
  read(intentId: string): Promise<HeldIntent | null>;
  /** Writes what changes; null when somebody wrote since `held` was read, who then has the word. */
  change(held: HeldIntent, change: Change): Promise<HeldIntent | null>;
  /** Writes an intent that another one became, unless it is written already. */
  putOnce(intent: Intent): Promise<void>;
  /** Notes whose message one of Meta's ids is, for statuses that come without our own id. */
  noteSent(messageKey: string, intentId: string): Promise<void>;
  intentBehind(messageKey: string): Promise<string | null>;
  /** Keeps a status that no intent explains, yet or ever. */
  keepStatus(eventId: string, status: DeliveryStatus): Promise<void>;
  /** Statuses kept for a message because they came before its answer. */
  statusesKept(messageKey: string): Promise<DeliveryStatus[]>;
  /** Notes which participant of a WhatsApp group a message reached: the same however often. */
  noteParticipant(intentId: string, stage: ParticipantStage, participantKey: string): Promise<void>;
};

type ParticipantStage = 'delivered' | 'read' | 'failed';

const sentItem = z.object({ intentId: z.string() });
const participantSets = { delivered: 'deliveredTo', read: 'readBy', failed: 'failedFor' } as const;

export function intents(client: DynamoDBDocumentClient, tableName: string): Intents {
  return {
    async read(intentId) {
      const answer = await client.send(
        new GetCommand({ TableName: tableName, Key: keys.intent(intentId), ConsistentRead: true }),
      );
      return answer.Item === undefined ? null : readIntentItem(answer.Item);
    },

    async change(held, change) {
      const { set, remove } = attributesOf(change);
      const fields = Object.keys(set);
      const assignments = fields.map((field) => `#${field} = :${field}`);
      const changed = await unlessRefused(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keys.intent(held.id),
            UpdateExpression:
              `SET revision = :next${assignments.map((assignment) => `, ${assignment}`).join('')}` +
              (remove.length > 0 ? ` REMOVE ${remove.join(', ')}` : ''),
            ConditionExpression:
              held.revision === 0
                ? 'attribute_exists(pk) AND attribute_not_exists(revision)'
                : 'revision = :revision',
            ...(fields.length > 0 && {
              ExpressionAttributeNames: Object.fromEntries(fields.map((field) => [`#${field}`, field])),
            }),
            ExpressionAttributeValues: {
              ':next': held.revision + 1,
              ...(held.revision > 0 && { ':revision': held.revision }),
              ...Object.fromEntries(Object.entries(set).map(([field, value]) => [`:${field}`, value])),
            },
          }),
        ),
      );
      return changed === null ? null : { ...held, ...change, revision: held.revision + 1 };
    },

    async putOnce(intent) {
      await unlessRefused(client.send(new PutCommand(intentPut(tableName, intent).Put)));
    },

    async noteSent(messageKey, intentId) {
      await client.send(
        new PutCommand({ TableName: tableName, Item: { ...keys.sent(messageKey), intentId } }),
      );
    },

    async intentBehind(messageKey) {
      const answer = await client.send(
        new GetCommand({ TableName: tableName, Key: keys.sent(messageKey), ConsistentRead: true }),
      );
      return answer.Item === undefined ? null : sentItem.parse(answer.Item).intentId;
    },

    async keepStatus(eventId, status) {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...keys.orphanStatus(status.messageKey, eventId), ...status },
        }),
      );
    },

    async statusesKept(messageKey) {
      const { pk, sk } = keys.orphanStatus(messageKey, '');
      // One message has a handful of statuses, or some for each of a group's eight: a page holds thousands.
      const answer = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': pk, ':prefix': sk },
          ConsistentRead: true,
        }),
      );
      return (answer.Items ?? []).map((item) => deliveryStatus.parse(item));
    },

    async noteParticipant(intentId, stage, participantKey) {
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keys.intent(intentId),
          UpdateExpression: `ADD ${participantSets[stage]} :who`,
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':who': new Set([participantKey]) },
        }),
      );
    },
  };
}

/** A settled intent leaves the index of due work; any other is on it by its next attempt, counted anew by the sweep. */
function attributesOf({ nextAttemptAt, ...change }: Change): {
  set: Record<string, unknown>;
  remove: string[];
} {
  if (nextAttemptAt === undefined) return { set: change, remove: [] };
  if (nextAttemptAt === null)
    return { set: { ...change, nextAttemptAt }, remove: ['duePk', 'dueAt', 'nudges'] };
  const at = nextAttemptAt.toISOString();
  return { set: { ...change, nextAttemptAt: at, ...due('intent', nextAttemptAt) }, remove: ['nudges'] };
}
