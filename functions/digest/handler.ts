import * as z from 'zod/mini';
import { sendWork, sqsClient } from '../../shared/queues/send.ts';
import { digestEnv, readEnv } from '../../shared/runtime/env.ts';
import { keyedHash } from '../../shared/runtime/hash.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { cachedSecrets, secretsClient } from '../../shared/runtime/secrets.ts';
import { groups } from '../../shared/store/groups.ts';
import { intents } from '../../shared/store/intents.ts';
import { reports } from '../../shared/store/reports.ts';
import { documentClient } from '../../shared/store/table.ts';
import { type DigestDeps, planDigests } from './digest.ts';

const env = readEnv(digestEnv);
const table = documentClient();
const sqs = sqsClient();
const secrets = cachedSecrets(secretsClient());
/** The schedule's input, filled in by EventBridge Scheduler. */
const scheduled = z.object({ scheduledTime: z.iso.datetime({ offset: true }) });

async function deps(): Promise<DigestDeps> {
  const [phoneNumberId] = env.PHONE_NUMBER_IDS;
  if (phoneNumberId === undefined) throw new Error('PHONE_NUMBER_IDS names no number to speak from');
  const hash = keyedHash(await secrets.read(env.HASH_SECRET_ARN));
  return {
    groups: groups(table, env.TABLE_NAME, hash),
    reports: reports(table, env.TABLE_NAME),
    intents: intents(table, env.TABLE_NAME),
    nudge: (ids) =>
      sendWork(
        sqs,
        env.OUT_BULK_QUEUE_URL,
        ids.map((intentId) => ({ v: 1, intentId })),
      ),
    hash,
    phoneNumberId,
    timeZone: env.TIME_ZONE,
  };
}

export const handler = lambda(async (event: unknown): Promise<void> => {
  const { scheduledTime } = scheduled.parse(event);
  await planDigests(new Date(scheduledTime), await deps());
});
