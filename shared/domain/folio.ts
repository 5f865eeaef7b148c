/**
 * A report's folio: seven characters and a check character, written `K7M3-XR9P`. Read aloud over a bad line it is not
 * misheard, read from a dirty screen not misread, and it tells neither who reported nor how many have.
 *
 * Nineteen characters: digits 2 to 9 and letters that neither look like another (0/O, 1/I/L, 5/S, 8/B, 2/Z, U/V) nor
 * sound like one in Spanish (B/V, C/S/Z, M/N, P/T/D, G/J, Q/C/K); no vowels, so that no word comes out. Nineteen is
 * prime, so that the check finds every single wrong character and every swap of neighbours.
 */
const alphabet = '23456789FHJKLMPRWXY';
const payloadLength = 7;
const radix = BigInt(alphabet.length);

/** Makes a folio from 128 or more evenly spread bits, given as base64url: the same bits, the same folio. */
export function folioFrom(hash: string): string {
  let bits = BigInt(`0x${Buffer.from(hash, 'base64url').toString('hex')}`);
  let payload = '';
  for (let index = 0; index < payloadLength; index++) {
    payload += alphabet[Number(bits % radix)];
    bits /= radix;
  }
  const characters = payload + checkCharacter(payload);
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}

/**
 * Reads a folio as people write it: any case, with or without hyphen and spaces.
 * @returns the folio in its one spelling, or null when it is none (the check character does not fit).
 */
export function readFolio(text: string): string | null {
  const characters = text.toUpperCase().replaceAll(/[\s-]/gu, '');
  if (characters.length !== payloadLength + 1) return null;
  if (characters.split('').some((character) => !alphabet.includes(character))) return null;
  const payload = characters.slice(0, payloadLength);
  if (checkCharacter(payload) !== characters[payloadLength]) return null;
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}

function checkCharacter(payload: string): string {
  let sum = 0;
  // Weights differ for each place and none is a multiple of the radix.
  for (const [index, character] of payload.split('').entries())
    sum += (index + 2) * alphabet.indexOf(character);
  return alphabet.charAt((alphabet.length - (sum % alphabet.length)) % alphabet.length);
}
