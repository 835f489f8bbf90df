import { Heap } from './heap.ts';
import { Queue } from './queue.ts';

/** What a PriorityQueue compares by; below 0: `a` comes first. */
export type Compare<T> = (a: T, b: T) => number;

/** A queue that gives the smallest item first. Follows `asyncio.PriorityQueue`; without a comparison, by `<`. */
export class PriorityQueue<T> extends Queue<T> {
  constructor(maxsize = 0, compare: Compare<T> = naturalOrder) {
    super(maxsize, new Heap(compare));
  }
}

/** A queue that gives the last item first. Follows `asyncio.LifoQueue`. */
export class LifoQueue<T> extends Queue<T> {
  constructor(maxsize = 0) {
    super(maxsize, new Stack<T>());
  }
}

function naturalOrder<T>(a: T, b: T): number {
  return a < b ? -1 : b < a ? 1 : 0;
}

class Stack<T> {
  readonly #items: T[] = [];

  get length(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    return this.#items.pop();
  }
}
