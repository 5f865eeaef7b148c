import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { views } from '../../local/views.ts';

/**
 * What neighbours say gives the same reports whether it comes in order, one message a delivery, or split anyhow, doubled,
 * shuffled, all at once and once more afterwards: over HTTP, through the bundles and the queues.
 */
const ourNumber = '109876543210987';
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({ assembly: inject('assembly'), numbers: [ourNumber] });
});
afterAll(() => cloud.close());

const texts = [
  'se oyen balazos aquí en la cuadra',
  'andan hombres armados en una troca, vengan',
  'le está pegando a su esposa otra vez, se oyen gritos',
  'tres lámparas fundidas en la calle, está muy oscuro',
  'manden rondines en la noche por favor',
  'buenos días vecinos, bendiciones',
  '¿cuál es el número de la caseta?',
];

type Spoken = { person: number; group: number | null; second: number; text: string };

const spoken: fc.Arbitrary<Spoken> = fc.record({
  person: fc.nat(3),
  group: fc.option(fc.nat(1)),
  second: fc.nat(7200),
  text: fc.constantFrom(...texts),
});

/** People and groups that no other playing has, who say the same at the same times. */
type Cast = { number: number; startSeconds: number };

const wamidOf = ({ number }: Cast, index: number): string => `wamid.law-${number}-${index}`;

function messageOf(cast: Cast, { person, group, second, text }: Spoken, index: number): object {
  const digits = `${String(cast.number).padStart(5, '0')}${person}`;
  return {
    id: wamidOf(cast, index),
    from: `52662${digits.padStart(8, '0')}`,
    from_user_id: `MX.1015${digits}`,
    ...(group !== null && { group_id: `law-${cast.number}-${group}` }),
    timestamp: String(cast.startSeconds + second),
    type: 'text',
    text: { body: text },
  };
}

function deliveryOf(messages: object[]): Buffer {
  const value = { messaging_product: 'whatsapp', metadata: { phone_number_id: ourNumber }, messages };
  const entry = [{ id: '104857600012345', changes: [{ field: 'messages', value }] }];
  return Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry }));
}

async function post(messages: object[]): Promise<void> {
  expect(await cloud.whatsapp.deliverRaw(deliveryOf(messages))).toEqual({ status: 200 });
}

const storedReport = z.looseObject({
  folio: z.string(),
  groupIds: z.array(z.string()),
  reporterKeys: z.array(z.string()),
  messageIds: z.array(z.string()),
});

/** What the reports of a cast are, told without what names them, as a sorted list. */
async function reportsOf(cast: Cast): Promise<string[]> {
  const own = new RegExp(`^wamid\\.law-${cast.number}-(\\d+)$`);
  const reports = z.array(storedReport).parse(await views(cloud).reports());
  return reports
    .map(({ groupIds, reporterKeys, messageIds, ...rest }) => ({
      ...rest,
      folio: null,
      groups: groupIds.length,
      people: reporterKeys.length,
      messages: messageIds.flatMap((id) => own.exec(id)?.[1] ?? []),
    }))
    .filter(({ messages }) => messages.length > 0)
    .map((report) => JSON.stringify(report))
    .toSorted();
}

let casts = 0;
const newCast = (startSeconds: number): Cast => ({ number: ++casts, startSeconds });

test('any split, order, doubling and repetition of deliveries ends in the same reports, once each', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(spoken, { minLength: 1, maxLength: 10 }),
      fc.infiniteStream(fc.nat()),
      async (all, dice) => {
        const startSeconds = Math.floor(cloud.clock.now() / 1000) - 7200;
        const inOrder = newCast(startSeconds);
        for (const [index, each] of all.entries()) {
          await post([messageOf(inOrder, each, index)]);
          await cloud.settle();
        }
        const tangled = newCast(startSeconds);
        const deliveries = shuffled(doubled(split(tangled, all, dice), dice), dice);
        await Promise.all(deliveries.map(post));
        await cloud.settle();
        await post(all.map((each, index) => messageOf(tangled, each, index)));
        await cloud.settle();
        expect(await reportsOf(tangled)).toEqual(await reportsOf(inOrder));
      },
    ),
    { numRuns: 4 },
  );
});

const roll = (dice: fc.Stream<number>): number => dice.next().value ?? 0;

function split(cast: Cast, all: Spoken[], dice: fc.Stream<number>): object[][] {
  const deliveries: object[][] = [[]];
  for (const [index, each] of all.entries()) {
    if (roll(dice) % 3 === 0) deliveries.push([]);
    deliveries.at(-1)?.push(messageOf(cast, each, index));
  }
  return deliveries.filter((delivery) => delivery.length > 0);
}

function doubled(deliveries: object[][], dice: fc.Stream<number>): object[][] {
  return deliveries.flatMap((each) => (roll(dice) % 2 === 0 ? [each, each] : [each]));
}

function shuffled<Item>(items: Item[], dice: fc.Stream<number>): Item[] {
  return items
    .map((item) => ({ item, order: roll(dice) }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ item }) => item);
}
