import { homesOf } from './homes.ts';
import type { Model } from './model.ts';
import { type PersonalKind, type PersonalSpan, personalSpans, withoutPersonal } from './personal-data.ts';
import { type Stretch, tagger } from './tagger.ts';
import { openViewer, type Viewer } from './view.ts';

export type PersonalDatum = { type: PersonalKind; text: string };

export type Redactor = {
  /** Personal data in a text, as written, in order. */
  personalData: (text: string) => PersonalDatum[];
  /** The text with personal data replaced by what they are. */
  redact: (text: string) => string;
  /**
   * The same for whoever is sent there: a home stays, since help must find it.
   * @param also what another reader found besides
   */
  redactForDispatch: (text: string, also?: readonly PersonalDatum[]) => string;
};

/** Makes a redactor of a trained model. Time is linear in the length of the text. */
export function openRedactor(model: Model, view: Viewer = openViewer(model)): Redactor {
  const tagPersons = tagger(model.persons);
  const spansOf = (text: string): PersonalSpan[] => {
    const { reading, features, places } = view(text);
    const persons = tagPersons(features);
    const homes = [...persons.filter(isHome), ...homesOf(reading.tokens, places)];
    const longestFirst = homes.toSorted((one, other) => other.to - other.from - (one.to - one.from));
    const names = persons.filter((each) => !isHome(each));
    return personalSpans(text, reading.tokens, [...longestFirst, ...names]);
  };
  return {
    personalData: (text) => spansOf(text).map(({ type, from, to }) => ({ type, text: text.slice(from, to) })),
    redact: (text) => withoutPersonal(text, spansOf(text)),
    redactForDispatch: (text, also = []) =>
      withoutPersonal(
        text,
        withOthers(text, spansOf(text), also).filter(({ type }) => type !== 'ADDRESS'),
      ),
  };
}

const isHome = ({ kind }: Stretch): boolean => kind === 'ADDRESS';

/** The spans with those of another reader where none stands yet: whole words only, wherever they occur. */
function withOthers(
  text: string,
  spans: readonly PersonalSpan[],
  also: readonly PersonalDatum[],
): PersonalSpan[] {
  const all = [...spans];
  for (const { type, text: words } of also) {
    if (!letterOrDigit.test(words)) continue;
    for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + words.length)) {
      const to = from + words.length;
      const isWhole = !letterOrDigit.test(text.charAt(from - 1)) && !letterOrDigit.test(text.charAt(to));
      if (isWhole && all.every((span) => to <= span.from || from >= span.to)) all.push({ type, from, to });
    }
  }
  return all.toSorted((one, other) => one.from - other.from);
}

const letterOrDigit = /[\p{L}\p{N}]/u;
