import { describe, expect, test } from 'vitest';
import { phoneIdentity } from './phone.ts';

describe('the identity of a phone', () => {
  test.each(['526620000333', '5216620000333', '+52 662 000 0333', '+52 1 (662) 000-0333'])(
    'is one for a Mexican line written %s',
    (written) => {
      expect(phoneIdentity(written)).toBe('526620000333');
    },
  );

  test.each([
    ['a line of another country', '+1 520 000 0333', '15200000333'],
    ['a line of another country with ten digits after 1', '16620000333', '16620000333'],
    ['too few digits after 52', '52662000033', '52662000033'],
    ['too many digits after 521', '52166200003330', '52166200003330'],
    ['ten digits without a country', '6620000333', '6620000333'],
    ['nothing', '', ''],
  ])('leaves whole %s', (_, written, digits) => {
    expect(phoneIdentity(written)).toBe(digits);
  });

  test('differs for two lines that share their last digits in two countries', () => {
    expect(phoneIdentity('526620000333')).not.toBe(phoneIdentity('16620000333'));
  });
});
