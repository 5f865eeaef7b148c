import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { PersonIds } from '../domain/message.ts';
import type { KeyedHash } from '../runtime/hash.ts';
import { phoneIdentity } from '../whatsapp/phone.ts';
import { keys } from './keys.ts';
import { type TransactItem, transact, unlessRefused } from './table.ts';

/**
 * People by keys that are keyed hashes, never phones. A person is found by BSUID first, by phone second; both are
 * aliases of one key. Somebody unknown gets a provisional record on the first message.
 */
export type Role = 'member' | 'representative' | 'operator' | 'supervisor';
export type Membership = { groupCode: string; role: Role };
export type Person = { personKey: string; isOperator: boolean };

export type People = {
  /** Finds the person behind identifiers of Meta, or makes a provisional one. */
  resolve(ids: PersonIds): Promise<Person>;
  /** Makes both sets of identifiers one person, whichever was known first; gives the key that stays. */
  moveTo(former: PersonIds, next: PersonIds): Promise<string>;
  memberships(personKey: string): Promise<Membership[]>;
  /** Opens or extends the service window of a person, or of `whatsapp:<code>`, with one of our numbers. */
  openWindow(owner: string, phoneNumberId: string, at: Date): Promise<void>;
  /** When its last message came, by Meta's timestamp, or null. */
  windowOpenedAt(owner: string, phoneNumberId: string): Promise<Date | null>;
};

const alias = z.object({ personKey: z.string() });
const person = z.object({
  personKey: z.string(),
  bsuidAlias: z.optional(z.string()),
  mergedInto: z.optional(z.string()),
  /** True until the registry knows the person. */
  provisional: z.optional(z.boolean()),
  isOperator: z.optional(z.boolean()),
});
const membership = z.object({
  groupCode: z.string(),
  role: z.enum(['member', 'representative', 'operator', 'supervisor']),
});
const window = z.object({ lastInboundAt: z.iso.datetime() });

/** Races for a new person are settled by conditions; each loss means that somebody else went ahead. */
const maxAttempts = 6;

type Aliases = { bsuid: string | null; phone: string | null };

export function people(client: DynamoDBDocumentClient, tableName: string, hash: KeyedHash): People {
  const get = async (key: { pk: string; sk: string }): Promise<unknown> => {
    const answer = await client.send(
      new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }),
    );
    return answer.Item;
  };

  const aliasesOf = ({ bsuid, phone }: PersonIds): Aliases => ({
    bsuid: bsuid === null ? null : hash('bsuid', bsuid),
    phone: phone === null ? null : hash('phone', phoneIdentity(phone)),
  });

  const behind = async (aliasKey: string | null): Promise<string | null> => {
    if (aliasKey === null) return null;
    const item = await get(keys.alias(aliasKey));
    return item === undefined ? null : final(alias.parse(item).personKey);
  };

  /** Follows a person that turned out to be another one. */
  const final = async (personKey: string): Promise<string> => {
    const item = await get(keys.person(personKey));
    const next = item === undefined ? undefined : person.parse(item).mergedInto;
    return next === undefined ? personKey : final(next);
  };

  const putAlias = (aliasKey: string, personKey: string, replaces: string | null): TransactItem => ({
    Put: {
      TableName: tableName,
      Item: { ...keys.alias(aliasKey), personKey },
      ConditionExpression: replaces === null ? 'attribute_not_exists(pk)' : 'personKey = :replaced',
      ...(replaces !== null && { ExpressionAttributeValues: { ':replaced': replaces } }),
    },
  });

  const create = (aliases: Aliases): { personKey: string; items: TransactItem[] } => {
    const aliasKeys = [aliases.bsuid, aliases.phone].filter((key) => key !== null);
    const personKey = `p${aliasKeys[0]}`;
    const item = {
      ...keys.person(personKey),
      personKey,
      provisional: true,
      ...(aliases.bsuid && { bsuidAlias: aliases.bsuid }),
    };
    return {
      personKey,
      items: [
        { Put: { TableName: tableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } },
        ...aliasKeys.map((key) => putAlias(key, personKey, null)),
      ],
    };
  };

  const setBsuid = (personKey: string, bsuidAlias: string): TransactItem => ({
    Update: {
      TableName: tableName,
      Key: keys.person(personKey),
      UpdateExpression: 'SET bsuidAlias = :bsuid',
      ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(bsuidAlias)',
      ExpressionAttributeValues: { ':bsuid': bsuidAlias },
    },
  });

  /** Makes `other` lead to `stays`. Both are written, so that two merges the other way round cannot both succeed. */
  const merge = (other: string, stays: string, bsuidAlias?: string): TransactItem[] => [
    {
      Update: {
        TableName: tableName,
        Key: keys.person(other),
        UpdateExpression: 'SET mergedInto = :stays',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(mergedInto)',
        ExpressionAttributeValues: { ':stays': stays },
      },
    },
    {
      Update: {
        TableName: tableName,
        Key: keys.person(stays),
        UpdateExpression: `ADD mergedFrom :other${bsuidAlias === undefined ? '' : ' SET bsuidAlias = :bsuid'}`,
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(mergedInto)',
        ExpressionAttributeValues: {
          ':other': new Set([other]),
          ...(bsuidAlias !== undefined && { ':bsuid': bsuidAlias }),
        },
      },
    },
  ];

  /**
   * What is true of two people seen as one: somebody who wrote without phone and is known by phone already (from the
   * registry, say) becomes one person, the registered one. A phone whose person has a BSUID has had another owner.
   */
  const meet = async (
    byBsuid: string,
    byPhone: string,
  ): Promise<{ personKey: string; items: TransactItem[] }> => {
    if (byBsuid === byPhone) return { personKey: byBsuid, items: [] };
    const [one, other] = await Promise.all(
      [byBsuid, byPhone].map(async (key) => person.parse(await get(keys.person(key)))),
    );
    if (one === undefined || other?.bsuidAlias !== undefined) return { personKey: byBsuid, items: [] };
    if (other?.provisional === true) return { personKey: byBsuid, items: merge(byPhone, byBsuid) };
    return one.provisional === true
      ? { personKey: byPhone, items: merge(byBsuid, byPhone, one.bsuidAlias) }
      : { personKey: byBsuid, items: [] };
  };

  /** One step towards one person behind both aliases: what is true now, and what must be written to make it so. */
  const step = async (aliases: Aliases): Promise<{ personKey: string; items: TransactItem[] }> => {
    const [byBsuid, byPhone] = await Promise.all([behind(aliases.bsuid), behind(aliases.phone)]);
    if (byBsuid !== null) {
      if (byPhone !== null) return meet(byBsuid, byPhone);
      return {
        personKey: byBsuid,
        items: aliases.phone === null ? [] : [putAlias(aliases.phone, byBsuid, null)],
      };
    }
    if (byPhone === null) return create(aliases);
    if (aliases.bsuid === null) return { personKey: byPhone, items: [] };
    const known = person.parse(await get(keys.person(byPhone)));
    // A phone whose person has another BSUID has a new owner, who must not inherit the former one's groups.
    if (known.bsuidAlias !== undefined) return create({ bsuid: aliases.bsuid, phone: null });
    return {
      personKey: byPhone,
      items: [setBsuid(byPhone, aliases.bsuid), putAlias(aliases.bsuid, byPhone, null)],
    };
  };

  const settle = async (
    next: () => Promise<{ personKey: string; items: TransactItem[] }>,
  ): Promise<string> => {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const { personKey, items } = await next();
      if (items.length === 0 || (await transact(client, items)) === 'written') return personKey;
    }
    throw new Error('A person could not be settled: too many changed it at once');
  };

  /**
   * Makes an alias lead to `stays`. Whoever it led to wrote under the new identifier before we heard of the change and
   * is the same person; only a phone that came with another BSUID (`bsuidAlias`) was somebody else's and changes hands.
   */
  const joinAlias = (aliasKey: string, stays: string, bsuidAlias: string | null): Promise<string> =>
    settle(async () => {
      const item = await get(keys.alias(aliasKey));
      if (item === undefined) return { personKey: stays, items: [putAlias(aliasKey, stays, null)] };
      const written = alias.parse(item).personKey;
      const other = await final(written);
      if (other === stays) return { personKey: stays, items: [] };
      const owner = person.parse(await get(keys.person(other))).bsuidAlias;
      const changesHands = bsuidAlias !== null && owner !== undefined && owner !== bsuidAlias;
      return {
        personKey: stays,
        items: changesHands ? [putAlias(aliasKey, stays, written)] : merge(other, stays),
      };
    });

  return {
    async resolve(ids) {
      const personKey = await settle(() => step(aliasesOf(ids)));
      const known = person.parse(await get(keys.person(personKey)));
      return { personKey, isOperator: known.isOperator === true };
    },

    async moveTo(former, next) {
      const stays = await settle(() => step(aliasesOf(former)));
      const aliases = aliasesOf(next);
      if (aliases.bsuid !== null) await joinAlias(aliases.bsuid, stays, null);
      if (aliases.phone !== null) await joinAlias(aliases.phone, stays, aliases.bsuid);
      return stays;
    },

    async memberships(personKey) {
      const answer = await client.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': keys.person(personKey).pk, ':prefix': 'MEMBER#' },
        }),
      );
      return (answer.Items ?? []).map((item) => membership.parse(item));
    },

    async openWindow(owner, phoneNumberId, at) {
      // A later message has opened it further already.
      await unlessRefused(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keys.window(owner, phoneNumberId),
            UpdateExpression: 'SET lastInboundAt = :at',
            ConditionExpression: 'attribute_not_exists(lastInboundAt) OR lastInboundAt < :at',
            ExpressionAttributeValues: { ':at': at.toISOString() },
          }),
        ),
      );
    },

    async windowOpenedAt(owner, phoneNumberId) {
      const item = await get(keys.window(owner, phoneNumberId));
      return item === undefined ? null : new Date(window.parse(item).lastInboundAt);
    },
  };
}

/** Whose service window a WhatsApp group's is. */
export const groupWindowOwner = (groupCode: string): string => `whatsapp:${groupCode}`;
