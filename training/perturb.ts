import { randomNumbers } from './logistic.ts';

/** A message as others would have typed it: what it means stays. */
export type Perturbation = (text: string) => string;

const withoutAccents: Perturbation = (text) =>
  text
    .normalize('NFD')
    .replaceAll(/(?<![nN])\p{M}/gu, '')
    .normalize('NFC');

/** A dictating phone writes no marks and no capitals. */
const dictated: Perturbation = (text) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();

const neighbours: Record<string, string> = {
  a: 's',
  b: 'v',
  c: 'x',
  d: 'f',
  e: 'r',
  f: 'g',
  g: 'h',
  h: 'j',
  i: 'o',
  l: 'k',
  m: 'n',
  n: 'm',
  o: 'p',
  p: 'o',
  r: 't',
  s: 'a',
  t: 'r',
  u: 'i',
  v: 'b',
  y: 'u',
};

/** Slips of the thumb on a share of the letters: left out, doubled, swapped with the next, or the one beside. */
const typos =
  (share: number): Perturbation =>
  (text) => {
    const random = randomNumbers(text.length * 31 + (text.codePointAt(0) ?? 0));
    let typed = '';
    for (let at = 0; at < text.length; at++) {
      const letter = text.charAt(at);
      if (!/\p{L}/u.test(letter) || random() >= share) {
        typed += letter;
        continue;
      }
      const slip = random();
      if (slip < 0.25) continue;
      if (slip < 0.5) typed += letter + letter;
      else if (slip < 0.75) typed += text.charAt(++at) + letter;
      else typed += neighbours[letter.toLowerCase()] ?? letter;
    }
    return typed;
  };

export const perturbations: Record<string, Perturbation> = {
  'sin acentos': withoutAccents,
  'en mayúsculas': (text) => text.toUpperCase(),
  'erratas al 5 %': typos(0.05),
  'erratas al 10 %': typos(0.1),
  'dictado sin puntuación': dictated,
};
