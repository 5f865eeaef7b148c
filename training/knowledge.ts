import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { corpusFolder } from './corpus.ts';
import type { Knowledge } from './fit.ts';
import { circumstances } from './semantics/circumstances.ts';
import { harm } from './semantics/harm.ts';
import { innocence } from './semantics/innocence.ts';
import { names } from './semantics/names.ts';
import { people } from './semantics/people.ts';
import { property } from './semantics/property.ts';
import { services } from './semantics/services.ts';
import { speech } from './semantics/speech.ts';

/** Words and phrases by field of meaning. */
const semantics = {
  ...names,
  ...people,
  ...harm,
  ...property,
  ...services,
  ...circumstances,
  ...speech,
  ...innocence,
};

const knownPlace = z.object({
  name: z.string().min(1),
  kind: z.enum(['municipality', 'town', 'colonia', 'ejido', 'street', 'landmark', 'highway', 'region']),
  municipality: z.string().optional(),
  aliases: z.array(z.string()).optional(),
});

const gazetteerFile = join(corpusFolder, 'gazetteer.jsonl');

/** What the model knows without having learnt it from messages. */
export function readKnowledge(): Knowledge {
  const gazetteer = readFileSync(gazetteerFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { name, kind, municipality, aliases } = knownPlace.parse(JSON.parse(line));
      return { name, kind, ...(municipality && { municipality }), ...(aliases && { aliases }) };
    });
  return { semantics, gazetteer };
}

/** SHA-256, in hex, of that knowledge. */
export const knowledgeHash = (): string =>
  createHash('sha256').update(JSON.stringify(readKnowledge())).digest('hex');
