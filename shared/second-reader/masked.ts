import { personalSpans } from '../language/personal-data.ts';
import { tokenise } from '../language/tokens.ts';

/** What stays in a text that leaves: names and homes are the reader's to find, and places must be read. */
const kept: ReadonlySet<string> = new Set(['NAME', 'ADDRESS']);

/**
 * A text as it may leave the country: phones, cards, accounts, CURP, RFC, INE, plates and e-mails as X's, emojis as
 * blanks. It keeps its length in UTF-16 units and has as many code points, so that the offsets of a service that counts
 * either are those of the text as written.
 */
export function masked(text: string): string {
  const spans = personalSpans(text, tokenise(text), []).filter(({ type }) => !kept.has(type));
  let out = '';
  let done = 0;
  for (const { from, to } of spans) {
    out += text.slice(done, from) + 'X'.repeat(to - from);
    done = to;
  }
  return (out + text.slice(done)).replaceAll(/[\u{10000}-\u{10FFFF}]/gu, '  ').toWellFormed();
}
