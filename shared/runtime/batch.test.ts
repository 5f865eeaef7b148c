import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type BatchAnswer, inBatches, type QueueRecord, Unprocessable } from './batch.ts';

const work = z.strictObject({ v: z.literal(1), does: z.enum(['done', 'fails', 'cannot']), name: z.string() });
let processed: string[];
let parked: { messageId: string; reason: string; path: string | undefined }[];
let parkingFails: boolean;

beforeEach(() => {
  processed = [];
  parked = [];
  parkingFails = false;
});

const handle = (...Records: QueueRecord[]): Promise<BatchAnswer> =>
  inBatches({
    schema: work,
    version: 1,
    process: ({ does, name }) => {
      processed.push(name);
      if (does === 'fails') return Promise.reject(new Error('the table is away'));
      if (does === 'cannot') return Promise.reject(new Unprocessable('of-no-use', 'a.b'));
      return Promise.resolve();
    },
    park: ({ messageId }, { reason, path }) => {
      if (parkingFails) return Promise.reject(new Error('the table is away'));
      parked.push({ messageId, reason, path });
      return Promise.resolve();
    },
  })({ Records });

const aRecord = (name: string, does: string, group?: string): QueueRecord => ({
  messageId: name,
  body: JSON.stringify({ v: 1, does, name }),
  attributes: group === undefined ? {} : { MessageGroupId: group },
});
const odd = (messageId: string, body: string): QueueRecord => ({ messageId, body, attributes: {} });
const failed = (answer: BatchAnswer): string[] =>
  answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

describe('a batch', () => {
  test('of done work fails nothing', async () => {
    expect(await handle(aRecord('1', 'done'), aRecord('2', 'done', 'A'))).toEqual({ batchItemFailures: [] });
  });

  test('stops a group at its first failure and hands back the rest; other groups go on', async () => {
    const answer = await handle(
      aRecord('A1', 'done', 'A'),
      aRecord('A2', 'fails', 'A'),
      aRecord('B1', 'done', 'B'),
      aRecord('A3', 'done', 'A'),
      aRecord('B2', 'done', 'B'),
    );
    expect(failed(answer)).toEqual(['A2', 'A3']);
    expect(processed.toSorted()).toEqual(['A1', 'A2', 'B1', 'B2']);
  });

  test('without groups hands back the failed ones alone', async () => {
    expect(failed(await handle(aRecord('1', 'fails'), aRecord('2', 'done'), aRecord('3', 'fails')))).toEqual([
      '1',
      '3',
    ]);
  });

  test('parks what can never be processed and goes on behind it', async () => {
    const answer = await handle(aRecord('1', 'cannot', 'A'), aRecord('2', 'done', 'A'));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(parked).toEqual([{ messageId: '1', reason: 'of-no-use', path: 'a.b' }]);
    expect(processed).toEqual(['1', '2']);
  });

  test('tries again what could not be parked, and stops its group there', async () => {
    parkingFails = true;
    expect(failed(await handle(aRecord('1', 'cannot', 'A'), aRecord('2', 'done', 'A')))).toEqual(['1', '2']);
    expect(processed).toEqual(['1']);
  });

  test('parks a body that is no JSON or of another shape, by its path', async () => {
    const answer = await handle(
      odd('1', '{"v":'),
      odd('2', '{"v":1,"does":"dances","name":"2"}'),
      odd('3', '{"v":0,"does":"done","name":"3"}'),
      odd('4', 'null'),
      odd('5', '{"v":1,"does":"done","name":"5","more":1}'),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(parked).toEqual([
      { messageId: '1', reason: 'body-is-not-json', path: undefined },
      { messageId: '2', reason: 'body-of-another-shape', path: 'does' },
      { messageId: '3', reason: 'body-of-another-shape', path: 'v' },
      { messageId: '4', reason: 'body-of-another-shape', path: '' },
      { messageId: '5', reason: 'body-of-another-shape', path: '' },
    ]);
  });

  test('leaves a body of a newer version on the queue for the next deploy', async () => {
    const newer = { messageId: '1', body: '{"v":2,"what":"new"}', attributes: {} };
    expect(failed(await handle(newer, aRecord('2', 'done')))).toEqual(['1']);
    expect(parked).toEqual([]);
  });

  test('of nothing is answered with nothing', async () => {
    expect(await handle()).toEqual({ batchItemFailures: [] });
  });
});
