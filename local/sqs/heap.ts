/** `order` decides between entries of one time. */
type Timed = { time: number; order: number };

const isBefore = (one: Timed | undefined, other: Timed | undefined): boolean =>
  one !== undefined &&
  (other === undefined || one.time < other.time || (one.time === other.time && one.order < other.order));

/** A binary heap: the entry of the earliest time comes out first, in logarithmic time. */
export class Heap<Entry extends Timed> {
  #entries: Entry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  peek(): Entry | undefined {
    return this.#entries[0];
  }

  push(entry: Entry): void {
    let at = this.#entries.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entry, this.#entries[parent])) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): Entry | undefined {
    const first = this.#entries[0];
    const last = this.#entries.pop();
    if (last && this.#entries.length > 0) {
      this.#entries[0] = last;
      this.#sink();
    }
    return first;
  }

  /** Drops the entries that `isWanted` refuses, in linear time. */
  keep(isWanted: (entry: Entry) => boolean): void {
    const wanted = this.#entries.filter(isWanted);
    this.#entries = [];
    for (const entry of wanted) this.push(entry);
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = isBefore(this.#entries[left], this.#entries[at]) ? left : at;
      if (isBefore(this.#entries[right], this.#entries[least])) least = right;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(one: number, other: number): void {
    const first = this.#entries[one];
    const second = this.#entries[other];
    if (!first || !second) return;
    this.#entries[one] = second;
    this.#entries[other] = first;
  }
}
