import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { digestEnv, readEnv, senderEnv, settleEnv, triageEnv } from './env.ts';

const settle = {
  TABLE_NAME: 'main',
  CLAIMS_BUCKET: 'claims',
  TIMERS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/0/timers',
  HASH_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:0:secret:hash',
};

describe('the environment', () => {
  test('is read as it is, without what else the process has', () => {
    expect(readEnv(settleEnv, { ...settle, PATH: '/bin' })).toEqual(settle);
  });

  test('that is wrong is told by every name, never by value', () => {
    const wrong = {
      ...settle,
      HASH_SECRET_ARN: 'the-secret-itself',
      TIMERS_QUEUE_URL: 'no url',
      TABLE_NAME: '',
    };
    for (const name of ['HASH_SECRET_ARN', 'TIMERS_QUEUE_URL', 'TABLE_NAME'])
      expect(() => readEnv(settleEnv, wrong)).toThrow(name);
    expect(() => readEnv(settleEnv, wrong)).not.toThrow(/the-secret-itself|no url/u);
  });

  test('that lacks a name stops the start, naming all that are missing', () => {
    for (const name of Object.keys(settle)) expect(() => readEnv(settleEnv, {})).toThrow(name);
  });

  test('has lists of numbers and hosts without empty entries', () => {
    const { PHONE_NUMBER_IDS } = readEnv(z.pick(digestEnv, { PHONE_NUMBER_IDS: true }), {
      PHONE_NUMBER_IDS: '1,,2,',
    });
    expect(PHONE_NUMBER_IDS).toEqual(['1', '2']);
    expect(
      readEnv(z.pick(triageEnv, { PHONE_NUMBER_IDS: true }), { PHONE_NUMBER_IDS: '' }).PHONE_NUMBER_IDS,
    ).toEqual([]);
  });

  test('may have no version of the Graph API, as with a provider', () => {
    expect(readEnv(z.pick(senderEnv, { GRAPH_VERSION: true }), { GRAPH_VERSION: '' })).toEqual({
      GRAPH_VERSION: '',
    });
  });
});
