import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { KeyedHash } from '../runtime/hash.ts';
import { keys } from './keys.ts';
import { transact } from './table.ts';

/** A group is a roster with consent; a WhatsApp group is one of its channels. */
export const group = z.object({
  code: z.string(),
  name: z.string(),
  kind: z.enum(['committee', 'school', 'business', 'collective']),
  municipality: z.nullable(z.string()),
  /** `HH:MM` in the programme's zone; 18:00 where nothing is said. */
  digestHour: z.optional(z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/u, 'HH:MM expected'))),
  /** Our number that speaks to it; the first one where nothing is said. */
  phoneNumberId: z.optional(z.string()),
  /** Keyed hash of Meta's id, where the group has a WhatsApp group. */
  whatsappGroupKey: z.optional(z.string()),
  /** True for a WhatsApp group that wrote before anybody registered it. */
  provisional: z.boolean(),
});
export type Group = z.infer<typeof group>;

export type Groups = {
  find(code: string): Promise<Group | null>;
  /** The group behind Meta's id of a WhatsApp group; one that nobody knows is made, provisionally. */
  ofWhatsapp(whatsappGroupId: string): Promise<Group>;
  /** All groups, in order of their codes, a page at a time. */
  all(): AsyncGenerator<Group[]>;
  /** Keys of a group's members, a page at a time. */
  members(code: string): AsyncGenerator<string[]>;
};

const whatsappLink = z.object({ groupCode: z.string() });

export function groups(client: DynamoDBDocumentClient, tableName: string, hash: KeyedHash): Groups {
  const find = async (code: string): Promise<Group | null> => {
    const answer = await client.send(
      new GetCommand({ TableName: tableName, Key: keys.group(code), ConsistentRead: true }),
    );
    return answer.Item === undefined ? null : group.parse(answer.Item);
  };

  const codeOf = async (groupKey: string): Promise<string | null> => {
    const answer = await client.send(
      new GetCommand({ TableName: tableName, Key: keys.whatsappGroup(groupKey), ConsistentRead: true }),
    );
    return answer.Item === undefined ? null : whatsappLink.parse(answer.Item).groupCode;
  };

  /** Code and name hold nothing of Meta's id: the hash names it. Whoever loses the race finds the winner's. */
  const provisional = async (groupKey: string): Promise<Group> => {
    const made: Group = {
      code: `WA${groupKey.slice(0, 8)}`,
      name: 'Grupo de WhatsApp sin registrar',
      kind: 'collective',
      municipality: null,
      whatsappGroupKey: groupKey,
      provisional: true,
    };
    await transact(client, [
      {
        Put: {
          TableName: tableName,
          Item: { ...keys.whatsappGroup(groupKey), groupCode: made.code },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      {
        Put: {
          TableName: tableName,
          Item: { ...keys.group(made.code), ...made },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ]);
    const code = await codeOf(groupKey);
    const found = code === null ? null : await find(code);
    if (!found) throw new Error('A provisional group could not be made: another write was faster');
    return found;
  };

  async function* pages(pk: string, prefix: string): AsyncGenerator<{ [name: string]: unknown }[]> {
    let from: { [name: string]: unknown } | undefined;
    do {
      const answer = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': pk, ...(prefix !== '' && { ':prefix': prefix }) },
          ExclusiveStartKey: from,
        }),
      );
      yield answer.Items ?? [];
      from = answer.LastEvaluatedKey;
    } while (from);
  }

  return {
    find,

    async ofWhatsapp(whatsappGroupId) {
      const groupKey = hash('whatsapp-group', whatsappGroupId);
      const code = await codeOf(groupKey);
      return (code === null ? null : await find(code)) ?? provisional(groupKey);
    },

    async *all() {
      for await (const page of pages(keys.group('').pk, '')) yield page.map((item) => group.parse(item));
    },

    async *members(code) {
      for await (const page of pages(keys.groupMember(code, '').pk, 'MEMBER#'))
        yield page.map((item) => String(item['sk']).slice('MEMBER#'.length));
    },
  };
}

/** Writes a group as it is to be; the whole item is replaced. */
export async function putGroup(
  client: DynamoDBDocumentClient,
  tableName: string,
  made: Group,
): Promise<void> {
  await client.send(new PutCommand({ TableName: tableName, Item: { ...keys.group(made.code), ...made } }));
}
