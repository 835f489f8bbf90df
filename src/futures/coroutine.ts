import { UsageError } from '../errors.ts';
import type { Body } from './suspension.ts';
import { Task } from './task.ts';

/**
 * A coroutine: a body that has not begun. It runs when it is waited for with `yield*`, made a task, or awaited, and it runs once.
 *
 * A wrapper, never the raw generator, which would silently give `undefined` when run a second time.
 */
export class Coroutine<T> implements PromiseLike<T> {
  readonly name: string;
  #body: Body<T> | null;

  constructor(body: Body<T>, name: string) {
    this.#body = body;
    this.name = name;
  }

  /** `yield* coroutine` runs the body right here, without a step through the loop. @throws UsageError the second time. */
  [Symbol.iterator](): Generator<never, T, void> {
    return this.takeBody() as Generator<never, T, void>;
  }

  /** The body, for whoever runs it. @throws UsageError the second time. */
  takeBody(): Body<T> {
    const body = this.#body;
    if (body === null) {
      throw new UsageError(`the coroutine ${this.name} was run already; call ${this.name}() again for another one`);
    }
    this.#body = null;
    return body;
  }

  /** Gives it up before it has begun. */
  close(): void {
    this.#body = null;
  }

  // biome-ignore lint/suspicious/noThenProperty: awaiting a coroutine runs it as a task; that is its purpose.
  then<R1 = T, R2 = never>(
    onFulfilled?: ((value: T) => R1 | PromiseLike<R1>) | null,
    onRejected?: ((reason: unknown) => R2 | PromiseLike<R2>) | null,
  ): Promise<R1 | R2> {
    return new Task(this.takeBody()).then(onFulfilled, onRejected);
  }

  toString(): string {
    return `<Coroutine ${this.name}>`;
  }
}

/**
 * Makes a function of a generator function whose calls are coroutines.
 *
 * ```ts
 * const add = coroutine(function* (a: number, b: number) {
 *   yield* sleep(100);
 *   return a + b;
 * });
 * const sum = yield* add(1, 2);    // in a coroutine
 * const same = await add(1, 2);    // anywhere
 * ```
 */
export function coroutine<A extends unknown[], T>(body: (...args: A) => Body<T>): (...args: A) => Coroutine<T> {
  const name = body.name || 'coroutine';
  return (...args) => new Coroutine(body(...args), name);
}
