/**
 * Gathers the calls made before the event loop turns, and works on all of them at once; each call ends, or fails, with
 * the whole.
 */
export function gathered<Item>(
  all: (items: readonly Item[]) => Promise<void>,
): (item: Item) => Promise<void> {
  let waiting: Item[] = [];
  let outcome: Promise<void> | undefined;
  return (item) => {
    waiting.push(item);
    outcome ??= new Promise<void>((resolve) => {
      setImmediate(resolve);
    }).then(() => {
      const items = waiting;
      waiting = [];
      outcome = undefined;
      return all(items);
    });
    return outcome;
  };
}
