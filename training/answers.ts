import { openClassifier } from '../shared/language/classify.ts';
import { loadModel } from '../shared/language/model-file.ts';
import { openRedactor } from '../shared/language/redact.ts';
import { openViewer } from '../shared/language/view.ts';
import type { LabelledMessage } from './corpus.ts';
import type { Answered } from './metrics.ts';

const model = loadModel();
const view = openViewer(model);
const classify = openClassifier(model, view);
const { personalData } = openRedactor(model, view);

/** What the trained model says of messages. */
export const answersOf = (messages: readonly LabelledMessage[]): Answered[] =>
  messages.map((message) => ({
    message,
    said: classify(message.text),
    personal: personalData(message.text),
  }));
