/** White space, control characters and halves of a character. */
const breaking = /[\s\p{Cc}\p{Cs}]+/gu;
/** Marks that turn the direction of writing: they can make a screen show what was not written. */
const turning = /[\u202A-\u202E\u2066-\u2069]/gu;
/** Anything that is seen: not a space, a mark without a letter, nor the blank letters of Braille and Hangul. */
const visible = /[^\s\p{C}\p{M}\u2800\u3164\uFFA0]/u;

/**
 * Makes a text fit for one line: what people, maps and groups wrote may hold line breaks and anything else.
 * Meta refuses a template whose parameter has a line break, a tab or more than four spaces in a row, or is empty (132018).
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 * @param max Longest result in UTF-16 units, the cut marked by an ellipsis; never cuts a character in two.
 * @param otherwise What stands for a text with nothing to read in it.
 */
export function oneLine(text: string, max: number, otherwise: string): string {
  const line = text.replaceAll(breaking, ' ').replaceAll(turning, '').trim();
  if (!visible.test(line)) return otherwise;
  if (line.length <= max) return line;
  let cut = '';
  for (const character of line) {
    if (cut.length + character.length > max - 1) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}

/** Joins as a person would: "a", "a y b", "a, b y c"; "e" before the sound of an i. */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1);
  if (last === undefined) return '';
  if (parts.length === 1) return last;
  const link = /^(i|hi(?!e))/iu.test(last) ? 'e' : 'y';
  return `${parts.slice(0, -1).join(', ')} ${link} ${last}`;
}
