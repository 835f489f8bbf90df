import { BrokenBarrierError } from '../errors.ts';
import { Coroutine } from '../futures/coroutine.ts';
import type { Body } from '../futures/suspension.ts';
import { Condition } from './condition.ts';
import type { Block } from './use.ts';

type State = 'filling' | 'draining' | 'resetting' | 'broken';

/**
 * Where a number of tasks wait for each other. Follows `asyncio.Barrier`.
 *
 *     filling ──the last one arrives──► draining ──the last one leaves──► filling
 *        ├──reset, with tasks waiting──► resetting ──the last one leaves──► filling
 *        └──abort──► broken ──reset, with nobody there──► filling
 */
export class Barrier {
  readonly #condition = new Condition();
  readonly #parties: number;
  #state: State = 'filling';
  #count = 0;

  /** @throws RangeError if `parties` is below 1. */
  constructor(parties: number) {
    if (!(parties >= 1)) throw new RangeError(`Barrier: parties is ${parties}; it must be at least 1`);
    this.#parties = parties;
  }

  /** How many tasks it takes. */
  get parties(): number {
    return this.#parties;
  }

  /** How many wait; 0 unless it is filling. */
  get nWaiting(): number {
    return this.#state === 'filling' ? this.#count : 0;
  }

  get broken(): boolean {
    return this.#state === 'broken';
  }

  /**
   * Waits for the others; the last one to come goes on without giving way. Returns the order of arrival, from 0.
   *
   * @throws BrokenBarrierError if the barrier is or gets aborted, or is reset meanwhile.
   */
  wait(): Coroutine<number> {
    return new Coroutine(this.#condition.use(() => this.#wait()).takeBody(), 'Barrier.wait');
  }

  /** Waits, then runs a block. */
  use<T>(block: Block<T, [index: number]>): Coroutine<T> {
    return new Coroutine(this.#use(block), 'Barrier.use');
  }

  /** Empty again: tasks that wait get a BrokenBarrierError; a broken barrier is repaired. */
  reset(): Coroutine<void> {
    return this.#condition.use(() => this.#change(this.#count > 0 ? 'resetting' : 'filling'));
  }

  /** Broken until it is reset: tasks that wait or come get a BrokenBarrierError. */
  abort(): Coroutine<void> {
    return this.#condition.use(() => this.#change('broken'));
  }

  *#use<T>(block: Block<T, [index: number]>): Body<T> {
    return yield* block(yield* this.wait());
  }

  // biome-ignore lint/correctness/useYield: a block is a generator; this one has nothing to wait for.
  *#change(state: State): Body<void> {
    this.#state = state;
    this.#condition.notifyAll();
  }

  *#wait(): Body<number> {
    yield* this.#condition.waitFor(() => this.#state !== 'draining' && this.#state !== 'resetting');
    if (this.#state === 'broken') throw new BrokenBarrierError('the barrier was aborted; reset it');
    const index = this.#count++;
    try {
      if (index + 1 === this.#parties) {
        this.#state = 'draining';
        this.#condition.notifyAll();
      } else {
        yield* this.#waitForOthers();
      }
      return index;
    } finally {
      this.#count--;
      this.#leave();
    }
  }

  *#waitForOthers(): Body<void> {
    yield* this.#condition.waitFor(() => this.#state !== 'filling');
    if (this.#state === 'broken' || this.#state === 'resetting') {
      throw new BrokenBarrierError('the barrier was aborted or reset meanwhile');
    }
  }

  #leave(): void {
    if (this.#count > 0) return;
    if (this.#state === 'resetting' || this.#state === 'draining') this.#state = 'filling';
    this.#condition.notifyAll();
  }
}
