import { type SchedulerAction, type SchedulerLike, Subscription } from 'rxjs';
import type { TimerHandle } from './timer-handle.ts';

/** What the scheduler needs of its loop. */
interface SchedulingLoop {
  time(): number;
  callSoon(callback: () => void): { cancel(): void };
  callLater(delay: number, callback: () => void): TimerHandle;
}

/**
 * The loop as an RxJS scheduler: `observeOn(loop.scheduler)`, `timer(1000, loop.scheduler)`.
 *
 * Work without a delay is a `callSoon`, other work a `callLater`; so it keeps its place among the callbacks of the loop, and
 * follows virtual time where the loop does. What work throws goes to the loop's exception handler, not to the process.
 */
export class LoopScheduler implements SchedulerLike {
  readonly #loop: SchedulingLoop;
  readonly #epoch: number;

  constructor(loop: SchedulingLoop, epoch: number) {
    this.#loop = loop;
    this.#epoch = epoch;
  }

  /** Milliseconds since 1970, as RxJS expects; loop time on a virtual loop. */
  now(): number {
    return this.#epoch + this.#loop.time();
  }

  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delay = 0, state?: T): Subscription {
    return new LoopAction(this.#loop, work).schedule(state, delay);
  }
}

/** One piece of work; RxJS's operators call `schedule` again from inside to repeat it. */
class LoopAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #loop: SchedulingLoop;
  readonly #work: (this: SchedulerAction<T>, state?: T) => void;
  #handle: { cancel(): void } | undefined;
  #pending = false;

  constructor(loop: SchedulingLoop, work: (this: SchedulerAction<T>, state?: T) => void) {
    super();
    this.#loop = loop;
    this.#work = work;
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.#handle?.cancel();
    this.#pending = true;
    const run = () => this.#run(state);
    this.#handle = delay > 0 ? this.#loop.callLater(delay, run) : this.#loop.callSoon(run);
    return this;
  }

  override unsubscribe(): void {
    this.#handle?.cancel();
    super.unsubscribe();
  }

  #run(state: T | undefined): void {
    this.#pending = false;
    try {
      this.#work.call(this, state);
    } catch (error) {
      this.unsubscribe();
      throw error;
    }
    // Work that did not ask for another turn is done, and lets go of its place in the parent subscription.
    if (!this.#pending) this.unsubscribe();
  }
}
