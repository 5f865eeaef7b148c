/** No word looked for is longer. */
const longest = 40;
/** A slip in so many letters is forgiven, two at most. */
const lettersPerSlip = 5;
const mostSlips = 2;

/**
 * Finds the words nearest to a misspelt one: those at the least distance, where that is at most one slip in five letters and two
 * in all. Words are given in small letters.
 */
export function nearestOf(words: readonly string[]): (misspelt: string) => string[] {
  const byLength = Map.groupBy(
    words.map((word) => ({ word, letters: lettersOf(word) })),
    ({ word }) => word.length,
  );
  return (misspelt) => {
    const { length } = misspelt;
    let least = Math.min(mostSlips, Math.floor(length / lettersPerSlip));
    if (least === 0 || length > longest) return [];
    const letters = lettersOf(misspelt);
    let found: string[] = [];
    for (let other = length - least, last = length + least; other <= last; other++)
      for (const candidate of byLength.get(other) ?? []) {
        // A slip puts one letter for another at most: words whose letters differ more are not near.
        if (bitsIn(letters ^ candidate.letters) > 2 * least) continue;
        const far = distance(misspelt, candidate.word, least);
        if (far > least) continue;
        if (far < least) found = [];
        least = far;
        found.push(candidate.word);
      }
    return found;
  };
}

const bits = 32;

/** Which letters a word has: a bit for each, shared by few. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) % bits);
  return letters;
}

function bitsIn(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * How many letters must be put in, left out, changed or swapped with their neighbour to make one word of another
 * (Damerau and Levenshtein's distance); more than `most` where it is more than that.
 */
export function distance(one: string, other: string, most: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const now = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      now[column] = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        isSwapped && row > 1 && column > 1 ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    if (Math.min(...now) > most) return most + 1;
    beforeLast = last;
    last = now;
  }
  return last[other.length] ?? 0;
}
