import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { placeKinds } from '../domain/place.ts';
import type { Pin } from '../domain/report.ts';
import { incidents, petitions, priorities } from '../domain/taxonomy.ts';
import { due, keys } from './keys.ts';
import { type TransactItem, unlessRefused } from './table.ts';

export const understoodPlace = z.object({
  municipality: z.exactOptional(z.string()),
  colonia: z.exactOptional(z.string()),
  street: z.exactOptional(z.array(z.string())),
  landmark: z.exactOptional(z.string()),
});

/** How a message was understood, as it is stored with the message and with its report. */
export const understood = z.object({
  petitions: z.array(z.enum(petitions)),
  incident: z.nullable(z.enum(incidents)),
  inProgress: z.boolean(),
  priority: z.enum(priorities),
  location: understoodPlace,
  places: z.array(
    z.object({ name: z.string(), kind: z.enum(placeKinds), municipality: z.exactOptional(z.string()) }),
  ),
  scores: z.record(z.enum(petitions), z.number()),
  needsReview: z.boolean(),
});
export type StoredReading = z.infer<typeof understood>;

/** Where a message's media stand: `pending` until fetched, `lost` when Meta no longer has them. */
export const storedMedia = z.object({
  id: z.string(),
  mimeType: z.nullable(z.string()),
  sha256: z.nullable(z.string()),
  url: z.nullable(z.string()),
  voice: z.boolean(),
  phoneNumberId: z.string(),
  state: z.enum(['pending', 'kept', 'lost']),
});
export type StoredMedia = z.infer<typeof storedMedia>;

export const intentReference = z.object({ id: z.string(), lane: z.enum(['urgent', 'answers', 'bulk']) });
export type IntentReference = z.infer<typeof intentReference>;

/** A message as it is kept. It is also the record by which a redelivery is known. */
export type MessageRecord = {
  messageKey: string;
  wamid: string;
  phoneNumberId: string;
  sentAt: Date;
  receivedAt: Date;
  personKey: string;
  groupCode: string | null;
  type: string;
  text: string;
  understood: StoredReading | null;
  folio: string | null;
  quotedMessageKey: string | null;
  forwarded: boolean;
  pin: Pin | null;
  media: StoredMedia | null;
  /** What Meta says of a type it does not carry: `edit`, `poll_creation`. */
  detail: string | null;
  /** JSON text as Meta sent it, or the key of the claim where it waits. */
  raw: { fragment?: string | undefined; claimKey?: string | undefined };
  /** `asked` where a second reader is to look at it too. */
  secondReading: 'asked' | null;
  /** What was to be said because of it, and on which lane. */
  intents: IntentReference[];
};

/** An item holds 400 KB at most; a text above this is cut there and whole in its claim. */
const maxTextCharacters = 60_000;

/**
 * `asked` until a second reader has told its opinion, then `told` until triage has applied it; `given-up` where none
 * could be had, null where none was asked for.
 */
export const secondReadingState = z.nullable(z.enum(['asked', 'told', 'applied', 'given-up']));
export type SecondReadingState = z.infer<typeof secondReadingState>;

const known = z.object({
  intents: z.array(intentReference),
  media: z.nullable(storedMedia),
  secondReading: z.exactOptional(secondReadingState),
});

/** What must be repeated for a message that is stored already. */
export type Pending = {
  intents: IntentReference[];
  mediaPending: boolean;
  secondReading: SecondReadingState;
};

export type Messages = {
  /** What must be repeated for a message that is stored already, or null for a new one. */
  find(messageKey: string): Promise<Pending | null>;
  /** The words of a message, or null when it is not stored: what an answer quotes may have come from us. */
  textOf(messageKey: string): Promise<string | null>;
  /** Stores a message once; false when it was stored already. */
  putOnce(message: MessageRecord): Promise<boolean>;
  /** Attaches a reaction to the message it concerns; the newest of a person wins, a withdrawn one has no emoji. */
  react(messageKey: string, personKey: string, emoji: string | null, at: Date): Promise<void>;
};

export function messages(client: DynamoDBDocumentClient, tableName: string): Messages {
  return {
    async find(messageKey) {
      const answer = await client.send(
        new GetCommand({ TableName: tableName, Key: keys.message(messageKey), ConsistentRead: true }),
      );
      if (answer.Item === undefined) return null;
      const { intents, media, secondReading } = known.parse(answer.Item);
      return {
        intents,
        mediaPending: media?.state === 'pending',
        secondReading: secondReading ?? null,
      };
    },

    async textOf(messageKey) {
      const answer = await client.send(
        new GetCommand({
          TableName: tableName,
          Key: keys.message(messageKey),
          ProjectionExpression: '#text',
          ExpressionAttributeNames: { '#text': 'text' },
        }),
      );
      return answer.Item === undefined ? null : z.object({ text: z.string() }).parse(answer.Item).text;
    },

    async putOnce(message) {
      const { Put } = messagePut(tableName, message);
      return (await unlessRefused(client.send(new PutCommand(Put)))) !== null;
    },

    async react(messageKey, personKey, emoji, at) {
      await unlessRefused(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keys.reaction(messageKey, personKey),
            UpdateExpression: 'SET emoji = :emoji, reactedAt = :at',
            ConditionExpression: 'attribute_not_exists(reactedAt) OR reactedAt < :at',
            ExpressionAttributeValues: { ':emoji': emoji, ':at': at.toISOString() },
          }),
        ),
      );
    },
  };
}

/** Writes the message once, as part of a transaction or alone. */
export function messagePut(
  tableName: string,
  message: MessageRecord,
): { Put: NonNullable<TransactItem['Put']> } {
  const { text, sentAt, receivedAt, ...rest } = message;
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...keys.message(message.messageKey),
        ...rest,
        // The cut may halve a character, which no string of the table may hold.
        text: text.slice(0, maxTextCharacters).toWellFormed(),
        sentAt: sentAt.toISOString(),
        receivedAt: receivedAt.toISOString(),
        ...(message.media?.state === 'pending' && due('media', receivedAt)),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}
