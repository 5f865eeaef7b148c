import * as z from 'zod';

/** An input that the simulated WhatsApp does not take; `faults` say in Spanish where and what was expected. */
export class InputRefused extends Error {
  readonly faults: string[];
  constructor(faults: string[]) {
    super(`Entrada no válida: ${faults.join('; ')}`);
    this.name = 'InputRefused';
    this.faults = faults;
  }
}

/** Reads an input by its schema. @throws InputRefused naming each place and expectation, never the value. */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input, { error: z.locales.es().localeError });
  if (result.success) return result.data;
  throw new InputRefused(
    result.error.issues.map(
      ({ path, message }) => `${path.length > 0 ? path.map(String).join('.') : 'entrada'}: ${message}`,
    ),
  );
}
