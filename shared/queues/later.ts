import type { SQSClient } from '@aws-sdk/client-sqs';
import type { TimerWork } from './events.ts';
import { sendWork } from './send.ts';

/** Longest delay of an SQS message. Source: Amazon SQS developer guide, "Amazon SQS delay queues". */
const maxDelayMs = 15 * 60_000;

/**
 * Has the timer look at a due item when its moment comes, if that is within the delay queue's reach; beyond it the
 * sweep, which runs every minute, finds it.
 * @param waitMs from now; below 0 is 0.
 */
export async function lookLater(
  client: SQSClient,
  timersQueueUrl: string,
  due: TimerWork['due'],
  waitMs: number,
): Promise<void> {
  if (waitMs > maxDelayMs) return;
  const work: TimerWork = { v: 1, due };
  await sendWork(client, timersQueueUrl, [work], { delaySeconds: Math.max(0, Math.ceil(waitMs / 1000)) });
}
