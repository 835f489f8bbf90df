import { type Callback, Handle, type HandleOwner } from './handle.ts';

/** What a timer needs of its loop. */
export interface TimerOwner extends HandleOwner {
  /** The time of the event that is being handled: cheap, and the same all through one callback. */
  currentTime(): number;
  /** Puts the timer among those that wait, or moves it. */
  schedule(timer: TimerHandle): void;
  /** The timer has been cancelled. */
  forget(timer: TimerHandle): void;
}

/** A timer's `bucket` while it stands in none. */
export const UNSCHEDULED = -1;

/** The millisecond at whose end `when` has passed. Never negative: loop time is not, and `UNSCHEDULED` is. */
export function bucketOf(when: number): number {
  return Math.max(0, Math.ceil(when));
}

/**
 * A callback that waits for its time, as returned by `callLater` and `callAt`.
 *
 * Moving the deadline *back* writes a number and nothing else: the timer stays where it is, and is sorted in again
 * when its old time comes. So an idle time-out that is restarted by every message costs next to nothing (asyncio cancels
 * and calls again).
 */
export class TimerHandle extends Handle {
  /** The millisecond bucket it stands in; kept by the timer queue. */
  bucket: number = UNSCHEDULED;
  readonly #owner: TimerOwner;
  readonly #delay: number;
  #when: number;

  constructor(owner: TimerOwner, when: number, delay: number, callback: Callback, args: readonly unknown[]) {
    super(owner, callback, args);
    this.#owner = owner;
    this.#when = when;
    this.#delay = delay;
  }

  /** The deadline in loop time, milliseconds. */
  when(): number {
    return this.#when;
  }

  override cancel(): void {
    if (this.cancelled()) return;
    super.cancel();
    if (this.bucket !== UNSCHEDULED) this.#owner.forget(this);
  }

  override run(): void {
    // It came due, waited for its turn, and was given a new deadline by a callback that ran before it.
    if (this.bucket === UNSCHEDULED) super.run();
  }

  /** Starts the delay it was made with afresh, also when it has fired already. A cancelled timer stays cancelled. */
  refresh(): void {
    this.reschedule(this.#owner.currentTime() + this.#delay);
  }

  /**
   * Sets a new deadline in loop time, as `Timeout.reschedule` does. A cancelled timer stays cancelled.
   *
   * @throws RangeError if `when` is NaN.
   */
  reschedule(when: number): void {
    if (Number.isNaN(when))
      throw new RangeError('reschedule: when is NaN; give a time in milliseconds, as of loop.time()');
    if (this.cancelled()) return;
    this.#when = when;
    if (this.bucket === UNSCHEDULED || bucketOf(when) < this.bucket) this.#owner.schedule(this);
  }

  override toString(): string {
    return super.toString().replace('<Handle', `<TimerHandle when=${this.#when}`);
  }
}
