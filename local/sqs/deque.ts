/** Shifting so many at once keeps the cost of each at a constant, and the memory at twice what is held. */
const slack = 1_024;

/** First in, first out, in constant time: an array's own `shift` is linear in its length. */
export class Deque<Item> {
  #items: (Item | undefined)[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  /** The item at a distance from the front. */
  at(distance: number): Item | undefined {
    return this.#items[this.#head + distance];
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  shift(): Item | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    this.#trim();
    return item;
  }

  /** Takes one item out, at the cost of its distance from the front. */
  remove(item: Item): void {
    const index = this.#items.indexOf(item, this.#head);
    if (index < 0) return;
    this.#items.copyWithin(this.#head + 1, this.#head, index);
    this.#items[this.#head++] = undefined;
    this.#trim();
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }

  #trim(): void {
    if (this.size === 0) this.clear();
    else if (this.#head > slack && this.#head * 2 > this.#items.length) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
  }
}
