import { openScreen } from '../../shared/language/screen.ts';
import { loadScreen } from '../../shared/language/screen-file.ts';
import { sendAll, sqsClient } from '../../shared/queues/send.ts';
import { readEnv, webhookEnv } from '../../shared/runtime/env.ts';
import { keyedHash } from '../../shared/runtime/hash.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { cachedSecrets, secretsClient } from '../../shared/runtime/secrets.ts';
import { claimsClient, putClaim } from '../../shared/store/claims.ts';
import { isUrgent } from './screen.ts';
import { webhook } from './webhook.ts';

const env = readEnv(webhookEnv);
const sqs = sqsClient();
const s3 = claimsClient();
const secrets = cachedSecrets(secretsClient());
const screen = openScreen(loadScreen());
const queueUrls = {
  urgent: env.URGENT_QUEUE_URL,
  inbound: env.INBOUND_QUEUE_URL,
  statuses: env.STATUSES_QUEUE_URL,
};

export const handler = lambda((request: Parameters<typeof webhook>[0]) =>
  webhook(request, {
    appSecrets: () => secrets.readRotating(env.APP_SECRET_ARN),
    expireAppSecrets: () => secrets.expire(env.APP_SECRET_ARN),
    verifyToken: () => secrets.read(env.VERIFY_TOKEN_ARN),
    hash: async () => keyedHash(await secrets.read(env.HASH_SECRET_ARN)),
    signatureHeader: env.SIGNATURE_HEADER,
    send: (queue, messages) => sendAll(sqs, queueUrls[queue], messages),
    claim: (eventId, text) => putClaim(s3, env.CLAIMS_BUCKET, eventId, text),
    mayBeEmergency: (part) => isUrgent(part, screen),
    now: () => new Date(),
  }),
);
