import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mediaWork } from '../../shared/queues/events.ts';
import { lookLater } from '../../shared/queues/later.ts';
import { sqsClient } from '../../shared/queues/send.ts';
import { inBatches, toDeadLetters } from '../../shared/runtime/batch.ts';
import { mediaEnv, readEnv } from '../../shared/runtime/env.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { cachedSecrets, secretsClient } from '../../shared/runtime/secrets.ts';
import { mediaStore } from '../../shared/store/media.ts';
import { documentClient } from '../../shared/store/table.ts';
import { authorisation, graphApi } from '../../shared/whatsapp/graph.ts';
import { downloader } from './download.ts';
import { type Deps, keepMedia } from './media.ts';

const env = readEnv(mediaEnv);
const sqs = sqsClient();
// A hundred megabytes take their time even inside a region.
const s3 = new S3Client({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 15_000, throwOnRequestTimeout: true },
});
const secrets = cachedSecrets(secretsClient());
const credentials = { authHeader: env.GRAPH_AUTH_HEADER, token: () => secrets.read(env.ACCESS_TOKEN_ARN) };
/** The largest that Meta takes from a neighbour. */
const maxBytes = 100 * 1024 * 1024;

const deps: Deps = {
  media: mediaStore(documentClient(), env.TABLE_NAME),
  graph: graphApi({
    ...credentials,
    baseUrl: env.GRAPH_BASE_URL,
    version: env.GRAPH_VERSION,
    expireToken: () => secrets.expire(env.ACCESS_TOKEN_ARN),
    timeoutMs: 5000,
  }),
  // Three tries, each with an address of its own, fit the function's two minutes.
  download: downloader({
    hosts: env.MEDIA_HOSTS,
    authorisation: () => authorisation(credentials),
    maxBytes,
    timeoutMs: 25_000,
    fetch,
  }),
  put: async (key, bytes, mimeType) => {
    await s3.send(
      new PutObjectCommand({
        Bucket: env.MEDIA_BUCKET,
        Key: key,
        Body: bytes,
        ...(mimeType !== null && { ContentType: mimeType }),
      }),
    );
  },
  later: (messageKey, waitMs) => lookLater(sqs, env.TIMERS_QUEUE_URL, { kind: 'media', messageKey }, waitMs),
  now: () => new Date(),
};

export const handler = lambda(
  inBatches({ schema: mediaWork, version: 1, process: (work) => keepMedia(work, deps), park: toDeadLetters }),
);
