import { Coroutine } from '../futures/coroutine.ts';
import type { Body } from '../futures/suspension.ts';
import { Holdable } from './holdable.ts';
import { WaiterQueue } from './waiter-queue.ts';

/** A number of permits; first come, first served. Follows `asyncio.Semaphore`. */
export class Semaphore extends Holdable {
  readonly #waiters = new WaiterQueue();
  #value: number;

  /** @throws RangeError if `value` is negative. */
  constructor(value = 1) {
    super();
    if (!(value >= 0)) throw new RangeError(`${new.target.name}: the value is ${value}; it must be 0 or more`);
    this.#value = value;
  }

  /** The permits that are free. */
  protected get value(): number {
    return this.#value;
  }

  /** Whether `acquire` would have to wait: no permit is free, or somebody was there before. */
  locked(): boolean {
    return this.#value === 0 || this.#waiters.hasLive();
  }

  override acquire(): Coroutine<true> {
    return new Coroutine(this.#acquire(), 'Semaphore.acquire');
  }

  override release(): void {
    this.#value++;
    this.#handOver();
  }

  *#acquire(): Body<true> {
    if (!this.locked()) {
      this.#value--;
      return true;
    }
    try {
      yield* this.#waiters.wait(this.loop(), (woken) => {
        // The permit came with the wake-up, and is not wanted any more.
        if (woken) this.#value++;
      });
    } finally {
      // Others may have come meanwhile and had to stand behind this one.
      while (this.#value > 0 && this.#handOver());
    }
    return true;
  }

  /** Gives a permit to the first in line, who owns it from then on. */
  #handOver(): boolean {
    if (this.#waiters.wake(1) === 0) return false;
    this.#value--;
    return true;
  }
}

/** A semaphore that cannot be released more often than it was acquired. Follows `asyncio.BoundedSemaphore`. */
export class BoundedSemaphore extends Semaphore {
  readonly #bound: number;

  constructor(value = 1) {
    super(value);
    this.#bound = value;
  }

  /** @throws RangeError if all permits are free. */
  override release(): void {
    if (this.value >= this.#bound) {
      throw new RangeError(`BoundedSemaphore.release: all ${this.#bound} permits are free; released once too often`);
    }
    super.release();
  }
}
