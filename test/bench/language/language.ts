import { readHardSet, readPart } from '../../../training/corpus.ts';
import { benchBeside } from './beside.ts';
import { benchFresh } from './fresh.ts';
import { benchLongTexts, benchSpeed } from './speed.ts';

/** How well and how fast messages are understood: beside others, beside a process that does nothing, beside half the text. */
export async function benchLanguage(): Promise<void> {
  await benchBeside();
  const texts = [...readPart('test'), ...readHardSet()].map(({ text }) => text);
  benchSpeed(texts);
  await benchFresh(texts);
  benchLongTexts();
}
