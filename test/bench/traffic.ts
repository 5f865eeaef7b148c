import { createHmac } from 'node:crypto';

/** Deliveries as Meta makes them when many people write at once. */
export const ourNumber = '109876543210987';

const sayings = [
  'Buenos días vecinos, ¿alguien sabe si hoy pasa la basura?',
  'Otra vez no hay luz en toda la cuadra de la Reforma',
  'Se oyen balazos por el panteón, manden una patrulla por favor',
  'Gracias por la información, bendiciones',
  'Hay un carro gris dando vueltas desde hace rato frente a la primaria',
];

/** A delivery of `count` texts by `people` people, with ids that no other one has; `run` keeps runs apart. */
export function delivery(run: string, count: number, people = count): Buffer {
  const now = Math.floor(Date.now() / 1000);
  const contacts = Array.from({ length: Math.min(people, count) }, (_, index) => ({
    profile: { name: `Vecina ${index}` },
    wa_id: phone(index),
    user_id: bsuid(index),
  }));
  const messages = Array.from({ length: count }, (_, index) => ({
    from: phone(index % people),
    from_user_id: bsuid(index % people),
    id: `wamid.${run}.${index}`,
    timestamp: String(now),
    type: 'text',
    text: { body: sayings[index % sayings.length] },
  }));
  const metadata = { display_phone_number: '526620000100', phone_number_id: ourNumber };
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages };
  const entry = [{ id: '104857600012345', changes: [{ field: 'messages', value }] }];
  return Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry }));
}

const phone = (index: number): string => `52662${String(index).padStart(7, '0')}`;
const bsuid = (index: number): string => `MX.1015${String(index).padStart(15, '0')}`;

export function headers(body: Buffer, appSecret: string): Record<string, string> {
  const signature = createHmac('sha256', appSecret).update(body).digest('hex');
  return { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
}
