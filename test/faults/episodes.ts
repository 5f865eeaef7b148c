import { digestEpisodes } from './digest-episodes.ts';
import type { Episode } from './episode.ts';
import { messageOf, newWamid, ourNumber, reaction, status, systemChange, textToOthers } from './raw.ts';
import type { Take } from './stage.ts';

const emergency = 'auxilio, se oyen balazos en la calle Rosales, manden patrulla';
const lamp = 'no prende la lámpara de la esquina de Rosales y Morelia';
/** How often the client of the table tries a call. */
const sdkTries = 4;
/** More than goes into a queue as it is: each of these letters takes two bytes. */
const long = `${lamp} ${'ñ'.repeat(60_000)}`;
const heavyBytes = 120_000;

/** Together they have every function make each of its calls. */
export const episodes: readonly Episode[] = [
  {
    name: 'an emergency',
    functions: ['Webhook', 'UrgentTriage', 'UrgentSender', 'Settle'],
    play: async ({ say, phone }) => void (await say({ from: phone(), text: emergency })),
  },
  {
    name: 'a report in a WhatsApp group, and a reaction to it',
    functions: ['Triage', 'Sender'],
    async play(take) {
      const from = take.phone();
      const id = await take.say({ from, text: lamp, whatsappGroupId: take.code('chat') });
      const wamid = newWamid();
      take.wamids.push(wamid);
      await take.post(reaction({ wamid, now: take.cloud.clock.now(), from, to: id }));
    },
  },
  {
    name: 'a report that the screen let in',
    functions: [],
    play: async ({ say, phone }) =>
      void (await say({ from: phone(), text: 'anoche robaron en la casa de la esquina de Rosales' })),
  },
  {
    name: 'a voice note',
    functions: ['Media'],
    play: async ({ say, phone }) => void (await say({ from: phone(), voice: true })),
  },
  {
    name: 'a pin after a report',
    functions: ['Triage'],
    async play({ say, phone }) {
      const from = phone();
      await say({ from, text: lamp });
      await say({ from, location: { latitude: 29.08, longitude: -110.95 } });
    },
  },
  {
    name: 'a new identifier of somebody known',
    functions: ['Triage'],
    async arrange(take) {
      await take.say({ from: take.phone(), text: 'buenos días' });
    },
    async play(take) {
      const [former = ''] = [...take.names].find(([, name]) => name === 'bsuid 1') ?? [];
      const wamid = newWamid();
      take.wamids.push(wamid);
      const next = `MX.2${Date.now()}`;
      take.names.set(next, 'next bsuid');
      await take.post(systemChange({ wamid, now: take.cloud.clock.now(), former, next }));
    },
  },
  {
    name: 'a text and a status too long for a queue',
    functions: ['Webhook', 'Triage', 'Settle'],
    async play(take) {
      await take.say({ from: take.phone(), text: long });
      const wamid = newWamid();
      take.names.set(wamid, 'status of nobody');
      await take.post(status({ wamid, now: take.cloud.clock.now(), state: 'delivered', bytes: heavyBytes }));
    },
  },
  {
    name: 'an emergency in a WhatsApp group, too long for a queue',
    functions: [],
    async play({ say, phone, code }) {
      await say({ from: phone(), text: `${emergency} ${long}`, whatsappGroupId: code('chat') });
    },
  },
  {
    name: 'an emergency that the screen did not see',
    functions: [],
    async play(take) {
      const wamid = newWamid();
      take.wamids.push(wamid);
      const now = take.cloud.clock.now();
      await queueUnscreened(take, messageOf({ wamid, now, from: take.phone(), words: emergency }));
    },
  },
  {
    name: 'what cannot be processed, put back by hand at the second try',
    functions: ['Triage', 'Settle', 'Admin'],
    async play(take) {
      const query = { functionId: 'Admin', operation: 'dynamodb:Query', phase: 'before' } as const;
      const fault = { kind: 'error', status: 500, code: 'InternalServerError', message: 'Broken' } as const;
      for (let nth = 1; nth <= sdkTries; nth++) take.plan({ ...query, nth }, fault);
      const now = take.cloud.clock.now();
      const [text, odd] = [newWamid(), newWamid()];
      take.names.set(text, 'text to others').set(odd, 'message with an odd status');
      await take.post(textToOthers({ wamid: text, now, from: take.phone() }));
      await take.post(status({ wamid: odd, now, state: 'unheard-of' }));
      for (const key of parkedKeys(await take.ask({ action: 'parked.list' })).filter(take.isNew))
        await take.ask({ action: 'parked.requeue', ...key });
      await take.cloud.settle();
    },
  },
  {
    name: 'a registry',
    functions: ['Admin'],
    async play(take) {
      const code = take.code('COMITE');
      await take.ask({
        action: 'registry.import',
        groups: [
          {
            code,
            name: code,
            kind: 'committee',
            municipality: 'Nogales',
            provisional: false,
            whatsappGroupId: take.code('chat'),
          },
        ],
        members: [
          { phone: take.phone(), groupCode: code, role: 'member', consentedAt: '2026-01-15T16:00:00Z' },
        ],
        operators: [{ phone: take.phone(), municipality: take.code('Municipio') }],
      });
    },
  },
  {
    name: "Meta's handshake",
    functions: ['Webhook'],
    async play({ cloud }) {
      const query = new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.verify_token': cloud.secrets.current('VerifyToken') ?? '',
        'hub.challenge': '1158201444',
      });
      const ask = () =>
        cloud.request({
          method: 'GET',
          url: `/webhook?${query.toString()}`,
          headers: {},
          body: Buffer.alloc(0),
        });
      const answers = [await ask(), await ask(), await ask()];
      if (!answers.some(({ status: code, body }) => code === 200 && String(body) === '1158201444'))
        throw new Error('The handshake was not answered');
    },
  },
  {
    name: 'sends that Meta refuses for a while',
    functions: ['Timer'],
    async play(take) {
      for (const text of [emergency, lamp]) {
        const from = take.phone();
        take.cloud.whatsapp.provoke({ fault: 'http', status: 503, times: 1 });
        await take.say({ from, text });
        await take.cloud.advance(150);
      }
    },
  },
  {
    name: 'a message that Meta took and then failed for a while',
    functions: ['Settle'],
    async play(take) {
      take.cloud.whatsapp.provoke({ fault: 'error', code: 131_056, how: 'status', times: 1 });
      await take.say({ from: take.phone(), text: lamp });
    },
  },
  {
    name: 'media that Meta does not give at once',
    functions: ['Media', 'Timer'],
    async play(take) {
      const fault = { kind: 'error', status: 503, code: '2', message: 'Unavailable' } as const;
      const once = { functionId: 'Media', nth: 1, phase: 'before' } as const;
      take.plan({ ...once, operation: 'graph:GET lookaside.fbsbx.com' }, fault);
      take.plan({ ...once, operation: 'graph:GET medium' }, fault);
      await take.say({ from: take.phone(), image: { caption: lamp } });
    },
  },
  {
    name: 'work that a killed process never put on its queue',
    functions: ['Timer'],
    async play(take) {
      for (const functionId of ['Triage', 'UrgentTriage'])
        take.plan(
          { functionId, operation: 'sqs:SendMessageBatch', nth: 1, phase: 'before' },
          { kind: 'kill' },
        );
      await take.say({ from: take.phone(), image: { caption: lamp } });
      await take.say({ from: take.phone(), text: emergency });
    },
  },
  ...digestEpisodes,
];

/** Puts a message on the ordinary queue, as the webhook does with what it holds for no emergency. */
async function queueUnscreened({ cloud, wamids }: Take, message: object): Promise<void> {
  const queue = cloud.stack.queues.find(({ constructId }) => constructId === 'InboundQueue');
  const id = `unscreened-${String(wamids[0]).replaceAll(/\W/g, '')}`.slice(0, 22);
  const event = {
    v: 1,
    kind: 'message',
    id,
    phoneNumberId: ourNumber,
    receivedAt: new Date(cloud.clock.now()).toISOString(),
    conversation: id,
    fragment: JSON.stringify(message),
  };
  await cloud.sqs.call('SendMessage', {
    QueueUrl: queue?.ref,
    MessageBody: JSON.stringify(event),
    MessageGroupId: id,
    MessageDeduplicationId: `${id}-${cloud.clock.now()}`,
  });
  await cloud.settle();
}

const isItem = (item: unknown): item is { pk: string; sk: string } =>
  typeof item === 'object' && item !== null && 'pk' in item && 'sk' in item;

function parkedKeys(list: unknown): { pk: string; sk: string }[] {
  const items = Array.isArray(list) ? list : Object.values(list ?? {}).flat();
  return items.filter(isItem).map(({ pk, sk }) => ({ pk, sk }));
}
