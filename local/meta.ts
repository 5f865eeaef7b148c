import { randomBytes } from 'node:crypto';
import { templates } from '../shared/messages/templates.ts';
import type { Clock } from './clock.ts';
import type { Secrets } from './front/secrets.ts';
import type { GatewayAnswer, GatewayRequest } from './gateway.ts';
import { createWhatsApp, type WhatsAppWorld } from './whatsapp/world.ts';

/** Hosts of Meta that functions reach through the front. Its media links point to the second. */
export const metaHosts = ['graph.facebook.com', 'lookaside.fbsbx.com'];

/** Starts the simulated WhatsApp on the far side of the template's webhook, with the secrets that both sides know. */
export function startMeta(options: {
  clock: Clock;
  secrets: Secrets;
  numbers: readonly string[];
  stateFile: string | undefined;
  request: (request: GatewayRequest) => Promise<GatewayAnswer>;
  invoke: (constructId: string, payload: unknown) => Promise<unknown>;
}): WhatsAppWorld {
  const { clock, secrets, numbers, stateFile } = options;
  return createWhatsApp({
    clock,
    numbers,
    appSecret: secrets.current('AppSecret') ?? randomBytes(16).toString('hex'),
    accessToken: secrets.current('AccessToken') ?? randomBytes(16).toString('hex'),
    templates: Object.values(templates),
    deliver: (body, headers) =>
      options.request({ method: 'POST', url: '/webhook', headers: lowerCase(headers), body }),
    enrol: async ({ phone, bsuid, name }) => {
      const operator = { phone, bsuid, ...(name === null ? {} : { name }), municipality: '*' };
      await options.invoke('Admin', { action: 'registry.import', operators: [operator] });
    },
    ...(stateFile && { stateFile }),
  });
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
