import { UsageError } from '../errors.ts';
import { Coroutine } from '../futures/coroutine.ts';
import type { Body } from '../futures/suspension.ts';
import { Holdable } from './holdable.ts';
import { WaiterQueue } from './waiter-queue.ts';

/**
 * Held by one task at a time; first come, first served, and no barging. Follows `asyncio.Lock`.
 *
 * ```ts
 * yield* lock.use(function* () { … });     // in a coroutine
 * await using _ = await lock.hold();       // in an async function
 * ```
 */
export class Lock extends Holdable {
  readonly #waiters = new WaiterQueue();
  #locked = false;

  locked(): boolean {
    return this.#locked;
  }

  /** Waits until the lock is free, and takes it. Does not give way to the loop if it is free. */
  override acquire(): Coroutine<true> {
    return new Coroutine(this.#acquire(), 'Lock.acquire');
  }

  /** @throws UsageError if the lock is not held. */
  override release(): void {
    if (!this.#locked) throw new UsageError('Lock.release: the lock is not held');
    this.#locked = false;
    this.#waiters.wakeHead();
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
