import { parseArgs } from 'node:util';
import { Sentence } from './sentence.ts';

/** What `npm start` was asked for. */
export type Arguments = {
  port: number;
  /** Our phone number ids. */
  numbers: string[];
  dataFolder: string | undefined;
  /** `demo`, `none`, or a file of lines. */
  scenario: string;
  quiet: boolean;
};

/** What was typed is not a command that this is. */
export class ArgumentError extends Sentence {
  override readonly name = 'ArgumentError';
}

export const help = `Alerta Ciudadana en esta máquina, con la misma plantilla que se despliega en AWS.

  npm start -- [opciones]

  --port <puerto>          Puerto en 127.0.0.1 (3000)
  --numbers <id,id>        Identificadores de nuestros números de WhatsApp
                           (109876543210987,209876543210988)
  --data <carpeta>         Guarda el estado en esa carpeta; al volver a arrancar con ella, todo sigue ahí
  --scenario <cuál>        demo: una jornada corta de tres grupos (lo usual); none: nada;
                           o un archivo .jsonl con un mensaje por línea
  --quiet                  No muestra lo que va pasando
  --help                   Muestra esta ayuda
`;

/**
 * Reads the command line; null when help was asked for.
 * @throws ArgumentError saying in Spanish what is wrong and what to write.
 */
export function readArguments(given: string[]): Arguments | null {
  const { port, numbers, data, scenario, quiet, help: isHelp } = parsed(given);
  if (isHelp) return null;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new ArgumentError(`«${port}» no es un puerto. Escriba un número de 0 a 65535: --port 3000`);
  const ids = numbers.split(',');
  if (!ids.every((id) => /^\d{5,20}$/.test(id)) || new Set(ids).size < ids.length)
    throw new ArgumentError(
      `«${numbers}» no es una lista de números. Escriba identificadores distintos, de 5 a 20 cifras y separados por comas: --numbers 109876543210987`,
    );
  if (scenario !== 'demo' && scenario !== 'none' && !scenario.endsWith('.jsonl'))
    throw new ArgumentError(
      `No hay una jornada «${scenario}». Escriba demo, none o un archivo que termine en .jsonl`,
    );
  if (data === '') throw new ArgumentError('Escriba la carpeta después de --data: --data ./datos');
  return { port: Number(port), numbers: ids, dataFolder: data, scenario, quiet };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: false,
      options: {
        port: { type: 'string', default: '3000' },
        numbers: { type: 'string', default: '109876543210987,209876543210988' },
        data: { type: 'string' },
        scenario: { type: 'string', default: 'demo' },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    const what = /'([^']+)'/.exec(cause instanceof Error ? cause.message : '')?.[1] ?? args.join(' ');
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
      throw new ArgumentError(`Sobra «${what}». Las opciones llevan dos guiones: npm start -- --port 3001`, {
        cause,
      });
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE')
      throw new ArgumentError(`La opción ${what} no lleva bien su valor. Vea: npm start -- --help`, {
        cause,
      });
    throw new ArgumentError(`No existe la opción «${what}». Las que hay: npm start -- --help`, { cause });
  }
}
