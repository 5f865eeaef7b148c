import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { type NamedSecret, secretName } from '../infra/names.ts';
import type { Console } from './console.ts';
import { Fault } from './fault.ts';
import type { Target } from './target.ts';

type Wanted = { secret: NamedSecret; field: string; question: string; least: number };

/** What Meta hands out by hand. Least length: below it something else was pasted. */
const wanted: Wanted[] = [
  {
    secret: 'AppSecret',
    field: 'clave',
    question: 'Clave secreta de la app (Meta > Configuración de la app > Básica). Enter para no cambiarla: ',
    least: 16,
  },
  {
    secret: 'AccessToken',
    field: 'token',
    question: 'Token de acceso permanente (Meta > Usuarios del sistema). Enter para no cambiarlo: ',
    least: 20,
  },
];

/**
 * Puts Meta's secrets into Secrets Manager. They are typed without being shown, or read from the standard input as
 * lines `clave=…` and `token=…`; never from arguments, which stay in the shell's history.
 * @throws Fault before anything is put, when one of them cannot be right.
 */
export async function putSecrets(target: Target, console: Console): Promise<void> {
  const values = console.askHidden ? await typed(console.askHidden) : piped(await console.readAll());
  for (const { field, least } of wanted) check(field, values.get(field), least);
  if (![...values.values()].some(Boolean)) throw new Fault('No escribió ninguno. No se cambió nada.');
  for (const { secret, field } of wanted) {
    const value = values.get(field);
    if (!value) continue;
    const SecretId = secretName(target.stage, secret);
    await target.secrets.send(new PutSecretValueCommand({ SecretId, SecretString: value }));
    console.print(`Guardado: ${SecretId}`);
  }
  console.print(
    'Se usará en los próximos cinco minutos. La clave anterior de la app se acepta 24 horas más.',
  );
}

/** Shows what is pasted at Meta as «Identificador de verificación». */
export async function showVerifyToken(target: Target, console: Console): Promise<void> {
  const SecretId = secretName(target.stage, 'VerifyToken');
  const { SecretString } = await target.secrets.send(new GetSecretValueCommand({ SecretId }));
  if (!SecretString) throw new Fault('El secreto está vacío. Despliegue de nuevo.');
  console.print(SecretString);
}

async function typed(ask: (question: string) => Promise<string>): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const { field, question } of wanted) values.set(field, await ask(question));
  return values;
}

function piped(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/).filter((part) => part.trim() !== '')) {
    const [, field = '', value = ''] = /^\s*([a-z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (!wanted.some((one) => one.field === field))
      throw new Fault('Cada línea debe ser clave=<valor> o token=<valor>. No se cambió nada.');
    values.set(field, value);
  }
  return values;
}

function check(field: string, value: string | undefined, least: number): void {
  if (!value) return;
  if (/\s/.test(value) || value.length < least)
    throw new Fault(`Lo que escribió como ${field} no parece completo: cópielo otra vez. No se cambió nada.`);
}
