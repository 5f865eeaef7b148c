import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import type { Change, State } from './state.ts';

/** What was written before a call was answered survives a kill of the process; a loss of power it need not survive. */
export type Journal = { append(changes: readonly Change[]): void; close(): void };

const chunkBytes = 1 << 20;
const growthBytes = 64 << 20;

/**
 * Reads a journal into the state, writes it anew without what is past, and opens it for more; later it does
 * so again whenever the file has grown much. A line holds the JSON array
 * of the changes that belong together. A last line without its end was never answered for, and is left out.
 * @throws Error naming the line when another one cannot be read.
 */
export function openJournal(file: string, state: State, now: () => number): Journal {
  if (existsSync(file)) replay(file, state);
  let size = compact(file, state.snapshot(now()));
  let limit = limitAfter(size);
  let descriptor = openSync(file, 'a');

  const renew = (): void => {
    size = compact(file, state.snapshot(now()));
    limit = limitAfter(size);
    closeSync(descriptor);
    descriptor = openSync(file, 'a');
  };

  return {
    append(changes) {
      // Before the line is written, since the state holds exactly the lines before it.
      if (size > limit) renew();
      const line = Buffer.from(`${JSON.stringify(changes)}\n`);
      try {
        writeWhole(descriptor, line);
      } catch (cause) {
        // Half a line would spoil the next one.
        ftruncateSync(descriptor, size);
        throw new Error('The journal of the queues could not be written', { cause });
      }
      size += line.length;
    },
    close: () => closeSync(descriptor),
  };
}

/** So that a cloud which runs for long neither fills the disk nor writes anew at every call. */
const limitAfter = (size: number): number => 2 * size + growthBytes;

function replay(file: string, state: State): void {
  let number = 0;
  for (const line of wholeLines(file)) {
    number++;
    let changes: Change[];
    try {
      changes = JSON.parse(line);
    } catch {
      // Without its cause: a syntax error quotes the line, and so what a message says.
      throw new Error(
        `Line ${number} of the queues' journal ${file} cannot be read; move the file away to start empty`,
      );
    }
    for (const change of changes) state.apply(change);
  }
}

function* wholeLines(file: string): Iterable<string> {
  const descriptor = openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    const pieces: Buffer[] = [];
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0 && end < read; end = chunk.indexOf(10, start)) {
        pieces.push(chunk.subarray(start, end));
        yield Buffer.concat(pieces.splice(0)).toString();
        start = end + 1;
      }
      pieces.push(Buffer.from(chunk.subarray(start, read)));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Writes beside and renames, so that a kill at any point leaves one whole journal. */
function compact(file: string, changes: Iterable<Change>): number {
  const beside = `${file}.new`;
  const descriptor = openSync(beside, 'w');
  let size = 0;
  try {
    for (const change of changes)
      size += writeWhole(descriptor, Buffer.from(`${JSON.stringify([change])}\n`));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, file);
  return size;
}

function writeWhole(descriptor: number, bytes: Buffer): number {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  return bytes.length;
}
