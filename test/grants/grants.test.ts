import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { randomFrom, sample } from '../faults/random.ts';
import { explanationOf } from './explained.ts';
import { neededFor, openReference, type Reference, spoken } from './judge.ts';

/** A sample of `npm run grants`. `GRANTS_SEED=<seed>` repeats one that failed. */
const seed = Number(process.env['GRANTS_SEED'] ?? randomInt(2 ** 31));
const grantsTaken = 3;

let reference: Reference;
beforeAll(async () => {
  reference = await openReference(inject('assembly'));
});
afterAll(() => reference.close());

test(`without any one of its grants something does not work (GRANTS_SEED=${seed})`, async () => {
  const asked = reference.grants.filter((grant) => explanationOf(grant) === null);
  for (const grant of sample(asked, grantsTaken, randomFrom(seed)))
    expect({ [spoken(grant)]: await neededFor(inject('assembly'), grant, reference) }).toEqual({
      [spoken(grant)]: expect.any(String),
    });
});
