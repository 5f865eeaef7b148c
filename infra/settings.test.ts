import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, test } from 'vitest';
import { logRetentionDays, parseSettings, readSettings, SettingsError } from './settings.ts';

const folder = join(import.meta.dirname, '../settings');

const good = {
  stage: 'prod',
  region: 'mx-central-1',
  phoneNumberIds: ['109876543210987'],
  alarmEmails: ['guardia@example.com'],
};

function faultOf(value: unknown): string {
  try {
    parseSettings(value, 'settings/prod.json');
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
  }
  return 'sin error';
}

describe('settings of a stage', () => {
  test('the least a file must say is enough, and the rest has the programme’s defaults', () => {
    expect(parseSettings(good, 'x')).toMatchObject({
      names: { ministry: 'Secretaría de Seguridad Pública', programme: 'Alerta Ciudadana' },
      whatsapp: {
        graphBaseUrl: 'https://graph.facebook.com',
        graphVersion: 'v26.0',
        authHeader: 'Authorization',
        signatureHeader: 'x-hub-signature-256',
      },
      timeZone: 'America/Hermosillo',
      architecture: 'arm64',
      logRetentionDays: 90,
      removal: 'retain',
    });
  });

  test.each([
    ['a stage in capitals', { stage: 'Prod' }, 'stage: use de 2 a 16 letras minúsculas'],
    ['no region', { region: undefined }, 'region: escriba una región de AWS, por ejemplo "mx-central-1"'],
    ['a region by its city', { region: 'Querétaro' }, 'region: escriba una región de AWS'],
    ['an account with dashes', { account: '1234-5678-9012' }, 'account: escriba las 12 cifras'],
    ['an account as a number', { account: 123456789012 }, 'account: escríbalo entre comillas'],
    ['no numbers', { phoneNumberIds: [] }, 'phoneNumberIds: escriba al menos un identificador'],
    [
      'one number without brackets',
      { phoneNumberIds: '109876543210987' },
      'phoneNumberIds: escriba una lista',
    ],
    [
      'a number without quotes',
      { phoneNumberIds: [109876543210987] },
      'phoneNumberIds[0]: escríbalo entre comillas',
    ],
    ['a telephone', { phoneNumberIds: ['+52 662 123 4567'] }, 'phoneNumberIds[0]: escriba el identificador'],
    [
      'a number twice',
      { phoneNumberIds: ['12345', '12345'] },
      'phoneNumberIds: hay un identificador repetido',
    ],
    ['no e-mail', { alarmEmails: undefined }, 'alarmEmails: escriba una lista entre corchetes'],
    ['half an e-mail', { alarmEmails: ['guardia@'] }, 'alarmEmails[0]: escriba un correo'],
    ['a zone of nowhere', { timeZone: 'America/Obregon' }, 'timeZone: escriba una zona horaria de la IANA'],
    ['another processor', { architecture: 'x86' }, 'architecture: escriba "arm64" o "x86_64"'],
    [
      'a retention AWS does not take',
      { logRetentionDays: 100 },
      'logRetentionDays: escriba uno de los plazos',
    ],
    ['a removal of its own', { removal: 'borrar' }, 'removal: escriba "retain" o "destroy"'],
    [
      'a production that may be deleted',
      { removal: 'destroy' },
      'removal: en "prod" sólo se acepta "retain"',
    ],
    [
      'one at a time',
      { concurrency: { triage: 1 } },
      'concurrency.triage: escriba un número entero de 2 a 1000',
    ],
    [
      'a second reader without a service',
      { secondReader: { region: 'us-west-2' } },
      'secondReader: elija al menos un servicio',
    ],
    [
      'a second reader of nowhere',
      { secondReader: { comprehend: {} } },
      'secondReader.region: escriba la región de AWS donde están estos servicios',
    ],
    [
      'a classifier without an address',
      { secondReader: { region: 'us-west-2', comprehend: { classifierEndpointArn: 'mi-modelo' } } },
      'secondReader.comprehend.classifierEndpointArn: escriba el ARN',
    ],
    [
      'a model without a name',
      { secondReader: { region: 'us-west-2', bedrock: { modelId: '' } } },
      'secondReader.bedrock.modelId: escriba el identificador del modelo',
    ],
    ['numbers that are no object', { concurrency: 5 }, 'concurrency: escriba sus opciones entre llaves'],
    [
      'an open Graph API',
      { whatsapp: { graphBaseUrl: 'http://x.mx' } },
      'whatsapp.graphBaseUrl: escriba la dirección con https://',
    ],
    [
      'a version without v',
      { whatsapp: { graphVersion: '26' } },
      'whatsapp.graphVersion: escriba la versión como "v26.0"',
    ],
    [
      'a header with a colon',
      { whatsapp: { authHeader: 'Auth:' } },
      'whatsapp.authHeader: escriba el nombre del encabezado',
    ],
    [
      'a host with https',
      { whatsapp: { mediaHosts: ['https://x.com'] } },
      'whatsapp.mediaHosts[0]: escriba un dominio sin https://',
    ],
    [
      'a nameless ministry',
      { names: { ministry: ' ' } },
      'names.ministry: escriba el nombre de la dependencia',
    ],
    ['an option in Spanish', { correos: [] }, 'correos: esta opción no existe'],
    [
      'an option misspelt within',
      { whatsapp: { version: 'v26.0' } },
      'whatsapp.version: esta opción no existe',
    ],
  ])('%s is refused with what to write', (_, change, expected) => {
    expect(faultOf({ ...good, ...change })).toContain(`\n  - ${expected}`);
  });

  test('what is no object at all is refused too', () => {
    expect(faultOf([])).toContain('el archivo: debe ser un objeto JSON');
  });

  test('all faults are told at once', () => {
    expect(faultOf({ ...good, stage: '', region: '', timeZone: '' }).match(/\n {2}- /g)).toHaveLength(3);
  });

  test('no complaint is left in English', () => {
    expect(
      faultOf({
        stage: 1,
        region: 1,
        account: 1,
        names: 1,
        phoneNumberIds: 1,
        whatsapp: 1,
        timeZone: 1,
        alarmEmails: 1,
        architecture: 1,
        logRetentionDays: 'x',
        removal: 1,
        concurrency: 1,
      }),
    ).not.toMatch(/invalid|expected|received|required/i);
  });

  test('a file that is missing or no JSON is told by its path', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'settings-')), 'prod.json');
    expect(() => readSettings(path)).toThrow(`No se pudo leer ${path}. Copie settings/prod.example.json`);
    writeFileSync(path, '{ "stage": "prod", }');
    expect(() => readSettings(path)).toThrow(`${path} no es JSON válido`);
  });

  test('the example is refused at exactly the places to fill in', () => {
    const example: unknown = JSON.parse(readFileSync(join(folder, 'prod.example.json'), 'utf8'));
    const places = [...faultOf(example).matchAll(/\n {2}- ([^:]+):/g)].map(([, place]) => place);
    expect(places).toEqual(['account', 'phoneNumberIds[0]', 'alarmEmails[0]']);
  });

  test('every other file in the folder is good', () => {
    const files = readdirSync(folder).filter((name) => name !== 'prod.example.json');
    for (const name of files) expect(readSettings(join(folder, name)).stage).toBe(name.replace('.json', ''));
  });

  test('the retention periods are those CloudFormation takes', () => {
    const known = Object.values(RetentionDays).filter((days) => days !== RetentionDays.INFINITE);
    expect(known.filter((days) => typeof days === 'number')).toEqual(logRetentionDays);
  });
});
