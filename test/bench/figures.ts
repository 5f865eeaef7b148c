/** A figure out of several runs. */
export type Figure = { min: number; median: number; p99: number };

export function figureOf(values: readonly number[]): Figure {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { min: at(0), median: at(0.5), p99: at(0.99) };
}

export const rounded = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

/** Prints rows as a table of Markdown. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): void {
  for (const row of [header, header.map(() => '---'), ...rows])
    process.stdout.write(`| ${row.join(' | ')} |\n`);
  process.stdout.write('\n');
}
