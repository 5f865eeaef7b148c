/** Check digits of numbers that belong to persons. */

/** The last digit of a card's number. ISO/IEC 7812-1, annex B (Luhn). */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const clabeWeights = [3, 7, 1];

/** The last digit of a CLABE, an account at a Mexican bank: 18 digits. Asociación de Bancos de México. */
export function passesClabe(digits: string): boolean {
  if (digits.length !== 18) return false;
  let sum = 0;
  for (let index = 0; index < 17; index++)
    sum += (Number(digits[index]) * (clabeWeights[index % 3] ?? 0)) % 10;
  return (10 - (sum % 10)) % 10 === Number(digits[17]);
}

const curpLetters = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

/** The last digit of a CURP: 18 characters. Diario Oficial de la Federación, 18 October 2021, "Instructivo Normativo". */
export function passesCurp(curp: string): boolean {
  let sum = 0;
  for (let index = 0; index < 17; index++) sum += curpLetters.indexOf(curp[index] ?? '') * (18 - index);
  return (10 - (sum % 10)) % 10 === Number(curp[17]);
}
