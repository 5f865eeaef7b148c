import { SqsError } from './errors.ts';
import { type Input, requiredText } from './input.ts';

const maximumEntries = 10;
const idPattern = /^[A-Za-z0-9_-]{1,80}$/;

/**
 * What every batch must keep (API Reference, SendMessageBatch).
 * @throws SqsError EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId or BatchEntryIdsNotDistinct.
 */
export function checkEntries(entries: readonly Input[]): void {
  if (entries.length === 0)
    throw new SqsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > maximumEntries)
    throw new SqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${maximumEntries}. You have sent ${entries.length}.`,
    );
  const ids = entries.map((entry) => requiredText(entry, 'Id'));
  if (!ids.every((id) => idPattern.test(id)))
    throw new SqsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  const repeated = ids.find((id, at) => ids.indexOf(id) !== at);
  if (repeated !== undefined) throw new SqsError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
}

/** Runs each entry by itself: one that is refused goes to `Failed` and the others go on. */
export function eachEntry(entries: readonly Input[], run: (entry: Input, index: number) => object): object {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const [index, entry] of entries.entries()) {
    const Id = entry['Id'];
    try {
      Successful.push({ Id, ...run(entry, index) });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      Failed.push({ Id, Code: error.name, Message: error.message, SenderFault: error.status < 500 });
    }
  }
  return { ...(Successful.length > 0 && { Successful }), ...(Failed.length > 0 && { Failed }) };
}

/** Reads a value now and throws what was wrong with it later, when its entry's turn comes. */
export function later<Value>(read: () => Value): { value?: Value; get(): Value } {
  try {
    const value = read();
    return { value, get: () => value };
  } catch (error) {
    if (!(error instanceof SqsError)) throw error;
    return {
      get() {
        throw error;
      },
    };
  }
}
