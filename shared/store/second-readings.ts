import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { incidents, petitions } from '../domain/taxonomy.ts';
import type { Opinion } from '../second-reader/opinion.ts';
import { keys } from './keys.ts';
import {
  type IntentReference,
  intentReference,
  type SecondReadingState,
  type StoredReading,
  secondReadingState,
  understood,
  understoodPlace,
} from './messages.ts';
import { type TransactItem, unlessRefused } from './table.ts';

const opinion = z.object({
  labels: z.exactOptional(
    z.object({
      petitions: z.array(z.enum(petitions)),
      incident: z.nullable(z.enum(incidents)),
      inProgress: z.boolean(),
    }),
  ),
  emergencyScore: z.exactOptional(z.number()),
  location: understoodPlace,
  pii: z.array(
    z.object({
      type: z.enum(['PHONE', 'NAME', 'ADDRESS', 'PLATE', 'CURP', 'RFC', 'INE', 'EMAIL', 'CARD', 'BANK']),
      text: z.string(),
    }),
  ),
});

const item = z.object({
  phoneNumberId: z.string(),
  receivedAt: z.iso.datetime(),
  groupCode: z.nullable(z.string()),
  text: z.string(),
  understood: z.nullable(understood),
  folio: z.nullable(z.string()),
  raw: z.object({ fragment: z.optional(z.string()), claimKey: z.optional(z.string()) }),
  intents: z.array(intentReference),
  secondReading: z.exactOptional(secondReadingState),
  opinion: z.exactOptional(opinion),
});

/** A stored message, for whoever reads it a second time. */
export type Rereadable = Omit<z.infer<typeof item>, 'opinion' | 'secondReading'> & {
  secondReading: SecondReadingState;
  opinion: Opinion | null;
};

export type SecondReadings = {
  read(messageKey: string): Promise<Rereadable | null>;
  /** Keeps an opinion, the first one for good. */
  tell(messageKey: string, opinion: Opinion): Promise<void>;
  giveUp(messageKey: string): Promise<void>;
};

export function secondReadings(client: DynamoDBDocumentClient, tableName: string): SecondReadings {
  const settle = async (
    messageKey: string,
    expression: string,
    values: Record<string, unknown>,
  ): Promise<void> => {
    await unlessRefused(
      client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keys.message(messageKey),
          UpdateExpression: expression,
          ConditionExpression: 'secondReading = :asked',
          ExpressionAttributeValues: { ':asked': 'asked', ...values },
        }),
      ),
    );
  };
  return {
    async read(messageKey) {
      const answer = await client.send(
        new GetCommand({ TableName: tableName, Key: keys.message(messageKey), ConsistentRead: true }),
      );
      if (answer.Item === undefined) return null;
      const { secondReading = null, opinion: told, ...rest } = item.parse(answer.Item);
      return { ...rest, secondReading, opinion: told ?? null };
    },
    tell: (messageKey, told) =>
      settle(messageKey, 'SET secondReading = :told, opinion = :opinion', {
        ':told': 'told',
        ':opinion': told,
      }),
    giveUp: (messageKey) => settle(messageKey, 'SET secondReading = :over', { ':over': 'given-up' }),
  };
}

/** Writes how a message is understood after its second reading, once. */
export function reunderstood(
  tableName: string,
  messageKey: string,
  reading: StoredReading,
  folio: string | null,
  intents: readonly IntentReference[],
): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: keys.message(messageKey),
      UpdateExpression:
        'SET understood = :understood, folio = :folio, intents = :intents, secondReading = :applied',
      ConditionExpression: 'secondReading = :told',
      ExpressionAttributeValues: {
        ':understood': reading,
        ':folio': folio,
        ':intents': intents,
        ':applied': 'applied',
        ':told': 'told',
      },
    },
  };
}
