import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { foldReport } from '../shared/domain/report.ts';
import { attachedItem, saidItem } from '../shared/store/reports.ts';
import type { Cloud } from './cloud.ts';

/** What the cloud's own addresses tell: read straight from the table, which only local code may scan. */
export type Views = {
  state: () => Promise<object>;
  messages: () => Promise<object[]>;
  reports: () => Promise<object[]>;
  parked: () => Promise<object[]>;
};

type Item = Record<string, unknown>;

const messageItem = z.object({
  messageKey: z.string(),
  wamid: z.string(),
  personKey: z.string(),
  groupCode: z.string().nullable(),
  type: z.string(),
  text: z.string(),
  sentAt: z.string(),
  receivedAt: z.string(),
  folio: z.string().nullable(),
  understood: z.record(z.string(), z.unknown()).nullable(),
});

const unread = { petitions: [], incident: null, inProgress: false, priority: 'none', location: {} };

export function views(cloud: Cloud): Views {
  const tableName = cloud.tableName('Table');
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: cloud.dynamodbUrl,
      region: cloud.stack.place.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
  );

  const scan = async (): Promise<Item[]> => {
    const items: Item[] = [];
    for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true }))
      items.push(...(page.Items ?? []));
    return items;
  };

  return {
    async state() {
      const items = await scan();
      return {
        now: new Date(cloud.clock.now()).toISOString(),
        queues: queueDepths(cloud),
        counts: {
          messages: items.filter(isMessage).length,
          reports: items.filter(({ sk }) => sk === 'REPORT').length,
          intents: countBy(
            items.filter(({ pk }) => String(pk).startsWith('INTENT#')).map(({ state }) => state),
          ),
          parked: items.filter(startsWith('PARKED#')).length,
        },
        functions: cloud.counts(),
        refusals: cloud.refusals().length,
      };
    },
    async messages() {
      const stored = (await scan()).filter(isMessage).map((item) => messageItem.parse(item));
      return stored.toSorted(by(({ receivedAt, sentAt }) => `${receivedAt} ${sentAt}`)).map(messageView);
    },
    async reports() {
      const items = await scan();
      const wamids = new Map(
        items.filter(isMessage).map((item) => [item['messageKey'], messageItem.parse(item).wamid] as const),
      );
      const attached = items
        .filter(({ sk }) => String(sk).startsWith('ATTACHED#'))
        .map((item) => attachedItem.parse(item));
      const said = items.filter(({ sk }) => String(sk).startsWith('SAID#'));
      const reports = [...Map.groupBy(said, ({ pk }) => String(pk).slice('REPORT#'.length))].map(
        ([folio, own]) => {
          const messages = own.map((item) => saidItem.parse(item));
          const people = new Set(messages.map(({ personKey }) => personKey));
          return foldReport(
            folio,
            messages,
            attached.filter(({ personKey }) => people.has(personKey)),
          );
        },
      );
      return reports
        .toSorted(by(({ openedAt, folio }) => `${openedAt.toISOString()} ${folio}`))
        .map(({ groupCodes, messageKeys, ...rest }) => ({
          ...rest,
          groupIds: groupCodes,
          messageIds: messageKeys.map((key) => wamids.get(key) ?? key),
        }));
    },
    async parked() {
      const items = (await scan()).filter(startsWith('PARKED#'));
      return items.toSorted(by(({ sk }) => String(sk)));
    },
  };
}

function messageView({ wamid, groupCode, understood, ...rest }: z.infer<typeof messageItem>): object {
  return { id: wamid, groupIds: groupCode === null ? [] : [groupCode], ...rest, ...unread, ...understood };
}

/** Depths by construct id, each queue with how many dead letters it has. */
function queueDepths(cloud: Cloud): object {
  const depths = cloud.sqs.depths();
  const { queues } = cloud.stack;
  const isDead = new Set(queues.map(({ properties }) => properties.RedrivePolicy?.deadLetterTargetArn));
  return Object.fromEntries(
    queues
      .filter(({ arn }) => !isDead.has(arn))
      .map(({ constructId, name, properties }) => {
        const dead = queues.find(({ arn }) => arn === properties.RedrivePolicy?.deadLetterTargetArn);
        return [constructId, { ...depths[name], dead: (dead && depths[dead.name]?.visible) ?? 0 }];
      }),
  );
}

const isMessage = ({ pk, sk }: Item): boolean => sk === 'MSG' && String(pk).startsWith('MSG#');

const startsWith =
  (prefix: string) =>
  ({ pk }: Item): boolean =>
    String(pk).startsWith(prefix);

function by<Value>(key: (value: Value) => string): (one: Value, other: Value) => number {
  return (one, other) => (key(one) < key(other) ? -1 : 1);
}

function countBy(values: unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
}
