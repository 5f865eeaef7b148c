/**
 * Weights of a linear model, a row of outputs for each feature, as small whole numbers with a scale for each output.
 */
export type LinearModel = {
  /** Feature ids, none twice. */
  ids: Uint32Array;
  /** `ids.length` rows of weights. */
  weights: Int8Array;
  /** What a weight of 1 stands for, by output. */
  scales: Float32Array;
};

const golden = 0x9e3779b1;

/** Gives the row of an id, or -1, by a hash table laid out once: open addressing, at most half full. */
export function rowFinder(ids: Uint32Array): (id: number) => number {
  const bits = Math.ceil(Math.log2(Math.max(2, ids.length * 2)));
  const shift = 32 - bits;
  const mask = 2 ** bits - 1;
  const slots = new Int32Array(2 ** bits);
  for (let row = 0; row < ids.length; row++) {
    let slot = Math.imul(ids[row] ?? 0, golden) >>> shift;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = row + 1;
  }
  return (id) => {
    let slot = Math.imul(id, golden) >>> shift;
    for (;;) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0) return -1;
      if (ids[row] === id) return row;
      slot = (slot + 1) & mask;
    }
  };
}
