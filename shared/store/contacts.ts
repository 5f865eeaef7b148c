import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { PersonIds } from '../domain/message.ts';
import { keys } from './keys.ts';
import { unlessRefused } from './table.ts';

/**
 * The contacts table: the only place where a person key meets a phone, a BSUID or a name. Encrypted by a key of its own.
 */
export type Contact = {
  bsuid: string | null;
  /** Digits as WhatsApp gave them, without `+`. */
  phone: string | null;
  name: string | null;
};

export type Contacts = {
  contactOf(personKey: string): Promise<Contact | null>;
  /** Keeps what a message tells of its sender, unless a later one (by Meta's timestamp) told more already. */
  remember(personKey: string, ids: PersonIds, name: string | null, asOf: Date): Promise<void>;
  /** Meta's id of a WhatsApp group. */
  whatsappGroupOf(groupCode: string): Promise<string | null>;
  rememberWhatsappGroup(groupCode: string, whatsappGroupId: string): Promise<void>;
};

const contact = z.object({
  bsuid: z.optional(z.string()),
  phone: z.optional(z.string()),
  name: z.optional(z.string()),
});
const whatsappGroup = z.object({ whatsappGroupId: z.string() });

export function contacts(client: DynamoDBDocumentClient, tableName: string): Contacts {
  return {
    async contactOf(personKey) {
      const answer = await client.send(
        new GetCommand({ TableName: tableName, Key: keys.contact(personKey), ConsistentRead: true }),
      );
      if (answer.Item === undefined) return null;
      const { bsuid, phone, name } = contact.parse(answer.Item);
      return { bsuid: bsuid ?? null, phone: phone ?? null, name: name ?? null };
    },

    async remember(personKey, ids, name, asOf) {
      const told = Object.entries({ bsuid: ids.bsuid, phone: ids.phone, name }).filter(
        ([, value]) => value !== null,
      );
      const names = Object.fromEntries(told.map(([field]) => [`#${field}`, field]));
      const values = Object.fromEntries(told.map(([field, value]) => [`:${field}`, value]));
      await unlessRefused(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keys.contact(personKey),
            UpdateExpression: `SET asOf = :asOf${told.map(([field]) => `, #${field} = :${field}`).join('')}`,
            ConditionExpression: 'attribute_not_exists(asOf) OR asOf < :asOf',
            ...(told.length > 0 && { ExpressionAttributeNames: names }),
            ExpressionAttributeValues: { ...values, ':asOf': asOf.toISOString() },
          }),
        ),
      );
    },

    async whatsappGroupOf(groupCode) {
      const answer = await client.send(
        new GetCommand({
          TableName: tableName,
          Key: keys.whatsappGroupContact(groupCode),
          ConsistentRead: true,
        }),
      );
      return answer.Item === undefined ? null : whatsappGroup.parse(answer.Item).whatsappGroupId;
    },

    async rememberWhatsappGroup(groupCode, whatsappGroupId) {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: { ...keys.whatsappGroupContact(groupCode), whatsappGroupId },
        }),
      );
    },
  };
}
