declare const brand: unique symbol;

/**
 * What the body of a coroutine yields. It cannot be made outside of this library, so that a bare `yield`, a forgotten star or a
 * foreign iterable does not compile: wait with `yield*`.
 */
export interface Suspension {
  readonly [brand]: never;
}

/** The body of a coroutine that returns `T`. */
export type Body<T> = Generator<Suspension, T, void>;

/** What can be waited for: a future, told apart here from its class so that the two files need not know each other. */
export interface Waitable<T> {
  done(): boolean;
  result(): T;
}

/** Yielded by `sleep(0)`: go on in the next iteration. */
export const NEXT_ITERATION: object = Object.freeze({ toString: () => '<next iteration>' });

/**
 * A wait for a future, as the iterator of its `yield*`, and what it yields at once: an object of its own, and not the future, so
 * that a task can tell `yield* future` from `yield future`. By hand, because a generator costs twice as much.
 */
export class FutureWait<T> implements Iterator<FutureWait<T>, T, void> {
  readonly future: Waitable<T>;
  #yielded = false;

  constructor(future: Waitable<T>) {
    this.future = future;
  }

  next(): IteratorResult<FutureWait<T>, T> {
    // What is done already does not yield to the loop.
    if (this.#yielded || this.future.done()) return { done: true, value: this.future.result() };
    this.#yielded = true;
    return { done: false, value: this };
  }

  throw(error: unknown): never {
    throw error;
  }

  return(value: T): IteratorResult<FutureWait<T>, T> {
    return { done: true, value };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
