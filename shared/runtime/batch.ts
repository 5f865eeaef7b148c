import * as z from 'zod/mini';
import { errorName, log } from './log.ts';
import { emit, metricNames } from './metrics.ts';

/**
 * What can never be processed, whatever is tried: it is parked with its raw text and this reason, seen by a person,
 * and can be put back. Everything else that is thrown is tried again by the queue.
 */
export class Unprocessable extends Error {
  override readonly name = 'Unprocessable';
  readonly reason: string;
  readonly path: string | undefined;

  /** @param reason machine-readable, from a closed set; never the input. @param path JSON path of the fault. */
  constructor(reason: string, path?: string, options?: ErrorOptions) {
    super(`Cannot be processed: ${reason}`, options);
    this.reason = reason;
    this.path = path;
  }
}

/** The parts of Lambda's SQS record that are used. */
export type QueueRecord = { messageId: string; body: string; attributes: { MessageGroupId?: string } };
export type QueueBatch = { Records: QueueRecord[] };
export type BatchAnswer = { batchItemFailures: { itemIdentifier: string }[] };

/** Keeps what cannot be processed; must throw if it could not be kept. */
export type Park = (record: QueueRecord, fault: Unprocessable) => Promise<void>;

/** Parks nothing: for work that the table holds anyway, where a body of another shape is a fault of our own code. */
export const toDeadLetters: Park = async (_record, fault) => {
  throw fault;
};

type BatchOptions<Work> = {
  schema: z.ZodMiniType<Work>;
  /** Newest version of the body this consumer knows (`v`); a newer one waits in the queue for the next deploy. */
  version: number;
  process: (work: Work) => Promise<void>;
  park: Park;
};

/**
 * Handles a batch with partial answers. Records of one message group run in order and stop at the group's first
 * failure, which is handed back with all that follow it; other groups go on. Records without a group are on their own.
 * Source: AWS Lambda developer guide, "Handling errors for an SQS event source" (FIFO: stop after the first failure).
 */
export function inBatches<Work>(options: BatchOptions<Work>): (batch: QueueBatch) => Promise<BatchAnswer> {
  return async (batch) => {
    const groups = Map.groupBy(
      batch.Records,
      (record) => record.attributes.MessageGroupId ?? record.messageId,
    );
    const failures = await Promise.all([...groups.values()].map((records) => inOrder(records, options)));
    return { batchItemFailures: failures.flat().map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

async function inOrder<Work>(records: QueueRecord[], options: BatchOptions<Work>): Promise<string[]> {
  for (const [index, record] of records.entries()) {
    try {
      await one(record, options);
    } catch (error) {
      log.error('record-failed', { error: errorName(error) });
      return records.slice(index).map(({ messageId }) => messageId);
    }
  }
  return [];
}

async function one<Work>(record: QueueRecord, options: BatchOptions<Work>): Promise<void> {
  try {
    await options.process(read(record.body, options));
  } catch (error) {
    if (!(error instanceof Unprocessable)) throw error;
    await options.park(record, error);
    log.warn('record-parked', { reason: error.reason, ...(error.path && { path: error.path }) });
    emit(metricNames.parked);
  }
}

function read<Work>(body: string, { schema, version }: BatchOptions<Work>): Work {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new Unprocessable('body-is-not-json', undefined, { cause });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const written = z.object({ v: z.number() }).safeParse(value).data?.v;
  if (written !== undefined && written > version)
    throw new Error(`Body of version ${written}; this consumer knows ${version}`);
  throw new Unprocessable('body-of-another-shape', result.error.issues[0]?.path.join('.'));
}
