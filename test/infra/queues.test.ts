import { describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { type Resource, referred, templateIn } from './template.ts';

const stack = templateIn(inject('assembly'), 'local');
const queues = stack.all('AWS::SQS::Queue');
const dead = new Set(queues.flatMap(({ Properties }) => referred(Properties['RedrivePolicy'] ?? {})));
const working = queues.filter(({ Properties }) => Properties['RedrivePolicy']);
const ids = (list: Resource[]): string[] => list.map(({ constructId }) => constructId).toSorted();

const redrive = z.object({ maxReceiveCount: z.number() });
const mapping = z.object({
  BatchSize: z.number(),
  FunctionResponseTypes: z.array(z.string()),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }),
});

describe('queues', () => {
  test('those of the design exist, and no other works', () => {
    expect(ids(working)).toEqual([
      'InboundQueue',
      'MediaQueue',
      'OutAnswersQueue',
      'OutBulkQueue',
      'OutUrgentQueue',
      'StatusesQueue',
      'TimersQueue',
      'UrgentQueue',
    ]);
  });

  test.each(working)(
    '$constructId gives up after five tries, into dead letters of its own kind kept 14 days',
    (queue) => {
      expect(redrive.parse(queue.Properties['RedrivePolicy']).maxReceiveCount).toBe(5);
      const letters = stack.byId(referred(queue.Properties['RedrivePolicy'])[0] ?? '');
      expect(letters.Properties['MessageRetentionPeriod']).toBe(14 * 86_400);
      expect(letters.Properties['FifoQueue']).toBe(queue.Properties['FifoQueue']);
      expect(
        working.filter((other) => referred(other.Properties['RedrivePolicy']).includes(letters.logicalId)),
      ).toEqual([queue]);
    },
  );

  test.each(queues)('$constructId refuses calls without TLS and is encrypted', (queue) => {
    expect(queue.Properties['SqsManagedSseEnabled']).toBe(true);
    const policy = stack
      .all('AWS::SQS::QueuePolicy')
      .find(({ Properties }) => referred(Properties['Queues']).includes(queue.logicalId));
    expect(JSON.stringify(policy?.Properties)).toContain('{"aws:SecureTransport":"false"}');
  });

  test('every dead-letter queue is fed by a queue, a schedule or a function', () => {
    const others = queues.filter(
      ({ logicalId, Properties }) => !Properties['RedrivePolicy'] && !dead.has(logicalId),
    );
    expect(ids(others)).toEqual(['DigestDead']);
  });

  test('a FIFO queue has both attributes that high throughput needs', () => {
    const fifo = working.filter(({ Properties }) => Properties['FifoQueue']);
    expect(ids(fifo)).toEqual(['InboundQueue', 'UrgentQueue']);
    for (const { Properties } of fifo)
      expect(Properties).toMatchObject({
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
      });
  });
});

describe('event source mappings', () => {
  const mappings = stack.all('AWS::Lambda::EventSourceMapping');
  const feeds = mappings.map((item) => {
    const queue = stack.byId(referred(item.Properties['EventSourceArn'])[0] ?? '');
    const fn = stack.byId(referred(item.Properties['FunctionName'])[0] ?? '');
    return { name: `${queue.constructId} → ${fn.constructId}`, queue, fn, properties: item.Properties };
  });

  test('each queue of work feeds the function of the design', () => {
    expect(feeds.map(({ name }) => name).toSorted()).toEqual([
      'InboundQueue → Triage',
      'MediaQueue → Media',
      'OutAnswersQueue → Sender',
      'OutBulkQueue → Sender',
      'OutUrgentQueue → UrgentSender',
      'StatusesQueue → Settle',
      'TimersQueue → Timer',
      'UrgentQueue → UrgentTriage',
    ]);
  });

  test.each(feeds)('$name hides a message for six times the timeout at least', ({ queue, fn }) => {
    const timeout = z.number().parse(fn.Properties['Timeout']);
    expect(queue.Properties['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * timeout);
  });

  test.each(feeds)(
    '$name answers record by record, ten at most, with a bound on its concurrency',
    ({ properties }) => {
      const { BatchSize, FunctionResponseTypes, ScalingConfig } = mapping.parse(properties);
      expect(BatchSize).toBeLessThanOrEqual(10);
      expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      expect(ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
    },
  );

  test('none filters: what a filter leaves out is deleted unseen', () => {
    for (const { properties } of feeds) expect(properties).not.toHaveProperty('FilterCriteria');
  });
});
