import { CancelledError, UsageError } from '../errors.ts';
import { Coroutine } from '../futures/coroutine.ts';
import type { Body } from '../futures/suspension.ts';
import { Lock } from './lock.ts';
import { LoopBound } from './loop-bound.ts';
import type { Block } from './use.ts';
import { WaiterQueue } from './waiter-queue.ts';

/**
 * A lock with a place to wait at: `wait` gives the lock up, waits to be notified, and takes it again. Follows
 * `asyncio.Condition`.
 */
export class Condition extends LoopBound {
  readonly #lock: Lock;
  readonly #waiters = new WaiterQueue();

  /** Several conditions may share a lock. */
  constructor(lock: Lock = new Lock()) {
    super();
    this.#lock = lock;
  }

  locked(): boolean {
    return this.#lock.locked();
  }

  acquire(): Coroutine<true> {
    return this.#lock.acquire();
  }

  /** @throws UsageError if the lock is not held. */
  release(): void {
    this.#lock.release();
  }

  use<T>(block: Block<T>): Coroutine<T> {
    return this.#lock.use(block);
  }

  /**
   * Waits to be notified. The lock is held again when it returns, and also when it throws: a cancellation that comes while it is
   * being taken again is delivered after that, the last one if there were several.
   *
   * @throws UsageError if the lock is not held.
   */
  wait(): Coroutine<true> {
    return new Coroutine(this.#wait(), 'Condition.wait');
  }

  /** Waits, as often as it takes, until the predicate holds; returns what it gave. */
  waitFor<T>(predicate: () => T): Coroutine<T> {
    return new Coroutine(this.#waitFor(predicate), 'Condition.waitFor');
  }

  /** Wakes up to `count` tasks. @throws UsageError if the lock is not held. */
  notify(count = 1): void {
    if (!this.locked()) throw new UsageError('Condition.notify: the lock is not held');
    this.#waiters.wake(count);
  }

  notifyAll(): void {
    this.notify(Number.POSITIVE_INFINITY);
  }

  *#wait(): Body<true> {
    if (!this.locked()) throw new UsageError('Condition.wait: the lock is not held');
    const loop = this.loop();
    this.release();
    try {
      try {
        yield* this.#waiters.wait(loop);
      } finally {
        yield* this.#reacquire();
      }
      return true;
    } catch (error) {
      // Whoever leaves in another way may have been notified in vain: somebody else is, too many times rather than too few.
      this.#waiters.wake(1);
      throw error;
    }
  }

  *#reacquire(): Body<void> {
    let cancellation: CancelledError | null = null;
    for (;;) {
      try {
        yield* this.acquire();
        break;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        cancellation = error;
      }
    }
    if (cancellation !== null) throw cancellation;
  }

  *#waitFor<T>(predicate: () => T): Body<T> {
    for (;;) {
      const result = predicate();
      if (result) return result;
      yield* this.wait();
    }
  }
}
