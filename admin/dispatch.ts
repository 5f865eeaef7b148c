import { parseArgs } from 'node:util';
import { listParked, requeueParked } from './apartados.ts';
import type { Console } from './console.ts';
import { explain, Misuse } from './fault.ts';
import { putSecrets, showVerifyToken } from './secretos.ts';
import { localUrl, targetOf } from './target.ts';

const help = `Alerta Ciudadana: tareas de administración

  npm run alerta -- secretos --etapa prod
      Guarda la clave secreta de la app y el token de acceso de Meta. Los pide sin mostrarlos.
      Sin teclado, se leen de la entrada estándar: una línea clave=<valor> y otra token=<valor>.

  npm run alerta -- verificacion --etapa prod
      Muestra el identificador de verificación que se pega en Meta.

  npm run alerta -- apartados listar --etapa prod [--mes 2026-11]
      Enlista los mensajes que no se pudieron procesar, sin su texto.

  npm run alerta -- apartados reponer --etapa prod "<primera columna de la lista>"
  npm run alerta -- apartados reponer --etapa prod --todos [--mes 2026-11]
      Los devuelve a su fila. Repetir no duplica nada.

Opciones
  --etapa <nombre>   Etapa con archivo en settings/, por ejemplo prod
  --local            La nube de esta computadora (npm start), en ${localUrl}
  --help             Esta ayuda

Sale con 0 si se hizo, 1 si no se pudo y 2 si la orden no se entiende.`;

const options = {
  etapa: { type: 'string' },
  local: { type: 'boolean', default: false },
  mes: { type: 'string' },
  todos: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Flags = { etapa?: string; local: boolean; mes?: string; todos: boolean; help: boolean };

/**
 * Runs one command line.
 * @param local address of the embedded cloud, for `--local`.
 * @returns exit code: 0 done, 1 could not be done, 2 not understood.
 */
export async function dispatch(args: string[], console: Console, local: string = localUrl): Promise<number> {
  try {
    const { positionals, flags } = parse(args);
    if (flags.help || positionals.length === 0) {
      console.print(help);
      return flags.help ? 0 : 2;
    }
    await command(positionals, flags, console, local);
    return 0;
  } catch (error) {
    console.complain(explain(error));
    return error instanceof Misuse ? 2 : 1;
  }
}

function parse(args: string[]): { positionals: string[]; flags: Flags } {
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    return { positionals, flags: values };
  } catch (cause) {
    throw new Misuse('Hay una opción que no existe o le falta su valor. Vea npm run alerta -- --help', {
      cause,
    });
  }
}

async function command(words: string[], flags: Flags, console: Console, local: string): Promise<void> {
  const target = () => targetOf(flags.etapa, flags.local ? local : undefined);
  if (flags.mes !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(flags.mes))
    throw new Misuse('Escriba el mes como 2026-11.');
  const [subject, verb, what, ...rest] = words;
  const name = [subject, verb].filter(Boolean).join(' ');
  if (rest.length > 0) throw new Misuse('Sobran palabras. Si copió una clave, póngala entre comillas.');
  if (name === 'secretos') return putSecrets(target(), console);
  if (name === 'verificacion') return showVerifyToken(target(), console);
  if (name === 'apartados listar' && !what) return listParked(target(), console, flags.mes);
  if (name === 'apartados reponer' && Boolean(what) !== flags.todos)
    return requeueParked(target(), console, what ? { one: what } : { allOf: flags.mes });
  if (name === 'apartados reponer')
    throw new Misuse('Diga cuál (la primera columna de «apartados listar») o agregue --todos.');
  throw new Misuse('Esa orden no existe. Vea npm run alerta -- --help');
}
