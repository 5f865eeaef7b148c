import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folioFrom, readFolio } from './folio.ts';

const hash = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));
const alphabet = '23456789FHJKLMPRWXY'.split('');

describe('a folio', () => {
  test('reads back however it is written', () => {
    fc.assert(
      fc.property(hash, (bits) => {
        const folio = folioFrom(bits);
        expect(readFolio(folio)).toBe(folio);
        expect(readFolio(` ${folio.toLowerCase().replace('-', ' ')} `)).toBe(folio);
      }),
    );
  });

  test('is refused with any one character wrong', () => {
    fc.assert(
      fc.property(hash, fc.nat(7), fc.constantFrom(...alphabet), (bits, place, other) => {
        const characters = folioFrom(bits).replace('-', '').split('');
        fc.pre(characters[place] !== other);
        characters[place] = other;
        expect(readFolio(characters.join(''))).toBeNull();
      }),
    );
  });

  test('is refused with two neighbours swapped', () => {
    fc.assert(
      fc.property(hash, fc.nat(6), (bits, place) => {
        const characters = folioFrom(bits).replace('-', '').split('');
        const [first, second] = characters.splice(place, 2);
        fc.pre(first !== second);
        characters.splice(place, 0, `${second}${first}`);
        expect(readFolio(characters.join(''))).toBeNull();
      }),
    );
  });
});
