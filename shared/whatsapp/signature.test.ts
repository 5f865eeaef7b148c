import { describe, expect, test } from 'vitest';
import { vectorSecret, vectors } from '../../test/deliveries/vectors.ts';
import { isGenuine, isSameSecret } from './signature.ts';

describe('the signature of a delivery', () => {
  test.each(vectors)('fits $name', ({ body, signature }) => {
    expect(isGenuine(body, signature, [vectorSecret])).toBe(true);
  });

  test.each(vectors)('of every other body does not fit $name', ({ body, signature }) => {
    const others = vectors.filter((each) => each.signature !== signature);
    expect(others.filter((other) => isGenuine(body, other.signature, [vectorSecret]))).toEqual([]);
  });

  const [{ body, signature } = { body: Buffer.alloc(0), signature: '' }] = vectors;

  test('fits in upper-case hexadecimal too', () => {
    expect(isGenuine(body, `sha256=${signature.slice('sha256='.length).toUpperCase()}`, [vectorSecret])).toBe(
      true,
    );
  });

  test.each([
    ['an absent header', undefined],
    ['an empty header', ''],
    ['no prefix', signature.slice('sha256='.length)],
    ['another prefix', signature.replace('sha256', 'sha1')],
    ['a digit too few', signature.slice(0, -1)],
    ['a digit too many', `${signature}0`],
    ['something beside', `${signature},${signature}`],
    ['a line break after it', `${signature}\n`],
    ['a digit that is none', `${signature.slice(0, -1)}g`],
    ['one digit changed', `${signature.slice(0, -1)}${signature.endsWith('0') ? '1' : '0'}`],
  ])('is refused with %s', (_, header) => {
    expect(isGenuine(body, header, [vectorSecret])).toBe(false);
  });

  test('is refused when there is no secret, or only an empty one', () => {
    const underNothing = 'sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad';
    expect(isGenuine(body, signature, [])).toBe(false);
    expect(isGenuine(Buffer.alloc(0), underNothing, [''])).toBe(false);
  });

  test('fits either of two secrets during a rotation, wherever it stands', () => {
    expect(isGenuine(body, signature, ['new', vectorSecret])).toBe(true);
    expect(isGenuine(body, signature, [vectorSecret, 'old'])).toBe(true);
    expect(isGenuine(body, signature, ['new', 'old'])).toBe(false);
  });

  test('covers every byte', () => {
    for (const at of [0, Math.floor(body.length / 2), body.length - 1]) {
      const altered = Buffer.from(body);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(isGenuine(altered, signature, [vectorSecret])).toBe(false);
    }
  });
});

describe('the verify token', () => {
  test('is the same only when it is the same, whatever the lengths', () => {
    expect(isSameSecret('token-1', 'token-1')).toBe(true);
    for (const given of ['token-2', 'token-11', 'token', ''])
      expect(isSameSecret(given, 'token-1')).toBe(false);
  });

  test('is never the same as none', () => {
    expect(isSameSecret('', '')).toBe(false);
  });
});
