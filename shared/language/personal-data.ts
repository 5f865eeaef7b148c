import { passesClabe, passesCurp, passesLuhn } from './numbers.ts';
import type { Stretch } from './tagger.ts';
import type { Token } from './tokens.ts';

export type PersonalKind =
  | 'PHONE'
  | 'NAME'
  | 'ADDRESS'
  | 'PLATE'
  | 'CURP'
  | 'RFC'
  | 'INE'
  | 'EMAIL'
  | 'CARD'
  | 'BANK';

/** Personal data in a text: `from` and `to` in UTF-16 units, `to` exclusive. */
export type PersonalSpan = { type: PersonalKind; from: number; to: number };

/**
 * Finds what points at a private person: numbers by their form and check digit, names and homes by the model's
 * stretches. What comes first in the list of patterns, then of stretches, wins where two fit.
 */
export function personalSpans(
  text: string,
  tokens: readonly Token[],
  stretches: readonly Stretch[],
): PersonalSpan[] {
  const found: PersonalSpan[] = [];
  const isFree = (from: number, to: number): boolean =>
    found.every((span) => to <= span.from || from >= span.to);
  const add = (type: PersonalKind, from: number, to: number): void => {
    if (isFree(from, to)) found.push({ type, from, to });
  };
  for (const { pattern, kindOf } of patterns)
    for (const match of text.matchAll(pattern)) {
      const words = match[1] ?? match[0];
      const from = match.index + match[0].lastIndexOf(words);
      const type = kindOf(words, text.slice(Math.max(0, from - reach), from));
      if (type !== null) add(type, from, from + words.length);
    }
  for (const { from, to } of announcedNames(text)) add('NAME', from, to);
  for (const { from, to } of spelledPhones(tokens)) add('PHONE', from, to);
  for (const { kind, from, to } of stretches) {
    const [start, end] = [tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0];
    if (kind === 'ADDRESS' || (kind === 'NAME' && !isPlaceName(text, start))) add(kind, start, end);
  }
  return found.toSorted((one, other) => one.from - other.from);
}

/** How far back a word that announces a number is looked for, in characters. */
const reach = 32;

type Pattern = {
  /** What is found, or its first group. Quantifiers have an upper bound: time stays linear in the text. */
  pattern: RegExp;
  kindOf: (words: string, before: string) => PersonalKind | null;
};

const edge = String.raw`(?<![\p{L}\p{N}])`;
const end = String.raw`(?![\p{L}\p{N}])`;

const patterns: readonly Pattern[] = [
  { pattern: /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,24}){1,4}/giu, kindOf: () => 'EMAIL' },
  {
    // Clave Única de Registro de Población. https://www.gob.mx/curp
    pattern: new RegExp(`${edge}[A-ZÑ]{4}\\d{6}[HMX][A-Z]{5}[A-Z\\d]\\d${end}`, 'giu'),
    kindOf: (words, before) =>
      passesCurp(words.toUpperCase()) || /curp\W{0,3}(?:es\W{0,3})?$/iu.test(before) ? 'CURP' : null,
  },
  {
    // Clave de elector: consonants of the name, birth date, state, sex, homoclave.
    pattern: new RegExp(`${edge}[A-ZÑ]{6}\\d{8}[HM]\\d{3}${end}`, 'giu'),
    kindOf: () => 'INE',
  },
  {
    // Registro Federal de Contribuyentes: three letters for companies, four for persons.
    pattern: new RegExp(`${edge}[A-ZÑ&]{3,4}[ -]?\\d{6}[ -]?[A-Z\\d]{2}[A\\d]${end}`, 'giu'),
    kindOf: (words) => (hasBirthDate(words) ? 'RFC' : null),
  },
  {
    pattern: /(?<![\p{L}\p{N}$#.,:-])\+?\(?\d(?:[ .()-]{0,2}\d){6,25}(?![\p{L}\p{N}])/gu,
    kindOf: numberKind,
  },
  {
    pattern:
      /\bplacas?(?: son| es| de| del? \p{L}{3,12}|:)?:? {1,3}((?=[a-z -]{0,6}\d)[a-z\d]{2,8}(?:[ -][a-z\d]{1,4}(?=[a-z -]*\d|(?![\p{L}\p{N}]))){0,2})/giu,
    kindOf: () => 'PLATE',
  },
  {
    // Mexican plates: letters and digits in the groups of cars, lorries and motorcycles.
    pattern: new RegExp(
      `${edge}(?!(?:QUE|LOS|LAS|POR|UNA|CON|DEL|SON|MAS|HAY|VAN|SUS|AÑO|DIA|BLOCK|CALLE|CBTIS|CETIS|RUTA|KM)[ -]?\\d)(?:[A-Z]{3}[ -]?\\d{2}[ -]?\\d{2}|[A-Z]{3}[ -]?\\d{3}[ -]?[A-Z]|[A-Z]{2}[ -]?\\d{2,5}[ -]?[A-Z]|[A-Z]\\d{2}[ -]?[A-Z]{3}|\\d{3}[ -]?[A-Z]{3})${end}`,
      'gu',
    ),
    kindOf: () => 'PLATE',
  },
];

const hasBirthDate = (words: string): boolean => {
  const [, month = '', day = ''] = /\d\d(\d\d)(\d\d)/u.exec(words) ?? [];
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
};

/** Ten digits are a phone, with or without the country's 52 or 521; cards and CLABE pass their checks. */
function numberKind(words: string, before: string): PersonalKind | null {
  const digits = words.replaceAll(/\D/gu, '');
  const { length } = digits;
  if (length === 18 && passesClabe(digits)) return 'BANK';
  const isAccount = /(?:clabe|cuenta|cta)\P{N}{0,20}$/iu.test(before);
  if (isAccount && length >= 10) return 'BANK';
  if (length >= 13 && length <= 19 && passesLuhn(digits)) return 'CARD';
  if (/(?:ine|elector|idmex|ocr|cic)\P{N}{0,12}$/iu.test(before) && length >= 9) return 'INE';
  if (/(?:tarjeta|plástico|plastico)\P{N}{0,16}$/iu.test(before) && length >= 12) return 'CARD';
  if (/^(?:01)?[89]00/u.test(digits)) return null;
  if (length >= 10 && length <= 13) return 'PHONE';
  if (length > 13) return 'BANK';
  // Seven digits are an old local number only when grouped as one or announced; prices, folios and years are not.
  const isGrouped = /^\d{3}[ -]\d{2}[ -]?\d{2}$/u.test(words);
  const isAnnounced = /(?:tel|cel|tél|n[uú]mero|whats|m[aá]rca|ll[aá]ma)\P{N}{0,12}$/iu.test(before);
  return isGrouped || isAnnounced ? 'PHONE' : null;
}

/** Digits, tens and hundreds by the way they sound. */
const spelledDigits: ReadonlySet<string> = new Set(
  `sero uno dos tres kuatro sinko seis siete ocho nuebe dies onse dose trese katorse kinse beinte beintiuno beintidos beintitres beintikuatro beintisinko
   beintiseis beintisiete beintiocho beintinuebe treinta kuarenta sinkuenta sesenta setenta ochenta nobenta sien siento dosientos seissientos seisientos doble`.split(
    /\s+/u,
  ),
);
const shortestSpelled = 6;

/** Runs of spelled numbers long enough for a phone, "y" between them. */
function spelledPhones(tokens: readonly Token[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let run: Token[] = [];
  const close = (): void => {
    while (run.at(-1)?.word === 'y') run.pop();
    const [first] = run;
    const count = run.filter(({ word }) => word !== 'y').length;
    if (first && count >= shortestSpelled) found.push({ from: first.start, to: run.at(-1)?.end ?? 0 });
    run = [];
  };
  for (const token of tokens) {
    const belongs =
      spelledDigits.has(token.word) ||
      (run.length > 0 && (token.word === 'y' || /^\d{1,3}$/u.test(token.word)));
    if (belongs) run.push(token);
    else close();
  }
  close();
  return found;
}

const word = String.raw`\p{Lu}[\p{L}']{1,20}`;
/** "Me llamo Ana López": the name that follows. */
const ownName = new RegExp(
  `(?<!\\p{L})(?:me llamo|mi nombre es|se llama|soy|ME LLAMO|MI NOMBRE ES|SE LLAMA|SOY|Me llamo|Mi nombre es|Se llama|Soy) (${word}(?: ${word}){0,3})`,
  'gu',
);
/** "Don Chuy", "señora Lupita": the title with the name. */
const titledName =
  /(?<!\p{L})((?:[Dd]on|DON|[Dd]o[ñn]a|DOÑA) \p{L}{2,20}(?: \p{Lu}\p{L}{1,20}){0,2}|(?:[Ss]eñora?|[Ss]ra?\.?) \p{Lu}\p{L}{1,20}(?: \p{Lu}\p{L}{1,20}){0,2})/gu;
/** A shop or street of that name is where to go. */
const placeBefore =
  /(?:abarrotes?|tacos|taquer[ií]a|dogos|tiendita|tienda|tortiller[ií]a|mariscos|carnicer[ií]a|farmacia|restaurante?|taller|escuela|calle|colonia|col|panader[ií]a|s[uú]per|loncher[ií]a|carreta|puesto)\.? (?:de )?$/iu;
/** Words that follow an announcing one and name nobody. */
const notNames: ReadonlySet<string> = new Set(
  `de del la el los las un una mi su que y a en vecino vecina vecinos mamá mama papá papa maestra maestro director directora presidenta presidente
   representante encargado encargada dueño dueña nueva nuevo yo ama madre padre tutor tutora comerciante doctor doctora enfermera estudiante alumno alumna
   grande mayor con se está esta iba va anda andaba tirado tirada mayores tiene ya no dice quiere le lo me nos ando hombre mujer`.split(
    /\s+/u,
  ),
);

const isPlaceName = (text: string, from: number): boolean =>
  placeBefore.test(text.slice(Math.max(0, from - reach), from));

/** Names after a word that announces one: whoever gives their own must not depend on what was learnt. */
function announcedNames(text: string): { from: number; to: number }[] {
  return [...text.matchAll(ownName), ...text.matchAll(titledName)].flatMap((match) => {
    const words = match[1] ?? '';
    const from = match.index + match[0].lastIndexOf(words);
    const [first = '', second = ''] = words.split(' ');
    const name = /^(?:don|do[ñn]a|señora?|sra?\.?)$/iu.test(first) ? second : first;
    return isPlaceName(text, from) || notNames.has(name.toLowerCase())
      ? []
      : [{ from, to: from + words.length }];
  });
}

/** What stands for each kind in a redacted text. */
const placeholders: Record<PersonalKind, string> = {
  PHONE: '[teléfono]',
  NAME: '[nombre]',
  ADDRESS: '[domicilio]',
  PLATE: '[placas]',
  CURP: '[CURP]',
  RFC: '[RFC]',
  INE: '[INE]',
  EMAIL: '[correo]',
  CARD: '[tarjeta]',
  BANK: '[cuenta]',
};

/** The text with each span replaced by its kind, in Spanish. Spans are in order and do not overlap. */
export function withoutPersonal(text: string, spans: readonly PersonalSpan[]): string {
  let redacted = '';
  let done = 0;
  for (const { type, from, to } of spans) {
    redacted += text.slice(done, from) + placeholders[type];
    done = to;
  }
  return redacted + text.slice(done);
}
