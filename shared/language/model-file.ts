import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Model, readModel } from './model.ts';

/** Where the trained model stands: beside this module, and beside the bundle on Lambda. */
export const modelFile = join(import.meta.dirname, 'es-mx.model');

/** Reads the trained model. `npm run train` writes it. */
export const loadModel = (): Model => readModel(readFileSync(modelFile));
