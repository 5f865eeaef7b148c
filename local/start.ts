import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import * as z from 'zod';
import { ArgumentError, type Arguments, help, readArguments } from './arguments.ts';
import { synthesise } from './assembly.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { playScenario } from './demo.ts';
import { openPublicServer, type PublicServer } from './http.ts';
import { Sentence } from './sentence.ts';
import { InputRefused } from './whatsapp/refused.ts';

const root = join(import.meta.dirname, '..');

/** Marks a data folder whose scenario was played: a restart does not play it again. */
const playedMark = 'jornada-hecha';

/** Longest wait for work under way when the system is told to end, in milliseconds. */
const drainMs = 20_000;

const ending = new AbortController();
const isEnding = (): boolean => ending.signal.aborted;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The stage `local` with the numbers of the command line, as a settings file of its own. */
async function settingsFile(numbers: string[]): Promise<string> {
  const settings = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(await readFile(join(root, 'settings/local.json'), 'utf8')));
  await mkdir(join(root, '.cache'), { recursive: true });
  const file = join(root, '.cache', `settings-${numbers.join('-')}.json`);
  await writeFile(file, JSON.stringify({ ...settings, phoneNumberIds: numbers }));
  return file;
}

async function listen(port: number): Promise<PublicServer> {
  return openPublicServer(port).catch((cause: unknown) => {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    if (!isTaken) throw cause;
    throw new Sentence(
      `El puerto ${port} ya está en uso. Cierre lo que lo ocupa o elija otro: npm start -- --port ${port + 1}`,
      { cause },
    );
  });
}

/** Plays the scenario once for a data folder. */
async function play(cloud: Cloud, { scenario, dataFolder, quiet }: Arguments): Promise<void> {
  const mark = dataFolder && join(dataFolder, playedMark);
  if (scenario === 'none') return;
  if (mark && existsSync(mark))
    return say('La jornada de esta carpeta ya se jugó; el estado sigue donde quedó.');
  if (mark) await writeFile(mark, new Date().toISOString());
  if (!quiet) say('Jugando una jornada…');
  const told = (at: Date): void => {
    const hour = at.toLocaleTimeString('es-MX', { timeZone: 'America/Hermosillo', timeStyle: 'short' });
    if (!quiet) say(`  ${hour}  alguien escribe`);
  };
  await playScenario(cloud, scenario, { told, isOver: isEnding }).catch((fault: unknown) => {
    if (!isEnding()) throw fault;
  });
  if (!quiet && !isEnding()) say('Jornada terminada. El sistema queda encendido; para apagarlo, Ctrl-C.');
}

function greet(url: string): void {
  say(`
Listo: ${url}

  Abra esa dirección en un navegador: el WhatsApp simulado y lo que el sistema hizo con él.
  O escriba como una vecina:
    curl -X POST ${url}/_local/whatsapp/say -d '{"from":"5216621234567","name":"Ana","text":"Se oyen disparos en la colonia Centro"}'
    curl ${url}/_local/reports
`);
}

/** Ends on Ctrl-C: nothing new is taken, what runs is finished, exit 0. A second Ctrl-C does not wait. */
function endOnSignal(running: () => { server: PublicServer; cloud: Cloud } | undefined): void {
  const end = async (): Promise<void> => {
    if (isEnding()) process.exit(1);
    ending.abort();
    const { server, cloud } = running() ?? {};
    if (!server || !cloud) process.exit(0);
    say('Terminando lo que está en curso…');
    // Not awaited: a page that stays open would hold it.
    void server.close();
    await cloud.drain(drainMs);
    await cloud.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
}

async function start(wanted: Arguments): Promise<void> {
  let running: { server: PublicServer; cloud: Cloud } | undefined;
  endOnSignal(() => running);
  const server = await listen(wanted.port);
  if (!wanted.quiet) say('Preparando la plantilla y las funciones…');
  const assembly = await synthesise(await settingsFile(wanted.numbers));
  const cloud = await startCloud({ assembly, numbers: wanted.numbers, dataFolder: wanted.dataFolder });
  running = { server, cloud };
  server.serve(cloud);
  greet(server.url);
  await play(cloud, wanted);
}

try {
  const wanted = readArguments(process.argv.slice(2));
  if (wanted) await start(wanted);
  else say(help);
} catch (error) {
  const isForReader = error instanceof Sentence || error instanceof InputRefused;
  process.stderr.write(`${isForReader ? error.message : inspect(error)}\n`);
  process.exit(error instanceof ArgumentError ? 2 : 1);
}
