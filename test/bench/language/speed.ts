import { openClassifier } from '../../../shared/language/classify.ts';
import { loadModel } from '../../../shared/language/model-file.ts';
import { openRedactor } from '../../../shared/language/redact.ts';
import { tokenise } from '../../../shared/language/tokens.ts';
import { openViewer } from '../../../shared/language/view.ts';
import { figureOf, rounded, table } from '../figures.ts';

const rounds = 5;

/** Messages a second and milliseconds a message, beside the least there is to do: finding the words. */
export function benchSpeed(texts: readonly string[]): void {
  const model = loadModel();
  const view = openViewer(model);
  const classify = openClassifier(model, view);
  const { redact } = openRedactor(model, view);
  const row = (name: string, read: (text: string) => unknown): string[] => {
    const times = timesOf(texts, read);
    const { median, p99 } = figureOf(times);
    const perSecond = (1000 * times.length) / times.reduce((sum, time) => sum + time, 0);
    return [name, perSecond.toFixed(0), ...[median, p99].map((ms) => ms.toFixed(3))];
  };
  process.stdout.write(
    `Speed on one core, ${texts.length} messages, ${rounds} rounds (goals: 3,000 a second; p99 1.5 ms)\n\n`,
  );
  table(
    ['of each message', 'messages / s', 'p50, ms', 'p99, ms'],
    [
      row('petitions, incident and places, and the redacted text', (text) => [classify(text), redact(text)]),
      row('petitions, incident and places', classify),
      row('only its words', tokenise),
    ],
  );
}

/** The first round warms up and is not counted. */
function timesOf(texts: readonly string[], read: (text: string) => unknown): number[] {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++)
    for (const text of texts) {
      const start = performance.now();
      read(text);
      if (round > 0) times.push(performance.now() - start);
    }
  return times;
}

const full = 4096;
const repeats = 15;
const warmUps = 5;

/** Texts as long as WhatsApp lets them be, beside their first half: twice the text, about twice the time. */
export function benchLongTexts(): void {
  const model = loadModel();
  const view = openViewer(model);
  const classify = openClassifier(model, view);
  const { redact } = openRedactor(model, view);
  const rows = Object.entries(longTexts(Object.values(model.semantics).join(' '))).map(([name, text]) => {
    const [half, whole] = alternately(text, (each) => [classify(each), redact(each)]);
    return [name, rounded(half), rounded(whole), rounded(whole / half)];
  });
  process.stdout.write(`Texts of ${full} characters, median of ${repeats} (goal: ratio about 2)\n\n`);
  table(['made of', 'first half, ms', 'whole, ms', 'whole / half'], rows);
}

function longTexts(lexicon: string): Record<string, string> {
  const pieces = {
    'one letter': 'a',
    'one letter, alone': 'a ',
    'one word of the lexicon': 'balazos ',
    'words of the lexicon': lexicon.replaceAll(/[^\p{L}\s]+/gu, ' ').slice(0, full),
    'a report again and again':
      'se oyen balazos por la calle Reforma en la colonia Centro, manden patrulla. ',
    'names and homes': 'Me llamo María Félix López y vivo en la calle Sonora 45. ',
    digits: '6',
    'groups of digits': '662-123 45 67 ',
    emojis: '🔥🔫',
    'spaces and marks': ' .,;!? \n',
    'nested quotes': '«"(',
    'accents upon accents': 'e\u0301\u0301\u0301',
  };
  return Object.fromEntries(
    Object.entries(pieces).map(([name, piece]) => [
      name,
      piece.repeat(Math.ceil(full / piece.length)).slice(0, full),
    ]),
  );
}

/** Medians of half and whole, run in turn. */
function alternately(text: string, read: (text: string) => unknown): [half: number, whole: number] {
  const times: [number[], number[]] = [[], []];
  const timed = (each: string): number => {
    const start = performance.now();
    read(each);
    return performance.now() - start;
  };
  for (let run = -warmUps; run < repeats; run++) {
    const [half, whole] = [timed(text.slice(0, full / 2)), timed(text)];
    if (run < 0) continue;
    times[0].push(half);
    times[1].push(whole);
  }
  return [figureOf(times[0]).median, figureOf(times[1]).median];
}
