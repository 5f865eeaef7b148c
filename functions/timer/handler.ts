import { timerWork } from '../../shared/queues/events.ts';
import { sendWork, sqsClient } from '../../shared/queues/send.ts';
import { type BatchAnswer, inBatches, type QueueBatch, toDeadLetters } from '../../shared/runtime/batch.ts';
import { readEnv, timerEnv } from '../../shared/runtime/env.ts';
import { lambda } from '../../shared/runtime/lambda.ts';
import { log } from '../../shared/runtime/log.ts';
import { dueWork } from '../../shared/store/due.ts';
import { intents } from '../../shared/store/intents.ts';
import { mediaStore } from '../../shared/store/media.ts';
import { documentClient } from '../../shared/store/table.ts';
import { type Deps, sweep, wake } from './timer.ts';

const env = readEnv(timerEnv);
const table = documentClient();
const sqs = sqsClient();
const laneUrls = {
  urgent: env.OUT_URGENT_QUEUE_URL,
  answers: env.OUT_ANSWERS_QUEUE_URL,
  bulk: env.OUT_BULK_QUEUE_URL,
};
/** The function has fifty seconds; a page takes one at the worst. */
const sweepMs = 40_000;

const deps: Deps = {
  intents: intents(table, env.TABLE_NAME),
  media: mediaStore(table, env.TABLE_NAME),
  due: dueWork(table, env.TABLE_NAME),
  nudge: (lane, ids) =>
    sendWork(
      sqs,
      laneUrls[lane],
      ids.map((intentId) => ({ v: 1, intentId })),
    ),
  nudgeMedia: (keys) =>
    sendWork(
      sqs,
      env.MEDIA_QUEUE_URL,
      keys.map((messageKey) => ({ v: 1, messageKey })),
    ),
  now: () => new Date(),
};

const onTimers = inBatches({
  schema: timerWork,
  version: 1,
  process: (work) => wake(work, deps),
  park: toDeadLetters,
});

async function onSchedule(): Promise<void> {
  const end = performance.now() + sweepMs;
  const count = await sweep(deps, () => performance.now() < end);
  if (count > 0) log.info('swept', { count });
}

export const handler = lambda(
  (event: QueueBatch | { sweep: true }): Promise<BatchAnswer | void> =>
    'Records' in event ? onTimers(event) : onSchedule(),
);
