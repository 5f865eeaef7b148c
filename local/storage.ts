import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Where each part of the cloud keeps its state; nothing is kept without a folder. */
export type Storage = {
  dynamodb: string | undefined;
  sqs: string | undefined;
  s3: string | undefined;
  secrets: string | undefined;
  whatsapp: string | undefined;
  /** How far ahead the clock stood, in milliseconds. */
  clockOffset: () => number;
  keepClockOffset: (milliseconds: number) => void;
};

const clockShape = z.object({ offset: z.number().nonnegative() });

/** Names the files of a data folder, which is made when it does not exist. */
export function storage(folder: string | undefined): Storage {
  if (folder) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string): string | undefined => folder && join(folder, name);
  const clock = file('clock.json');
  return {
    dynamodb: file('dynamodb.sqlite'),
    sqs: file('sqs.journal'),
    s3: file('s3'),
    secrets: file('secrets.json'),
    whatsapp: file('whatsapp.journal'),
    clockOffset() {
      if (!clock || !existsSync(clock)) return 0;
      return clockShape.parse(JSON.parse(readFileSync(clock, 'utf8'))).offset;
    },
    keepClockOffset(offset) {
      if (!clock) return;
      writeFileSync(`${clock}.new`, JSON.stringify({ offset }));
      renameSync(`${clock}.new`, clock);
    },
  };
}
