import { UsageError } from '../errors.ts';
import { Coroutine } from '../futures/coroutine.ts';
import type { Body } from '../futures/suspension.ts';
import { LoopBound } from './loop-bound.ts';
import { type Block, use } from './use.ts';
import { WaiterQueue } from './waiter-queue.ts';

/**
 * Held by one task at a time; first come, first served, and no barging. Follows `asyncio.Lock`.
 *
 * ```ts
 * yield* lock.use(function* () { … });     // in a coroutine
 * await using _ = await lock.hold();       // in an async function
 * ```
 */
export class Lock extends LoopBound {
  readonly #waiters = new WaiterQueue();
  #locked = false;

  locked(): boolean {
    return this.#locked;
  }

  /** Waits until the lock is free, and takes it. Does not give way to the loop if it is free. */
  acquire(): Coroutine<true> {
    return new Coroutine(this.#acquire(), 'Lock.acquire');
  }

  /** @throws UsageError if the lock is not held. */
  release(): void {
    if (!this.#locked) throw new UsageError('Lock.release: the lock is not held');
    this.#locked = false;
    this.#waiters.wakeHead();
  }

  /** Runs a block while the lock is held. */
  use<T>(block: Block<T>): Coroutine<T> {
    return use(
      () => this.acquire(),
      () => this.release(),
      block,
    );
  }

  /** Acquires for `await using`. */
  async hold(): Promise<AsyncDisposable> {
    await this.acquire();
    return { [Symbol.asyncDispose]: async () => this.release() };
  }

  *#acquire(): Body<true> {
    if (!this.#locked && !this.#waiters.hasLive()) {
      this.#locked = true;
      return true;
    }
    yield* this.#waiters.wait(this.loop(), () => {
      // Woken or not: whoever leaves a free lock behind sees to it that the next one hears of it.
      if (!this.#locked) this.#waiters.wakeHead();
    });
    this.#locked = true;
    return true;
  }
}
