/**
 * A binary heap, sifting as CPython's `heapq` does, so that equal items come out in the same order.
 *
 * An item is in the heap before it is compared, and items change places two by two: a comparison that throws in `push` leaves it
 * there, and one that throws in `shift` costs no item but the one that would have been returned, as in CPython.
 */
export class Heap<T> {
  readonly #compare: (a: T, b: T) => number;
  readonly #items: T[] = [];

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get length(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
    this.#siftDown(0, this.#items.length - 1);
  }

  /** Takes the smallest item out. */
  shift(): T | undefined {
    const items = this.#items;
    if (items.length <= 1) return items.pop();
    const smallest = items[0] as T;
    items[0] = items.pop() as T;
    this.#siftUp(0);
    return smallest;
  }

  /** Moves the item at `position` towards the root, as far as `start`. */
  #siftDown(start: number, position: number): void {
    const items = this.#items;
    const item = items[position] as T;
    let at = position;
    while (at > start) {
      const parent = (at - 1) >> 1;
      if (!(this.#compare(item, items[parent] as T) < 0)) break;
      items[at] = items[parent] as T;
      items[parent] = item;
      at = parent;
    }
  }

  /** Lets the item at `position` sink to a leaf along the smaller children, then rise to its place. */
  #siftUp(position: number): void {
    const items = this.#items;
    const item = items[position] as T;
    const end = items.length;
    let at = position;
    for (let child = 2 * at + 1; child < end; child = 2 * at + 1) {
      const right = child + 1;
      if (right < end && !(this.#compare(items[child] as T, items[right] as T) < 0)) child = right;
      items[at] = items[child] as T;
      items[child] = item;
      at = child;
    }
    this.#siftDown(position, at);
  }
}
