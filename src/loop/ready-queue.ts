/**
 * A first-in first-out queue in a ring.
 *
 *     items  [ . . c d e f . . ]      capacity is a power of two
 *                  ^head   ^tail      indexes only grow; `& mask` folds them into the ring
 *
 * An array with `shift()` is slower beyond a few thousand entries, and a linked list allocates for every one.
 */
export class ReadyQueue<T> {
  #items: (T | undefined)[] = new Array(64).fill(undefined);
  #mask = 63;
  #head = 0;
  #tail = 0;

  get length(): number {
    return this.#tail - this.#head;
  }

  push(item: T): void {
    if (this.#tail - this.#head > this.#mask) this.#grow();
    this.#items[this.#tail++ & this.#mask] = item;
  }

  /** Takes the oldest item; undefined if there is none. */
  shift(): T | undefined {
    if (this.#head === this.#tail) return undefined;
    const index = this.#head++ & this.#mask;
    const item = this.#items[index];
    this.#items[index] = undefined;
    return item;
  }

  clear(): void {
    this.#items.fill(undefined);
    this.#head = this.#tail = 0;
  }

  #grow(): void {
    const { length } = this;
    const items = new Array<T | undefined>((this.#mask + 1) * 2).fill(undefined);
    for (let i = 0; i < length; i++) items[i] = this.#items[(this.#head + i) & this.#mask];
    this.#items = items;
    this.#mask = items.length - 1;
    this.#head = 0;
    this.#tail = length;
  }
}
