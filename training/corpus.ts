import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { incidents, petitions, priorities } from '../shared/domain/taxonomy.ts';

/** Kinds of personal data that the corpus marks. */
const personalKinds = [
  'PHONE',
  'NAME',
  'ADDRESS',
  'PLATE',
  'CURP',
  'RFC',
  'INE',
  'EMAIL',
  'CARD',
  'BANK',
] as const;

const span = z.string().min(1);

/** One labelled message, a line of JSON. Every span is a piece of the text, as written. */
export const labelledMessage = z.object({
  id: z.string().min(1),
  text: z.string().min(1),
  petitions: z.array(z.enum(petitions)).min(1).max(3),
  incident: z.enum(incidents).nullable(),
  inProgress: z.boolean(),
  priority: z.enum(priorities),
  location: z.strictObject({
    municipality: span.exactOptional(),
    colonia: span.exactOptional(),
    street: z.array(span).min(1).exactOptional(),
    landmark: span.exactOptional(),
  }),
  pii: z.array(z.object({ type: z.enum(personalKinds), text: span })).optional(),
  /** Its words promise more than it says: what a reader of keywords would get wrong. */
  hardNegative: z.literal(true).optional(),
  /** Rule of the labelling guide that a minimal pair shows, and on which side of its border this message stands. */
  rule: z.string().optional(),
  side: z.literal([1, 2]).optional(),
  /** Id of the first message of its pair. */
  pair: z.string().optional(),
  /** Where a correction came from: who decided and when. */
  provenance: z.string().optional(),
});

export type LabelledMessage = z.infer<typeof labelledMessage>;

/** A message with whoever wrote it; a voice never stands in two parts of the corpus. */
export type Spoken = LabelledMessage & { voice: string };

export const corpusFolder = join(import.meta.dirname, '../corpus');

/**
 * Reads the labelled messages of a JSONL file.
 * @throws Error that names the line that is none.
 */
export function readMessages(file: string): LabelledMessage[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        return [labelledMessage.parse(JSON.parse(line))];
      } catch (cause) {
        throw new Error(`${file}:${index + 1} is no labelled message`, { cause });
      }
    });
}

/** All messages of a folder of the corpus, a file a voice, in the order of file names. */
export function readVoices(folder: string): Spoken[] {
  return voicesIn(folder).flatMap((voice) =>
    readMessages(join(folder, `${voice}.jsonl`)).map((message) => ({ ...message, voice })),
  );
}

export function voicesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => file.slice(0, -'.jsonl'.length))
    .toSorted();
}

const parts = ['train', 'development', 'test'] as const;
export type Part = (typeof parts)[number];

const splitFile = z.record(z.enum(parts), z.array(z.string()));

/** Which voices stand in which part; fixed, so that what was once held out stays so. */
export function readSplit(): Record<Part, string[]> {
  return splitFile.parse(JSON.parse(readFileSync(join(corpusFolder, 'split.json'), 'utf8')));
}

/** The messages of one part. */
export function readPart(part: Part): Spoken[] {
  const voices = new Set(readSplit()[part]);
  return readVoices(join(corpusFolder, 'voices')).filter(({ voice }) => voices.has(voice));
}

/** The messages by authors who saw neither corpus nor code. */
export const readHardSet = (): Spoken[] => readVoices(join(corpusFolder, 'hard'));

/** SHA-256, in hex, of what a model is trained from: files of voices and the split. */
export function corpusHash(): string {
  const hash = createHash('sha256');
  const folder = join(corpusFolder, 'voices');
  for (const voice of voicesIn(folder))
    hash.update(voice).update(readFileSync(join(folder, `${voice}.jsonl`)));
  return hash.update(readFileSync(join(corpusFolder, 'split.json'))).digest('hex');
}
