import { Coroutine } from '../futures/coroutine.ts';
import type { Body } from '../futures/suspension.ts';
import { LoopBound } from './loop-bound.ts';
import { WaiterQueue } from './waiter-queue.ts';

/** A flag that tasks wait for. Follows `asyncio.Event`. */
export class Event extends LoopBound {
  readonly #waiters = new WaiterQueue();
  #set = false;

  isSet(): boolean {
    return this.#set;
  }

  /** Sets the flag and wakes all who wait. */
  set(): void {
    if (this.#set) return;
    this.#set = true;
    this.#waiters.wake(Number.POSITIVE_INFINITY);
  }

  clear(): void {
    this.#set = false;
  }

  /** Waits until the flag is set; returns at once if it is. */
  wait(): Coroutine<true> {
    return new Coroutine(this.#wait(), 'Event.wait');
  }

  *#wait(): Body<true> {
    if (!this.#set) yield* this.#waiters.wait(this.loop());
    return true;
  }
}
