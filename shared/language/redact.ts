/**
 * Takes out of a message what points at a person before an operator reads it; where it happens stays. A first version:
 * it knows phones, e-mails, plates, CURP, cards and names after a word that announces one. It does not know numbers
 * spelled out in words, a bare name, nor a home address, which an emergency needs.
 */
export function redact(text: string): string {
  return text
    .replaceAll(email, '[correo]')
    .replaceAll(curp, '[CURP]')
    .replaceAll(digits, (found: string, offset: number, whole: string) => numberKind(found, whole, offset))
    .replaceAll(announcedPlate, '$1[placas]')
    .replaceAll(plate, '[placas]')
    .replaceAll(ownName, (found: string, cue: string, names: string) => withoutNames(found, cue, names))
    .replaceAll(titledName, (found: string, place: string | undefined, title: string, names: string) =>
      place === undefined ? withoutNames(found, title, names) : found,
    );
}

// Each quantifier has an upper bound and each pattern a fixed beginning, so that time stays linear in the text.
const email = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,24}){1,4}/giu;

/** Clave Única de Registro de Población, 18 characters. https://www.gob.mx/curp */
const curp = /(?<![\p{L}\p{N}])[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d(?![\p{L}\p{N}])/giu;

/** Digits as they are grouped in phones and cards: with spaces, dots, dashes or brackets between. */
const digits = /(?<![\p{L}\p{N}$#.,:-])\+?\(?\d(?:[ .()-]{0,2}\d){6,25}(?![\p{L}\p{N}])/gu;

/** Mexican plates: three letters and four digits, or three, three and one, with dashes or spaces between or none. */
const plate =
  /(?<![\p{L}\p{N}-])(?!(?:QUE|LOS|LAS|POR|UNA|CON|DEL|SON|MAS|HAY|VAN|SUS|AÑO|DIA)[ -]?\d)(?:[A-Z]{3}[ -]?\d{2}[ -]?\d{2}|[A-Z]{3}[ -]?\d{3}[ -]?[A-Z]|[A-Z]{2}[ -]?\d{2,5}[ -]?[A-Z]|\d{3}[ -]?[A-Z]{3})(?![\p{L}\p{N}])/gu;

/** What follows the word, in any case: two groups at most, at least one digit. */
const announcedPlate =
  /(\bplacas?(?: son| es| de|:)?:? {1,3})(?=[a-z -]{0,5}\d)[a-z\d]{2,8}(?:[ -][a-z\d]{1,4}(?=[a-z -]*\d|\b)){0,2}/giu;

const name = "[\\p{Lu}][\\p{L}']{1,20}";
const ownName = new RegExp(
  `(\\b(?:[Mm]e llamo|ME LLAMO|[Mm]i nombre es|MI NOMBRE ES|[Ss]e llama|SE LLAMA|[Ss]oy|SOY) )(${name}(?: ${name}){0,3})`,
  'gu',
);
const titledName = new RegExp(
  `((?:${[
    '[Aa]barrotes|[Tt]acos|[Tt]aquer[ií]a|[Dd]ogos|[Tt]ienda|[Tt]iendita|[Tt]ortiller[ií]a|[Mm]ariscos|[Cc]arnicer[ií]a|[Ff]armacia',
    '[Rr]estaurante?|[Tt]aller|[Ee]scuela|[Cc]alle|[Cc]olonia|[Cc]ol|[Pp]anader[ií]a|[Ss][uú]per|[Ll]oncher[ií]a|[Cc]arreta|[Pp]uesto',
  ].join('|')})\\.? (?:de )?)?` +
    `(?<![\\p{L}\\p{N}])([Dd]on |DON |[Dd]o[ñn]a |DOÑA |(?:[Ss]eñora?|[Ss]ra?\\.?) (?=\\p{Lu}))(\\p{L}{2,20}(?: \\p{Lu}\\p{L}{1,20}){0,2})`,
  'gu',
);

/** Words that follow the announcing ones and name nobody. */
const notNames: ReadonlySet<string> = new Set(
  `de del la el los las un una mi su que y a en vecino vecina vecinos mamá mama papá papa maestra maestro director directora presidenta presidente
   representante encargado encargada dueño dueña nueva nuevo yo ama madre padre tutor tutora comerciante doctor doctora enfermera estudiante alumno alumna
   grande mayor con se está esta iba va anda andaba tirado tirada mayores tiene ya no dice quiere le lo me nos ando hombre mujer`
    .split(/\s+/u)
    .filter((word) => word !== ''),
);

function withoutNames(found: string, cue: string, names: string): string {
  const first = names.split(' ')[0] ?? '';
  return notNames.has(first.toLowerCase()) ? found : `${cue}[nombre]`;
}

/** Ten digits are a phone, with or without the country's 52 or 521; cards pass Luhn's check; other long runs are accounts. */
function numberKind(found: string, whole: string, offset: number): string {
  const count = found.replaceAll(/\D/gu, '');
  if (count.length >= 13 && count.length <= 19 && passesLuhn(count)) return '[tarjeta]';
  if (count.length >= 10 && count.length <= 13) return '[teléfono]';
  if (count.length > 13) return '[número]';
  // Seven digits are an old local number only when grouped as one; prices, folios and years are not.
  const isGrouped = /^\d{3}[ -]\d{2}[ -]?\d{2}$/u.test(found);
  const isAnnounced = /(?:tel|cel|teléfono|telefono|celular|número|numero|whats)\S{0,8} {0,3}$/iu.test(
    whole.slice(Math.max(0, offset - 24), offset),
  );
  return isGrouped || isAnnounced ? '[teléfono]' : found;
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let index = 0; index < number.length; index++) {
    const digit = Number(number[number.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
