import { dayIn } from '../../shared/domain/calendar.ts';
import { openClassifier } from '../../shared/language/classify.ts';
import { loadModel } from '../../shared/language/model-file.ts';
import { openRedactor } from '../../shared/language/redact.ts';
import { openViewer } from '../../shared/language/view.ts';
import { inboundEvent } from '../../shared/queues/events.ts';
import { sendWork, sqsClient } from '../../shared/queues/send.ts';
import { inBatches } from '../../shared/runtime/batch.ts';
import { readEnv, triageEnv } from '../../shared/runtime/env.ts';
import { keyedHash } from '../../shared/runtime/hash.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { cachedSecrets, secretsClient } from '../../shared/runtime/secrets.ts';
import { claimsClient, readFragment } from '../../shared/store/claims.ts';
import { contacts } from '../../shared/store/contacts.ts';
import { keepEvent } from '../../shared/store/events.ts';
import { groups } from '../../shared/store/groups.ts';
import { messages } from '../../shared/store/messages.ts';
import { knownIntents } from '../../shared/store/outbox.ts';
import { parking } from '../../shared/store/parked.ts';
import { people } from '../../shared/store/people.ts';
import { reports } from '../../shared/store/reports.ts';
import { secondReadings } from '../../shared/store/second-readings.ts';
import { documentClient, transact } from '../../shared/store/table.ts';
import type { Nudge, TriageDeps } from './deps.ts';
import { triage } from './triage.ts';

const env = readEnv(triageEnv);
const table = documentClient();
const sqs = sqsClient();
const s3 = claimsClient();
const secrets = cachedSecrets(secretsClient());
const model = loadModel();
const view = openViewer(model);
const classify = openClassifier(model, view);
const { redactForDispatch } = openRedactor(model, view);
const hashSecret = async () => keyedHash(await secrets.read(env.HASH_SECRET_ARN));

const lanes = { urgent: env.OUT_URGENT_QUEUE_URL, answers: env.OUT_ANSWERS_QUEUE_URL } as const;

/** Triage causes nothing on the bulk lane. */
async function nudge({ intents, media = null, secondReading = null }: Nudge): Promise<void> {
  const sends = Object.entries(lanes).map(async ([lane, queueUrl]) => {
    const work = intents.filter((intent) => intent.lane === lane).map(({ id }) => ({ v: 1, intentId: id }));
    await sendWork(sqs, queueUrl, work);
  });
  if (media !== null) sends.push(sendWork(sqs, env.MEDIA_QUEUE_URL, [{ v: 1, messageKey: media }]));
  if (secondReading !== null && env.READINGS_QUEUE_URL !== '')
    sends.push(sendWork(sqs, env.READINGS_QUEUE_URL, [{ v: 1, messageKey: secondReading, attempt: 1 }]));
  await Promise.all(sends);
}

async function deps(): Promise<TriageDeps> {
  const hash = await hashSecret();
  return {
    people: people(table, env.TABLE_NAME, hash),
    contacts: contacts(table, env.CONTACTS_TABLE_NAME),
    groups: groups(table, env.TABLE_NAME, hash),
    messages: messages(table, env.TABLE_NAME),
    reports: reports(table, env.TABLE_NAME),
    secondReadings: secondReadings(table, env.TABLE_NAME),
    readsTwice: env.READINGS_QUEUE_URL !== '',
    knownIntents: (ids) => knownIntents(table, env.TABLE_NAME, ids),
    transact: (items) => transact(table, items),
    nudge,
    keepEvent: (event) => keepEvent(table, env.TABLE_NAME, event),
    readFragment: (event) => readFragment(s3, env.CLAIMS_BUCKET, event),
    classify,
    redact: redactForDispatch,
    hash,
    tableName: env.TABLE_NAME,
    phoneNumberIds: env.PHONE_NUMBER_IDS,
    day: dayIn(env.TIME_ZONE),
    now: () => new Date(),
  };
}

export const handler = lambda(
  inBatches({
    schema: inboundEvent,
    version: 1,
    process: async (event) => triage(event, await deps()),
    park: parking(table, env.TABLE_NAME, hashSecret, 'inbound'),
  }),
);
