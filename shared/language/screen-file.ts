import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScreenModel } from './screen.ts';

/** Where the learnt screen stands: beside this module, and beside the bundle on Lambda. */
export const screenFile = join(import.meta.dirname, 'es-mx.screen');

/** A line of JSON, then a weight a byte. */
export function writeScreen({ trainedFrom, cut, weights }: ScreenModel): Buffer {
  return Buffer.concat([
    Buffer.from(`${JSON.stringify({ trainedFrom, cut })}\n`),
    new Uint8Array(weights.buffer, weights.byteOffset, weights.length),
  ]);
}

/** Reads the learnt screen. `npm run train` writes it. @throws Error when the file is none. */
export function loadScreen(): ScreenModel {
  const bytes = readFileSync(screenFile);
  const end = bytes.indexOf(10);
  const head: unknown = JSON.parse(bytes.toString('utf8', 0, end));
  if (!isHead(head)) throw new Error(`${screenFile} is no screen: run «npm run train»`);
  return { ...head, weights: new Int8Array(bytes.subarray(end + 1)) };
}

function isHead(value: unknown): value is Pick<ScreenModel, 'trainedFrom' | 'cut'> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'trainedFrom' in value &&
    typeof value.trainedFrom === 'string' &&
    'cut' in value &&
    typeof value.cut === 'number'
  );
}
