import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { QueuedEvent } from '../queues/events.ts';

/** A client for fragments of at most three megabytes. */
export function claimsClient(): S3Client {
  return new S3Client({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 500, requestTimeout: 3000, throwOnRequestTimeout: true },
  });
}

/**
 * The claims bucket: fragments of deliveries too large for a queue or an item, as Meta sent them, under
 * `claims/<eventId>`. A redelivery overwrites the same object with the same text.
 */
export async function putClaim(
  client: S3Client,
  bucket: string,
  eventId: string,
  text: string,
): Promise<string> {
  const key = `claims/${eventId}`;
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: text,
      ContentType: 'application/json; charset=utf-8',
    }),
  );
  return key;
}

/**
 * The JSON text of an event's fragment, wherever it waits.
 * @throws what S3 throws when a claim cannot be read: the queue will try again.
 */
export async function readFragment(
  client: S3Client,
  bucket: string,
  event: Pick<QueuedEvent, 'fragment' | 'claim'>,
): Promise<string> {
  if (event.fragment !== undefined) return event.fragment;
  if (!event.claim) throw new Error('An event holds neither a fragment nor a claim');
  const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: event.claim.key }));
  const text = await object.Body?.transformToString('utf8');
  if (text === undefined) throw new Error('A claim is empty');
  return text;
}
