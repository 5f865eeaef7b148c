import { StringDecoder } from 'node:string_decoder';

/** A line of input, or the fact that one was longer than can be kept. Numbers count from 1, empty lines included. */
export type Line = { number: number; text: string } | { number: number; text: null };

/** Longest line kept, in characters: sixteen of WhatsApp's longest messages, escaped. */
const maxLineLength = 1_048_576;

/**
 * Cuts a stream of UTF-8 into lines at \n or \r\n, one at a time, in bounded memory. Not `node:readline`: that one also
 * cuts at U+2028, which JSON allows inside a string. A byte order mark at the beginning is dropped.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let isTooLong = false;
  let number = 0;
  const line = (text: string): Line => {
    number++;
    const whole = isTooLong || text.length > maxLineLength ? null : text.replace(/\r$/u, '');
    isTooLong = false;
    return { number, text: number === 1 && whole !== null ? whole.replace(/^\uFEFF/u, '') : whole };
  };
  for await (const chunk of chunks) {
    const parts = decoder.write(chunk).split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      yield line(rest + part);
      rest = '';
    }
    rest += last;
    if (rest.length > maxLineLength) {
      isTooLong = true;
      rest = '';
    }
  }
  rest += decoder.end();
  if (rest !== '' || isTooLong) yield line(rest);
}
