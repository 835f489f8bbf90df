import { Future } from '../futures/future.ts';
import type { Body } from '../futures/suspension.ts';
import type { EventLoop } from '../loop/event-loop.ts';

/**
 * Those who wait for a primitive, first come first served. The one place where waiters are kept, woken and removed.
 *
 * A waiter goes through these states, and stands in the queue in all of them; it takes itself out when it runs:
 *
 *     waiting ──wake──► woken ──its task runs──► gone
 *        └──cancel──► cancelled ──its task runs──► gone
 *
 * A task can be cancelled after its waiter was woken and before it runs: `wait` then throws although the waiter was woken, and the
 * primitive has to pass the wake-up on.
 */
export class WaiterQueue {
  readonly #waiters = new Set<Future<void>>();

  /** How many stand in the queue, the woken and the cancelled ones included. */
  get size(): number {
    return this.#waiters.size;
  }

  /** Whether somebody stands in the queue who was not cancelled. */
  hasLive(): boolean {
    for (const waiter of this.#waiters) if (!waiter.cancelled()) return true;
    return false;
  }

  /** Stands in line and waits for the wake-up. `whenCancelled` is told whether it had been woken before it was cancelled. */
  *wait(loop: EventLoop, whenCancelled?: (woken: boolean) => void): Body<void> {
    const waiter = new Future<void>(loop);
    this.#waiters.add(waiter);
    try {
      yield* waiter;
    } catch (error) {
      this.#waiters.delete(waiter);
      whenCancelled?.(waiter.done() && !waiter.cancelled());
      throw error;
    }
    this.#waiters.delete(waiter);
  }

  /** Wakes the first in line, if that one still waits; if it was woken or cancelled already, nobody. For a lock. */
  wakeHead(): void {
    for (const waiter of this.#waiters) {
      if (!waiter.done()) waiter.setResult();
      return;
    }
  }

  /** Wakes the first `count` who still wait; returns how many there were. */
  wake(count: number): number {
    let woken = 0;
    for (const waiter of this.#waiters) {
      if (woken >= count) break;
      if (waiter.done()) continue;
      waiter.setResult();
      woken++;
    }
    return woken;
  }
}
