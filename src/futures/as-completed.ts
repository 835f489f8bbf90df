import { Observable } from 'rxjs';
import { TimeoutError } from '../errors.ts';
import { getEventLoop } from '../loop/current-loop.ts';
import type { TimerHandle } from '../loop/timer-handle.ts';
import { Coroutine } from './coroutine.ts';
import { type Awaitable, ensureFuture } from './ensure-future.ts';
import { Future } from './future.ts';
import type { Body } from './suspension.ts';

/**
 * Several awaitables in the order in which they are done: for generators, for `async` functions, and for RxJS.
 *
 * ```ts
 * for (const next of asCompleted(tasks, { timeout: 1000 })) console.log(yield* next);   // coroutines
 * for await (const future of asCompleted(tasks)) console.log(await future);             // the futures themselves
 * asCompleted(tasks).toObservable().subscribe(console.log);                             // the results
 * ```
 *
 * The time-out counts from the call; behind it every further step fails with a TimeoutError, and nothing is cancelled. Follows
 * `asyncio.as_completed` of CPython 3.13.
 *
 * @throws TypeError for a single awaitable in place of several.
 */
export function asCompleted<T>(
  awaitables: Iterable<Awaitable<T>>,
  options: { readonly timeout?: number | null | undefined } = {},
): AsCompleted<T> {
  // They can be iterated themselves, which would run them here.
  if (awaitables instanceof Future || awaitables instanceof Coroutine) {
    throw new TypeError('asCompleted takes several awaitables; await a single one');
  }
  return new AsCompleted(new Set(awaitables), options.timeout ?? null);
}

/** What `asCompleted` returns; it can be walked once. */
export class AsCompleted<T> implements Iterable<Coroutine<T>>, AsyncIterable<Future<T>> {
  readonly #todo: Set<Future<T>>;
  readonly #timer: TimerHandle | null;
  /** Those that are done; null stands for one that will not be in time. */
  readonly #done: (Future<T> | null)[] = [];
  readonly #waiters: Future<void>[] = [];
  readonly #completed = (future: Future<T>): void => {
    if (!this.#todo.delete(future)) return;
    this.#push(future);
    if (this.#todo.size === 0) this.#timer?.cancel();
  };
  #left: number;

  /** @internal */
  constructor(awaitables: Set<Awaitable<T>>, timeout: number | null) {
    const loop = getEventLoop();
    this.#todo = new Set([...awaitables].map((awaitable) => ensureFuture(awaitable, loop)));
    this.#left = this.#todo.size;
    for (const future of this.#todo) future.addDoneCallback(this.#completed);
    this.#timer = timeout === null || this.#left === 0 ? null : loop.callLater(timeout, () => this.#expire());
  }

  *[Symbol.iterator](): Generator<Coroutine<T>, void, void> {
    while (this.#left > 0) {
      this.#left--;
      yield new Coroutine(this.#nextResult(), 'asCompleted');
    }
  }

  /** The futures themselves, done. Not an async generator: that would wait for a future it yields, and give its result. */
  [Symbol.asyncIterator](): AsyncIterator<Future<T>> {
    return {
      next: async () => {
        if (this.#left === 0) return { done: true, value: undefined };
        this.#left--;
        const [future] = await new Coroutine(this.#boxedNext(), 'asCompleted');
        return { done: false, value: future };
      },
    };
  }

  /** The results, as they come; the first failure is the error. Cold; unsubscribing waits no longer, and cancels nothing. */
  toObservable(): Observable<T> {
    return new Observable((subscriber) => {
      const walk = async () => {
        for (const next of this) {
          if (subscriber.closed) return;
          subscriber.next(await next);
        }
      };
      walk().then(
        () => subscriber.complete(),
        (error) => subscriber.error(error),
      );
    });
  }

  *#nextResult(): Body<T> {
    return (yield* this.#next()).result();
  }

  /** In an array: a future that is returned to a promise would be waited for. */
  *#boxedNext(): Body<[Future<T>]> {
    return [yield* this.#next()];
  }

  *#next(): Body<Future<T>> {
    while (this.#done.length === 0) {
      const waiter = new Future<void>();
      this.#waiters.push(waiter);
      try {
        yield* waiter;
      } catch (error) {
        this.#leave(waiter);
        throw error;
      }
    }
    const future = this.#done.shift() as Future<T> | null;
    if (future === null) throw new TimeoutError('asCompleted: the others were not done in time');
    return future;
  }

  /** A waiter that was woken and then cancelled passes its turn on. */
  #leave(waiter: Future<void>): void {
    const index = this.#waiters.indexOf(waiter);
    if (index >= 0) this.#waiters.splice(index, 1);
    if (this.#done.length > 0 && !waiter.cancelled()) this.#wakeNext();
  }

  #push(future: Future<T> | null): void {
    this.#done.push(future);
    this.#wakeNext();
  }

  #wakeNext(): void {
    for (let waiter = this.#waiters.shift(); waiter !== undefined; waiter = this.#waiters.shift()) {
      if (waiter.done()) continue;
      waiter.setResult();
      return;
    }
  }

  #expire(): void {
    for (const future of this.#todo) {
      future.removeDoneCallback(this.#completed);
      this.#push(null);
    }
    this.#todo.clear();
  }
}
