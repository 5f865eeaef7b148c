import { invalidValue, missing, SqsError } from './errors.ts';

/** The JSON object of one request. */
export type Input = Readonly<Record<string, unknown>>;

const malformed = (field: string): SqsError =>
  new SqsError('SerializationException', `${field} has another type than the API gives it`);

export function text(input: Input, field: string): string | undefined {
  const value = input[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw malformed(field);
  return value;
}

/** @throws SqsError MissingParameter when it is absent or empty. */
export function requiredText(input: Input, field: string): string {
  const value = text(input, field);
  if (value === undefined || value === '') throw missing(field);
  return value;
}

export function object(input: Input, field: string): Input | undefined {
  const value = input[field];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw malformed(field);
  return value;
}

export const isObject = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function objects(input: Input, field: string): Input[] {
  const value = input[field] ?? [];
  if (!Array.isArray(value) || !value.every(isObject)) throw malformed(field);
  return value;
}

export function texts(input: Input, field: string): string[] {
  const value = input[field] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw malformed(field);
  return value;
}

/** @throws SqsError InvalidParameterValue outside `least` to `most`. */
export function integer(
  input: Input,
  field: string,
  bounds: { least: number; most: number; reason: string },
): number | undefined {
  const value = input[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw malformed(field);
  if (value < bounds.least || value > bounds.most) throw invalidValue(field, value, bounds.reason);
  return value;
}
