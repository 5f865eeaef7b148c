import type { Clock } from '../../local/clock.ts';
import { stillClock } from '../../local/sqs/still-clock.ts';
import { createWhatsApp, type WhatsAppOptions, type WhatsAppWorld } from '../../local/whatsapp/world.ts';

/** A simulated WhatsApp alone, with what it delivered and a short way of sending to it. */
export type Simulated = {
  world: WhatsAppWorld;
  clock: Clock;
  /** Bodies delivered, parsed, oldest first. */
  delivered: Delivered[];
  /** What the webhook answers from now on; 200 at first. */
  answerWith: (status: number) => void;
  send: (body: Record<string, unknown>, options?: { token?: string; path?: string }) => Promise<Sent>;
  get: (url: string, options?: { token?: string }) => Promise<{ status: number; body: Buffer | string }>;
  /** Moves the clock ahead. */
  pass: (seconds: number) => Promise<void>;
};

export type Sent = {
  status: number;
  drop: boolean;
  answer: { error?: { code: number }; messages?: { id: string; group_id?: string }[]; contacts?: unknown[] };
};

export type Delivered = { raw: string; headers: Record<string, string>; value: Value };

export type Value = {
  contacts?: { wa_id?: string; user_id?: string }[];
  messages?: (Record<string, unknown> & { id: string; audio?: Attached; image?: Attached })[];
  statuses?: (Record<string, unknown> & { id: string; status: string })[];
};

type Attached = { id: string; url: string; mime_type: string };

export const number = '109876543210987';
export const neighbour = '526620000101';
const token = 'token-de-prueba';
export const appSecret = 'secreto-de-prueba';

export function simulate(options: Partial<WhatsAppOptions> = {}): Simulated {
  const clock = options.clock ?? stillClock();
  const delivered: Delivered[] = [];
  let status = 200;
  const world = createWhatsApp({
    clock,
    numbers: [number, '209876543210988'],
    appSecret,
    accessToken: token,
    templates: [
      {
        name: 'aviso',
        language: 'es_MX',
        category: 'UTILITY',
        body: 'Folio {{folio}}: {{estado}}.',
        footer: 'Pie',
        quickReplies: ['Enterado'],
      },
    ],
    deliver: async (body, headers) => {
      const raw = body.toString();
      delivered.push({ raw, headers, value: valueOf(raw) });
      return { status };
    },
    ...options,
  });
  const request = async (method: string, url: URL, given: string, body: Buffer) =>
    world.handle({
      method,
      host: url.host,
      path: `${url.pathname}${url.search}`,
      headers: { authorization: `Bearer ${given}` },
      body,
    });
  return {
    world,
    clock,
    delivered,
    answerWith(next) {
      status = next;
    },
    async send(body, { token: given = token, path = `/v26.0/${number}/messages` } = {}) {
      const url = new URL(path, 'https://graph.facebook.com');
      const answer = await request('POST', url, given, Buffer.from(JSON.stringify(body)));
      return {
        status: answer.status,
        drop: answer.drop ?? false,
        answer: JSON.parse(answer.body.toString()),
      };
    },
    get: (url, { token: given = token } = {}) => request('GET', new URL(url), given, Buffer.alloc(0)),
    pass: (seconds) => clock.advance(seconds * 1000, async () => {}),
  };
}

function valueOf(raw: string): Value {
  try {
    return JSON.parse(raw).entry?.[0]?.changes?.[0]?.value ?? {};
  } catch {
    return {};
  }
}

/** A text to a person, as our sender would write it. */
export const aText = (body = 'Recibido', over: Record<string, unknown> = {}): Record<string, unknown> => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: `+${neighbour}`,
  type: 'text',
  text: { body },
  ...over,
});

export const aTemplate = (
  values: Record<string, string>,
  over: Record<string, unknown> = {},
): Record<string, unknown> => ({
  messaging_product: 'whatsapp',
  to: `+${neighbour}`,
  type: 'template',
  template: {
    name: 'aviso',
    language: { code: 'es_MX' },
    components: [
      {
        type: 'body',
        parameters: Object.entries(values).map(([name, text]) => ({
          type: 'text',
          parameter_name: name,
          text,
        })),
      },
    ],
    ...over,
  },
});

/** Statuses delivered so far, as `status` words in order. */
export const statusesOf = ({ delivered }: Simulated): string[] =>
  delivered.flatMap(({ value }) => (value.statuses ?? []).map(({ status }) => status));

export const codeOf = ({ answer }: Sent): number | undefined => answer.error?.code;

/** A world in which the neighbour has just written, so that the window is open. */
export async function opened(): Promise<Simulated> {
  const simulated = simulate();
  await simulated.world.say({ from: neighbour, name: 'Lupita', text: 'Buenas tardes' });
  return simulated;
}

export const groupId = 'Y2FwaV9ncm91cDoxMjM';

export const toGroup = { recipient_type: 'group', to: groupId };

/** A world in which these people have just written in a group. */
export async function openedGroup(...members: string[]): Promise<Simulated> {
  const simulated = simulate();
  for (const from of members) await simulated.world.say({ from, whatsappGroupId: groupId, text: 'Hola' });
  return simulated;
}

export const aButton = (id: string, title: string) => ({ type: 'reply', reply: { id, title } });

/** A card with two reply buttons. */
export const aCard = (over: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) =>
  aText('', {
    type: 'interactive',
    text: undefined,
    interactive: {
      type: 'button',
      body: { text: 'Prioridad Alta' },
      action: { buttons: [aButton('ack:SON-1', 'Enterado'), aButton('false:SON-1', 'Falsa alarma')] },
      ...over,
    },
    ...rest,
  });

/** A named value of a template. */
export const aValue = (name: string, value: string) => ({ type: 'text', parameter_name: name, text: value });
