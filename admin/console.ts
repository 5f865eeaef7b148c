import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Fault } from './fault.ts';

/** Where a command reads and writes: the terminal, or a test. */
export type Console = {
  /** One line on the standard output. */
  print(line: string): void;
  /** One line on the error output. */
  complain(line: string): void;
  /** What was typed, without showing it; undefined when nobody sits at a terminal. */
  askHidden: ((question: string) => Promise<string>) | undefined;
  /** All of the standard input. */
  readAll(): Promise<string>;
};

/** The terminal this process runs in. */
export function terminal(): Console {
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
    askHidden: process.stdin.isTTY ? askHidden : undefined,
    readAll: () => text(process.stdin),
  };
}

async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const gone = new AbortController();
  reader.once('SIGINT', () => gone.abort());
  reader.once('close', () => gone.abort());
  process.stdout.write(question);
  try {
    return (await reader.question('', { signal: gone.signal })).trim();
  } catch (cause) {
    throw new Fault('Se canceló. No se cambió nada.', { cause });
  } finally {
    reader.close();
    process.stdout.write('\n');
  }
}
