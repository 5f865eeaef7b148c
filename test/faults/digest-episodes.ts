import type { Episode } from './episode.ts';
import type { Take } from './stage.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Lambda's own: once and two more. */
const digestTries = 3;
const zone = 'America/Hermosillo';

const hourIn = (time: number): string =>
  new Date(time).toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });

/** A group whose digest is due at the next quarter of an hour, with enough told yesterday by enough people. */
async function arrangeDigest(take: Take): Promise<void> {
  const { cloud } = take;
  const code = take.code('GRUPO');
  const slot = Math.ceil((cloud.clock.now() + 5 * minuteMs) / (15 * minuteMs)) * 15 * minuteMs;
  const phones = [take.phone(), take.phone(), take.phone()];
  await take.ask({
    action: 'registry.import',
    groups: [
      {
        code,
        name: code,
        kind: 'committee',
        municipality: 'Nogales',
        provisional: false,
        digestHour: hourIn(slot),
      },
    ],
    members: phones.map((phone) => ({
      phone,
      groupCode: code,
      role: 'member',
      consentedAt: '2026-01-15T16:00:00Z',
    })),
  });
  for (const [index, from] of phones.entries()) {
    const at = new Date(cloud.clock.now() - dayMs - (2 * index + 1) * 35 * minuteMs).toISOString();
    await take.say({ from, text: 'en la madrugada se metieron a robar a una casa de la colonia', at });
  }
  await cloud.advance((slot - cloud.clock.now()) / 1000 - 20);
}

/** The schedule's own hour comes. */
const digestHour = ({ cloud }: Take): Promise<void> => cloud.advance(30);

export const digestEpisodes: readonly Episode[] = [
  {
    name: 'a digest',
    functions: ['Digest', 'Sender'],
    quietMinutes: 5,
    arrange: arrangeDigest,
    play: digestHour,
  },
  {
    name: 'a digest that Meta refuses for a while and a killed process left',
    functions: [],
    quietMinutes: 5,
    arrange: arrangeDigest,
    async play(take) {
      take.cloud.whatsapp.provoke({ fault: 'http', status: 503, times: 1 });
      take.plan(
        { functionId: 'Digest', operation: 'sqs:SendMessageBatch', nth: 1, phase: 'before' },
        { kind: 'kill' },
      );
      await digestHour(take);
    },
  },
  {
    name: 'a digest that fails for good',
    functions: [],
    quietMinutes: 5,
    arrange: arrangeDigest,
    async play(take) {
      const query = { functionId: 'Digest', operation: 'dynamodb:Query', phase: 'before' } as const;
      for (let nth = 1; nth <= digestTries; nth++) take.plan({ ...query, nth }, { kind: 'kill' });
      await digestHour(take);
    },
  },
];
