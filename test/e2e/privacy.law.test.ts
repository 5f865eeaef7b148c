import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Cloud, startCloud } from '../../local/cloud.ts';

/**
 * A marked phrase, name, phone, BSUID and place go through everything; none of them is found in a log line, metric,
 * queue attribute or error, in any of the forms in which a person could be told from it.
 */
const mark = {
  phrase: 'zarzamora tornasol',
  name: 'Hermenegilda Buitimea',
  phone: '526627318491',
  street: 'callejón Tecolines',
};
const group = 'Z3J1cG8tbWFyY2Fkby0wMDE';

let cloud: Cloud;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alerta-privacy-'));
  cloud = await startCloud({
    assembly: inject('assembly'),
    dataFolder: folder,
    numbers: ['109876543210987', '209876543210988'],
  });
});
afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true });
});

/** What the queues' journal tells of every message that was ever in one, without the bodies. */
async function queueAttributes(): Promise<string[]> {
  const [journal] = (await readdir(folder)).filter((file) => file.includes('sqs'));
  const lines = (await readFile(join(folder, journal ?? 'none'), 'utf8')).trim().split('\n');
  return lines.map((line) =>
    JSON.stringify(JSON.parse(line, (name, value: unknown) => (name === 'body' ? '' : value))),
  );
}

/** Base64 of a text wherever it begins in what was encoded: without the characters that its neighbours would change. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
      .toString('base64')
      .replaceAll('=', '');
    const inner = padded.slice(Math.ceil((offset * 4) / 3), padded.length - 1);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function escapedForm(text: string): string {
  return text
    .split('')
    .map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

function formsOf(text: string): string[] {
  return [
    text,
    text.toUpperCase(),
    JSON.stringify(text).slice(1, -1),
    escapedForm(text),
    ...base64Forms(text),
  ];
}

test('nothing that names a person or quotes one leaves the tables', async () => {
  const lastTen = mark.phone.slice(2);
  const ids = await sendEverything();
  await cloud.runSchedule('DigestSchedule');
  await cloud.advance(3600);
  await cloud.invoke('Admin', { action: 'parked.list' });
  await cloud.invoke('Admin', {
    action: 'registry.import',
    members: [{ phone: mark.phone, name: mark.name }],
  });

  const bsuids = cloud.whatsapp.people().map(({ bsuid }) => bsuid);
  const forbidden = [
    ...[mark.phrase, mark.name, mark.street, mark.phone, `521${lastTen}`, lastTen].flatMap(formsOf),
    ...[...ids, ...bsuids, group].flatMap((id) => [id, ...base64Forms(id)]),
  ].filter((form) => form.length >= 8);
  const seen = [
    ...cloud.logs().map(({ functionId, line }) => ({ where: `log of ${functionId}`, text: line })),
    ...(await queueAttributes()).map((text) => ({ where: 'queue attribute', text })),
    ...cloud.refusals().map(({ message }) => ({ where: 'refusal', text: message })),
    ...cloud.published().map(({ message }) => ({ where: 'notification', text: message })),
  ];
  expect(seen.length).toBeGreaterThan(100);
  const leaks = seen.flatMap(({ where, text }) =>
    forbidden
      .filter((form) => text.includes(form))
      .map((form) => `${where}: ${form} in ${text.slice(0, 300)}`),
  );
  expect(leaks).toEqual([]);
});

/** One of each thing a marked person can send, some of them broken, some of them failing on their way. */
async function sendEverything(): Promise<string[]> {
  const { phone: from, name, phrase, street } = mark;
  const say = async (what: object): Promise<string> => (await cloud.whatsapp.say({ from, name, ...what })).id;
  const emergency = `¡Auxilio! se oyen balazos en ${street}, ${phrase}, soy ${name}, mi cel es ${from}`;
  const ids = [
    await say({ text: emergency }),
    await say({ text: emergency, whatsappGroupId: group }),
    await say({ text: `No hay luz en ${street} ${phrase}` }),
    await say({ location: { latitude: 29.07, longitude: -110.95, name: street, address: phrase } }),
    await say({ voice: true }),
    await say({ image: { caption: `${phrase} ${street}` } }),
    await say({ text: phrase, role: 'operator' }),
    await say({ text: emergency, to: '209876543210988' }),
  ];
  const broken = { from, id: `wamid.${from}`, type: 'text', text: { body: phrase } };
  const value = {
    metadata: { phone_number_id: '109876543210987' },
    contacts: [{ wa_id: from, profile: { name } }],
  };
  for (const messages of [[broken], [{ ...broken, timestamp: phrase }], [{ text: phrase }], phrase])
    await cloud.whatsapp.deliverRaw(envelope({ ...value, messages, [phrase]: from }));
  await cloud.whatsapp.deliverRaw(`{"object": "${phrase}", "entry": ${from}`);
  await cloud.whatsapp.deliverRaw(envelope({ ...value, statuses: [{ id: ids[0], status: phrase }] }));
  await cloud.settle();
  return ids;
}

function envelope(value: object): string {
  const entry = [{ id: '104857600012345', changes: [{ field: 'messages', value }] }];
  return JSON.stringify({ object: 'whatsapp_business_account', entry });
}
