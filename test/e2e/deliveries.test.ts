import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { deliveries } from '../deliveries/deliveries.ts';
import { malformedDeliveries } from '../deliveries/malformed.ts';
import { kept, since } from './scan.ts';

/** Every example delivery, signed and posted, through the bundles and the template that are deployed. */
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({ assembly: inject('assembly'), numbers: ['109876543210987', '209876543210988'] });
});
afterAll(() => cloud.close());

/**
 * Bytes that are no UTF-8 cannot come through API Gateway as the text of a JSON body; what the webhook makes of them as
 * base64 is shown beside it.
 */
const passable = malformedDeliveries.filter(({ name }) => name !== 'invalid-utf-8');

/** Nothing failed, nothing is stuck, and nobody was refused what they need. */
function expectUndisturbed(): void {
  const failed = Object.entries(cloud.counts()).filter(([, { errors }]) => errors > 0);
  expect(failed).toEqual([]);
  expect(cloud.refusals()).toEqual([]);
  const left = Object.entries(cloud.sqs.depths()).filter(
    ([, { visible, inFlight }]) => visible + inFlight > 0,
  );
  expect(left).toEqual([]);
}

describe('an example delivery', () => {
  test.each(deliveries)(
    '$name is answered with 200 and all of it is kept',
    async ({ body, messages, statuses, groups, others }) => {
      const before = await kept(cloud);
      expect(await cloud.whatsapp.deliverRaw(body)).toEqual({ status: 200 });
      await cloud.settle();
      expect(since(before, await kept(cloud))).toEqual({ messages, statuses, groups, others, parked: [] });
      expectUndisturbed();
    },
  );

  test('that comes again adds nothing', async () => {
    const before = await kept(cloud);
    for (const { body } of deliveries) expect(await cloud.whatsapp.deliverRaw(body)).toEqual({ status: 200 });
    await cloud.settle();
    expect(since(before, await kept(cloud))).toEqual({
      messages: 0,
      statuses: 0,
      groups: 0,
      others: 0,
      parked: [],
    });
    expectUndisturbed();
  });
});

describe('a malformed delivery', () => {
  test.each(passable)(
    '$name is answered with $statusCode; its good parts go on and its broken ones are parked',
    async ({ body, statusCode, messages, statuses, groups, others, parked }) => {
      const before = await kept(cloud);
      expect(await cloud.whatsapp.deliverRaw(body)).toEqual({ status: statusCode });
      await cloud.settle();
      expect(since(before, await kept(cloud))).toEqual({ messages, statuses, groups, others, parked });
      expectUndisturbed();
    },
  );

  test('without a right signature is refused and nothing of it is kept', async () => {
    const before = await kept(cloud);
    const [first] = deliveries;
    const answer = await cloud.request({
      method: 'POST',
      url: '/webhook',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
      body: first?.body ?? Buffer.alloc(0),
    });
    expect(answer.status).toBe(401);
    await cloud.settle();
    expect(await kept(cloud)).toEqual(before);
  });
});
