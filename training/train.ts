import { writeFileSync } from 'node:fs';
import { writeModel } from '../shared/language/model.ts';
import { modelFile } from '../shared/language/model-file.ts';
import { screenFile, writeScreen } from '../shared/language/screen-file.ts';
import { corpusHash, readMessages, readPart, type Spoken } from './corpus.ts';
import { fit } from './fit.ts';
import { knowledgeHash, readKnowledge } from './knowledge.ts';
import { trainScreen } from './screen.ts';

/**
 * `npm run train [-- --with corrections.jsonl]`: trains the model from the training and development parts of the corpus,
 * and from corrections where a file is named, and writes it beside the classifier. The same input gives the same bytes.
 */
const at = process.argv.indexOf('--with');
const file = at < 0 ? undefined : process.argv[at + 1];
if (at >= 0 && file === undefined) {
  process.stderr.write('Falta el archivo después de «--with»: npm run train -- --with correcciones.jsonl\n');
  process.exit(2);
}
const corrections: Spoken[] =
  file === undefined ? [] : readMessages(file).map((each) => ({ ...each, voice: 'corrections' }));
const messages = [...readPart('train'), ...readPart('development'), ...corrections];
const bytes = writeModel(await fit(messages, readKnowledge(), trainedFrom()));
writeFileSync(modelFile, bytes);
writeFileSync(screenFile, writeScreen(trainScreen(messages, corpusHash())));
process.stdout.write(
  `Modelo entrenado con ${messages.length} mensajes (${corrections.length} de correcciones): ${bytes.length} bytes en ${modelFile}\n`,
);

function trainedFrom(): string {
  return `${corpusHash()} ${knowledgeHash()}${file === undefined ? '' : ' con correcciones'}`;
}
