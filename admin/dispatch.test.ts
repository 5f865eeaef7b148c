import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dispatch } from './dispatch.ts';

/** Secrets Manager and Lambda's invoke, over HTTP: what was asked, and answers given beforehand. */
type Cloud = {
  server: Server;
  url: string;
  asked: { what: string; body: unknown }[];
  answers: Map<string, Answer[]>;
};
type Answer = { status?: number; headers?: Record<string, string>; body: unknown };

async function aCloud(): Promise<Cloud> {
  const asked: Cloud['asked'] = [];
  const answers: Cloud['answers'] = new Map();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const target = request.headers['x-amz-target'];
      const what = typeof target === 'string' ? (target.split('.')[1] ?? '') : `${request.url}`;
      asked.push({ what, body });
      const { status = 200, headers = {}, body: answer } = answers.get(what)?.shift() ?? { body: {} };
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
      response.end(JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP port was asked for');
  return { server, url: `http://127.0.0.1:${address.port}`, asked, answers };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  return JSON.parse((await text(request)) || 'null');
}

const invoke = '/2015-03-31/functions/AlertaCiudadana-local-Admin/invocations';
const sk = '2026-11-24T05:00:00.000Z#clave';
const item = {
  pk: 'PARKED#2026-11',
  sk,
  source: 'inbound',
  reason: 'body-of-another-shape',
  receivedAt: '2026-11-24T05:00:00.000Z',
  body: 'me llamo Lupita',
};

let cloud: Cloud;
beforeEach(async () => {
  cloud = await aCloud();
});
afterEach(() => {
  cloud.server.closeAllConnections();
  cloud.server.close();
});

/** Runs a command line as somebody would who types `typed`, or pipes `piped`. */
async function run(args: string[], input: { typed?: string[]; piped?: string } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const typed = input.typed?.values();
  const code = await dispatch(
    args,
    {
      print: (line) => out.push(line),
      complain: (line) => err.push(line),
      askHidden: typed ? () => Promise.resolve(typed.next().value ?? '') : undefined,
      readAll: () => Promise.resolve(input.piped ?? ''),
    },
    cloud.url,
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const clave = '0123456789abcdef0123456789abcdef';
const token = 'EAAGm0PX4ZCpsBAKZCZCtoken';

describe('secretos', () => {
  test('what is typed is put under the stage’s names, and shown nowhere', async () => {
    const { code, out, err } = await run(['secretos', '--local'], { typed: [clave, token] });
    expect(code).toBe(0);
    expect(cloud.asked.map(({ what, body }) => [what, body])).toEqual([
      [
        'PutSecretValue',
        expect.objectContaining({ SecretId: 'AlertaCiudadana-local/AppSecret', SecretString: clave }),
      ],
      [
        'PutSecretValue',
        expect.objectContaining({ SecretId: 'AlertaCiudadana-local/AccessToken', SecretString: token }),
      ],
    ]);
    expect(out + err).not.toContain(clave);
    expect(out + err).not.toContain(token);
  });

  test('an empty answer leaves that secret as it is', async () => {
    expect((await run(['secretos', '--local'], { typed: ['', token] })).code).toBe(0);
    expect(cloud.asked.map(({ body }) => body)).toEqual([
      expect.objectContaining({ SecretId: 'AlertaCiudadana-local/AccessToken' }),
    ]);
  });

  test('they can be piped, with the line ends of Windows too', async () => {
    expect(
      (await run(['secretos', '--local'], { piped: `token = ${token}\r\nclave=${clave}\r\n` })).code,
    ).toBe(0);
    expect(cloud.asked).toHaveLength(2);
  });

  test.each([
    ['nothing', ''],
    ['half a secret', 'clave=0123'],
    ['a secret with a blank in it', `clave=${clave} x\ntoken=${token}`],
    ['a good one beside a bad one', `token=${token}\nclave=corta`],
    ['another name', `secreto=${clave}`],
    ['a value without a name', clave],
  ])('%s puts nothing', async (_, piped) => {
    const { code, err } = await run(['secretos', '--local'], { piped });
    expect(code).toBe(1);
    expect(err).toContain('No se cambió nada');
    expect(err).not.toContain(clave);
    expect(cloud.asked).toEqual([]);
  });

  test('a stage that was never deployed is told so, without the value', async () => {
    cloud.answers.set('PutSecretValue', [
      { status: 400, body: { __type: 'ResourceNotFoundException', message: clave } },
    ]);
    const { code, err } = await run(['secretos', '--local'], { typed: [clave, ''] });
    expect(code).toBe(1);
    expect(err).toContain('¿Ya desplegó esa etapa');
    expect(err).not.toContain(clave);
  });

  test('a value among the arguments is refused before anything is asked', async () => {
    expect((await run(['secretos', '--local', '--clave', clave])).code).toBe(2);
    expect((await run(['secretos', clave, token, 'x', '--local'])).code).toBe(2);
    expect(cloud.asked).toEqual([]);
  });
});

describe('verificacion', () => {
  test('shows what to paste at Meta and nothing else', async () => {
    cloud.answers.set('GetSecretValue', [{ body: { SecretString: 'abc123' } }]);
    expect(await run(['verificacion', '--local'])).toEqual({ code: 0, out: 'abc123', err: '' });
  });
});

describe('apartados', () => {
  test('the list gives key, queue and reason, and never the text', async () => {
    cloud.answers.set(invoke, [{ body: { parked: [item] } }]);
    const { code, out } = await run(['apartados', 'listar', '--local', '--mes', '2026-11']);
    expect(code).toBe(0);
    expect(cloud.asked).toEqual([{ what: invoke, body: { action: 'parked.list', month: '2026-11' } }]);
    expect(out).toContain(`${sk}\tinbound\tbody-of-another-shape`);
    expect(out).not.toContain('Lupita');
  });

  test('an empty month says so', async () => {
    cloud.answers.set(invoke, [{ body: { parked: [] } }]);
    expect((await run(['apartados', 'listar', '--local'])).out).toBe('No hay nada apartado en ese mes.');
  });

  test('the first column is enough to put one back', async () => {
    cloud.answers.set(invoke, [{ body: { requeued: true } }]);
    expect((await run(['apartados', 'reponer', sk, '--local'])).out).toBe('Se devolvió 1 a su fila.');
    expect(cloud.asked).toEqual([
      { what: invoke, body: { action: 'parked.requeue', pk: 'PARKED#2026-11', sk } },
    ]);
  });

  test('all of a month go back one by one, and one that is gone does not stop the others', async () => {
    const other = { ...item, sk: `${sk}2` };
    cloud.answers.set(invoke, [
      { body: { parked: [item, other] } },
      { body: { requeued: false } },
      { body: { requeued: true } },
    ]);
    const { code, out, err } = await run(['apartados', 'reponer', '--todos', '--mes', '2026-11', '--local']);
    expect([code, out, err]).toEqual([0, 'Se devolvió 1 a su fila.', `Ya no está apartado: ${sk}`]);
  });

  test('a function that fails is told without its error, which may quote a neighbour', async () => {
    cloud.answers.set(invoke, [
      { headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorMessage: 'Lupita' } },
    ]);
    const { code, err } = await run(['apartados', 'listar', '--local']);
    expect(code).toBe(1);
    expect(err).toContain('La función Admin falló');
    expect(err).not.toContain('Lupita');
  });

  test.each([
    [['reponer']],
    [['reponer', sk, '--todos']],
    [['reponer', 'clave']],
    [['listar', '--mes', 'noviembre']],
    [['borrar']],
    [[]],
  ])('%j is not understood', async (words) => {
    expect((await run(['apartados', ...words, '--local'])).code).toBe(2);
    expect(cloud.asked).toEqual([]);
  });
});

describe('the command line', () => {
  test('help is asked for, or shown to who typed nothing', async () => {
    expect((await run(['--help'])).code).toBe(0);
    const { code, out } = await run([]);
    expect(code).toBe(2);
    expect(out).toContain('npm run alerta -- secretos');
  });

  test('a stage must be named, and have its settings', async () => {
    expect((await run(['verificacion'])).code).toBe(2);
    expect((await run(['verificacion', '--etapa', '../prod'])).code).toBe(2);
    const { code, err } = await run(['verificacion', '--etapa', 'ninguna']);
    expect(code).toBe(1);
    expect(err).toContain('Copie settings/prod.example.json');
  });

  test('nobody at the address is told in Spanish', async () => {
    cloud.server.close();
    cloud.server.closeAllConnections();
    expect((await run(['verificacion', '--local'])).err).toContain('¿Está corriendo npm start?');
  });
});
