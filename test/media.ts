import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { due, keys } from '../shared/store/keys.ts';
import type { StoredMedia } from '../shared/store/messages.ts';
import type { TestDynamo } from './dynamo.ts';

/** Stores a message that carries a voice note, as triage does it, with no more in it than the media function reads. */
export async function putMessageWithMedia(
  { client, table }: TestDynamo,
  given: { messageKey: string; receivedAt: Date; media?: Partial<StoredMedia> },
): Promise<void> {
  const { messageKey, receivedAt } = given;
  const media: StoredMedia = {
    id: '9001',
    mimeType: 'audio/ogg; codecs=opus',
    sha256: null,
    url: null,
    voice: true,
    phoneNumberId: '111',
    state: 'pending',
    ...given.media,
  };
  await client.send(
    new PutCommand({
      TableName: table,
      Item: {
        ...keys.message(messageKey),
        messageKey,
        sentAt: receivedAt.toISOString(),
        media,
        ...due('media', receivedAt),
      },
    }),
  );
}
