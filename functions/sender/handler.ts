import { type OutboundWork, outboundWork } from '../../shared/queues/events.ts';
import { lookLater } from '../../shared/queues/later.ts';
import { sendWork, sqsClient } from '../../shared/queues/send.ts';
import { inBatches } from '../../shared/runtime/batch.ts';
import { readEnv, senderEnv } from '../../shared/runtime/env.ts';
import { keyedHash } from '../../shared/runtime/hash.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { cachedSecrets, secretsClient } from '../../shared/runtime/secrets.ts';
import { contacts } from '../../shared/store/contacts.ts';
import { intents } from '../../shared/store/intents.ts';
import { operators } from '../../shared/store/operators.ts';
import { parking } from '../../shared/store/parked.ts';
import { people } from '../../shared/store/people.ts';
import { documentClient } from '../../shared/store/table.ts';
import { graphApi } from '../../shared/whatsapp/graph.ts';
import type { Deps } from './deps.ts';
import { say } from './sender.ts';

const env = readEnv(senderEnv);
const table = documentClient();
const sqs = sqsClient();
const secrets = cachedSecrets(secretsClient());
const laneUrls = {
  urgent: env.OUT_URGENT_QUEUE_URL,
  answers: env.OUT_ANSWERS_QUEUE_URL,
  bulk: env.OUT_BULK_QUEUE_URL,
};
const hash = async () => keyedHash(await secrets.read(env.HASH_SECRET_ARN));
const now = () => new Date();
const graph = graphApi({
  baseUrl: env.GRAPH_BASE_URL,
  version: env.GRAPH_VERSION,
  authHeader: env.GRAPH_AUTH_HEADER,
  token: () => secrets.read(env.ACCESS_TOKEN_ARN),
  expireToken: () => secrets.expire(env.ACCESS_TOKEN_ARN),
  // Meta answers in one second; six leave room for the rest of a record within the urgent sender's ten.
  timeoutMs: 6000,
});

async function process(work: OutboundWork): Promise<void> {
  const deps: Deps = {
    intents: intents(table, env.TABLE_NAME),
    operators: operators(table, env.TABLE_NAME),
    contacts: contacts(table, env.CONTACTS_TABLE_NAME),
    people: people(table, env.TABLE_NAME, await hash()),
    graph,
    hash,
    nudge: (lane, ids) =>
      sendWork(
        sqs,
        laneUrls[lane],
        ids.map((intentId) => ({ v: 1, intentId })),
      ),
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
  await say(work, deps);
}

export const handler = lambda(
  inBatches({
    schema: outboundWork,
    version: 1,
    process,
    park: parking(table, env.TABLE_NAME, hash, 'outbound'),
  }),
);
