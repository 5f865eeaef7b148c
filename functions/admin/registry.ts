import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PersonIds } from '../../shared/domain/message.ts';
import type { KeyedHash } from '../../shared/runtime/hash.ts';
import type { Contacts } from '../../shared/store/contacts.ts';
import { type Group, putGroup } from '../../shared/store/groups.ts';
import { keys } from '../../shared/store/keys.ts';
import type { People } from '../../shared/store/people.ts';
import type { RegistryImport } from './requests.ts';

export type Registry = {
  /** Writes groups, members and operators as they are to be; what is there already is replaced by the same. */
  import(what: RegistryImport): Promise<{ groups: number; members: number; operators: number }>;
};

type Identified = { phone?: string | undefined; bsuid?: string | undefined; name?: string | undefined };

export function registry(
  client: DynamoDBDocumentClient,
  tableName: string,
  people: People,
  contacts: Contacts,
  hash: KeyedHash,
): Registry {
  const personOf = async (entry: Identified): Promise<string> => {
    const ids: PersonIds = { bsuid: entry.bsuid ?? null, phone: entry.phone?.replace('+', '') ?? null };
    const { personKey } = await people.resolve(ids);
    // Older than any message: what the person's own messages tell stays.
    await contacts.remember(personKey, ids, entry.name ?? null, new Date(0));
    return personKey;
  };

  const mark = (personKey: string, attribute: 'isOperator' | 'registered'): Promise<unknown> =>
    client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: keys.person(personKey),
        UpdateExpression: 'SET #attribute = :true, provisional = :false',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#attribute': attribute },
        ExpressionAttributeValues: { ':true': true, ':false': false },
      }),
    );

  const importGroup = async ({
    whatsappGroupId,
    ...made
  }: RegistryImport['groups'][number]): Promise<void> => {
    const whatsappGroupKey =
      whatsappGroupId === undefined ? undefined : hash('whatsapp-group', whatsappGroupId);
    const whole: Group = { ...made, ...(whatsappGroupKey !== undefined && { whatsappGroupKey }) };
    await putGroup(client, tableName, whole);
    if (whatsappGroupId === undefined || whatsappGroupKey === undefined) return;
    const link = { ...keys.whatsappGroup(whatsappGroupKey), groupCode: made.code };
    await client.send(new PutCommand({ TableName: tableName, Item: link }));
    await contacts.rememberWhatsappGroup(made.code, whatsappGroupId);
  };

  const importMember = async (entry: RegistryImport['members'][number]): Promise<void> => {
    const { groupCode, role, consentedAt } = entry;
    const personKey = await personOf(entry);
    await mark(personKey, 'registered');
    const roster = { groupCode, personKey, role, consentedAt };
    // Both sides hold the same facts; a run that stops between them is mended by running it again.
    for (const key of [keys.membership(personKey, groupCode), keys.groupMember(groupCode, personKey)])
      await client.send(new PutCommand({ TableName: tableName, Item: { ...key, ...roster } }));
  };

  const importOperator = async (entry: RegistryImport['operators'][number]): Promise<void> => {
    const personKey = await personOf(entry);
    await mark(personKey, 'isOperator');
    const item = { ...keys.operator(entry.municipality, personKey), personKey, onDuty: true };
    await client.send(new PutCommand({ TableName: tableName, Item: item }));
  };

  return {
    async import({ groups, members, operators }) {
      for (const each of groups) await importGroup(each);
      for (const each of members) await importMember(each);
      for (const each of operators) await importOperator(each);
      return { groups: groups.length, members: members.length, operators: operators.length };
    },
  };
}
