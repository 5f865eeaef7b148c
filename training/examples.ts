import { incidents, petitions } from '../shared/domain/taxonomy.ts';
import type { Features } from '../shared/language/features.ts';
import { outputs } from '../shared/language/outputs.ts';
import type { Token } from '../shared/language/tokens.ts';
import type { LabelledMessage } from './corpus.ts';
import type { Row } from './logistic.ts';

/** What the classifier's outputs should be for a message. */
export function targetOf({ petitions: set, incident, inProgress }: LabelledMessage): Float32Array {
  const target = new Float32Array(outputs.count);
  for (const petition of set) target[outputs.petitions + petitions.indexOf(petition)] = 1;
  if (incident === null) target.fill(NaN, outputs.incidents, outputs.hasIncident);
  else target[outputs.incidents + incidents.indexOf(incident)] = 1;
  target[outputs.hasIncident] = incident === null ? 0 : 1;
  target[outputs.inProgress] = inProgress ? 1 : 0;
  return target;
}

/** Ids that are seen often enough to be learnt from, each with its row. */
export type Vocabulary = ReadonlyMap<number, number>;

export function vocabularyOf(lists: Iterable<readonly number[]>, least: number): Vocabulary {
  const counts = new Map<number, number>();
  for (const ids of lists) for (const id of new Set(ids)) counts.set(id, (counts.get(id) ?? 0) + 1);
  const often = [...counts].filter(([, count]) => count >= least).map(([id]) => id);
  return new Map(often.toSorted((one, other) => one - other).map((id, row) => [id, row]));
}

export function rowOf({ ids, values }: Features, vocabulary: Vocabulary): Row {
  const index: number[] = [];
  const value: number[] = [];
  for (const [at, id] of ids.entries()) {
    const row = vocabulary.get(id);
    if (row === undefined) continue;
    index.push(row);
    value.push(values[at] ?? 0);
  }
  return { index: Uint32Array.from(index), value: Float32Array.from(value) };
}

/** How many examples have each feature. */
export function countsOf(rows: readonly Pick<Row, 'index'>[], size: number): Float32Array {
  const counts = new Float32Array(size);
  for (const { index } of rows) for (const row of index) counts[row] = (counts[row] ?? 0) + 1;
  return counts;
}

/** A marked piece of a text. */
export type Span = { kind: string; text: string };

/**
 * Labels of the words of a text for the chain: each span is looked for where no other span stands yet, longer spans first.
 */
export function labelsOf(
  text: string,
  tokens: readonly Token[],
  spans: readonly Span[],
  kinds: readonly string[],
): Uint8Array {
  const labels = new Uint8Array(tokens.length);
  for (const { kind, text: words } of spans.toSorted((one, other) => other.text.length - one.text.length)) {
    const label = 2 * kinds.indexOf(kind) + 1;
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
      const inside = [...tokens.keys()].filter(
        (index) => (tokens[index]?.start ?? 0) >= at && (tokens[index]?.end ?? 0) <= at + words.length,
      );
      const [first] = inside;
      if (first === undefined || tokens[first]?.start !== at || inside.some((index) => labels[index] !== 0))
        continue;
      for (const index of inside) labels[index] = index === first ? label : label + 1;
      break;
    }
  }
  return labels;
}
