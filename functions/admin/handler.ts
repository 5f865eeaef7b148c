import { sendAll, sqsClient } from '../../shared/queues/send.ts';
import { adminEnv, readEnv } from '../../shared/runtime/env.ts';
import { keyedHash } from '../../shared/runtime/hash.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { cachedSecrets, secretsClient } from '../../shared/runtime/secrets.ts';
import { contacts } from '../../shared/store/contacts.ts';
import { people } from '../../shared/store/people.ts';
import { documentClient } from '../../shared/store/table.ts';
import { admin } from './admin.ts';
import { parkedMessages } from './parked.ts';
import { registry } from './registry.ts';

const env = readEnv(adminEnv);
const table = documentClient();
const sqs = sqsClient();
const secrets = cachedSecrets(secretsClient());
const now = () => new Date();

const parked = parkedMessages(
  table,
  env.TABLE_NAME,
  {
    inbound: (message) => sendAll(sqs, env.INBOUND_QUEUE_URL, [message]),
    statuses: (message) => sendAll(sqs, env.STATUSES_QUEUE_URL, [message]),
  },
  now,
);

export const handler = lambda(async (request: unknown) => {
  const hash = keyedHash(await secrets.read(env.HASH_SECRET_ARN));
  const roster = registry(
    table,
    env.TABLE_NAME,
    people(table, env.TABLE_NAME, hash),
    contacts(table, env.CONTACTS_TABLE_NAME),
    hash,
  );
  return admin(request, { parked, registry: roster, now });
});
