/** A JSON object whose properties are not known. */
export type Fields = { [key: string]: unknown };

/** The value as an object to look into, or undefined for anything else. */
export function fieldsOf(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
