import { statusEvent } from '../../shared/queues/events.ts';
import { lookLater } from '../../shared/queues/later.ts';
import { sqsClient } from '../../shared/queues/send.ts';
import { inBatches } from '../../shared/runtime/batch.ts';
import { readEnv, settleEnv } from '../../shared/runtime/env.ts';
import { keyedHash } from '../../shared/runtime/hash.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { cachedSecrets, secretsClient } from '../../shared/runtime/secrets.ts';
import { claimsClient, readFragment } from '../../shared/store/claims.ts';
import { intents } from '../../shared/store/intents.ts';
import { parking } from '../../shared/store/parked.ts';
import { documentClient } from '../../shared/store/table.ts';
import { type Deps, settle } from './settle.ts';

const env = readEnv(settleEnv);
const table = documentClient();
const sqs = sqsClient();
const s3 = claimsClient();
const secrets = cachedSecrets(secretsClient());
const hash = async () => keyedHash(await secrets.read(env.HASH_SECRET_ARN));
const now = () => new Date();

const deps: Deps = {
  intents: intents(table, env.TABLE_NAME),
  hash,
  readFragment: (event) => readFragment(s3, env.CLAIMS_BUCKET, event),
  later: ({ id, nextAttemptAt }) =>
    lookLater(
      sqs,
      env.TIMERS_QUEUE_URL,
      { kind: 'intent', intentId: id },
      (nextAttemptAt ?? now()).getTime() - now().getTime(),
    ),
  now,
  random: Math.random,
};

export const handler = lambda(
  inBatches({
    schema: statusEvent,
    version: 1,
    process: (event) => settle(event, deps),
    park: parking(table, env.TABLE_NAME, hash, 'statuses'),
  }),
);
