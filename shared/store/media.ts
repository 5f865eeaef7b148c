import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { due, keys } from './keys.ts';
import { unlessRefused } from './table.ts';

/** What a message carries, as far as the media function needs to know it. */
export type Medium = {
  messageKey: string;
  id: string;
  phoneNumberId: string;
  mimeType: string | null;
  /** As Meta gave it, in base64 or hexadecimal. */
  sha256: string | null;
  /** Address from the delivery itself: it dies five minutes after. */
  url: string | null;
  state: 'pending' | 'kept' | 'lost';
  /** When the neighbour sent it, by Meta's clock. */
  sentAt: Date;
  attempts: number;
};

type KeptMedium = { key: string; bytes: number; mimeType: string | null };

/** The `media` attribute of a stored message. Only what is pending can change, so that a late rerun undoes nothing. */
export type MediaStore = {
  /** Null for a message that carries nothing, or that is not stored. */
  read(messageKey: string): Promise<Medium | null>;
  markKept(messageKey: string, kept: KeptMedium): Promise<void>;
  /** @param reason from a closed set; never the address or the id. */
  markLost(messageKey: string, reason: string): Promise<void>;
  /** Has it tried again at that moment; counts the attempt. */
  postpone(messageKey: string, at: Date): Promise<void>;
};

const messageItem = z.object({
  sentAt: z.pipe(
    z.iso.datetime(),
    z.transform((text) => new Date(text)),
  ),
  media: z.nullish(
    z.object({
      id: z.string(),
      phoneNumberId: z.string(),
      mimeType: z.nullable(z.string()),
      sha256: z.nullable(z.string()),
      url: z.nullable(z.string()),
      state: z.enum(['pending', 'kept', 'lost']),
      attempts: z.prefault(z.number(), 0),
    }),
  ),
});

export function mediaStore(client: DynamoDBDocumentClient, tableName: string): MediaStore {
  const whilePending = async (
    messageKey: string,
    expression: string,
    values: Record<string, unknown>,
    names: Record<string, string> = {},
  ): Promise<void> => {
    // Another run was faster, and what it found holds.
    await unlessRefused(
      client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keys.message(messageKey),
          UpdateExpression: expression,
          ConditionExpression: 'media.#state = :pending',
          ExpressionAttributeNames: { '#state': 'state', ...names },
          ExpressionAttributeValues: { ...values, ':pending': 'pending' },
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
      const { sentAt, media } = messageItem.parse(answer.Item);
      return media ? { messageKey, sentAt, ...media } : null;
    },

    async markKept(messageKey, { key, bytes, mimeType }) {
      await whilePending(
        messageKey,
        'SET media.#state = :kept, media.#key = :key, media.#bytes = :bytes, media.mimeType = :mime ' +
          'REMOVE duePk, dueAt, nudges',
        { ':kept': 'kept', ':key': key, ':bytes': bytes, ':mime': mimeType },
        { '#key': 'key', '#bytes': 'bytes' },
      );
    },

    async markLost(messageKey, reason) {
      await whilePending(
        messageKey,
        'SET media.#state = :lost, media.reason = :reason REMOVE duePk, dueAt, nudges',
        { ':lost': 'lost', ':reason': reason },
      );
    },

    async postpone(messageKey, at) {
      const { duePk, dueAt } = due('media', at);
      await whilePending(
        messageKey,
        'SET media.attempts = if_not_exists(media.attempts, :none) + :one, duePk = :duePk, dueAt = :dueAt REMOVE nudges',
        { ':none': 0, ':one': 1, ':duePk': duePk, ':dueAt': dueAt },
      );
    },
  };
}
