import { UsageError } from '../errors.ts';
import { EventLoop } from '../loop/event-loop.ts';
import { getRunning } from '../loop/running-loop.ts';
import { NoNetwork } from './no-network.ts';
import { VirtualClock } from './virtual-clock.ts';

/** How many turns of the real loop promises get to bring something new. */
const IDLE_TURNS = 10;

/**
 * An event loop whose time is virtual: nothing waits for a real clock, and everything runs inside `runUntilIdle`.
 *
 * Iterations are those of asyncio's `_run_once`: timers that are due go behind what is ready, and only when nothing is ready
 * does time jump to the next deadline.
 */
export class VirtualEventLoop extends EventLoop {
  readonly #clock: VirtualClock;

  constructor(options: { debug?: boolean } = {}) {
    const clock = new VirtualClock();
    super({ clock, network: new NoNetwork(), debug: options.debug ?? false });
    this.#clock = clock;
  }

  /**
   * Runs until nothing is ready and no timer is left. An endless chain of callbacks makes it run for ever.
   *
   * @throws UsageError inside of a callback of a loop.
   */
  runUntilIdle(): void {
    this.runUntilTime(Number.POSITIVE_INFINITY);
  }

  /**
   * Runs until `finished` is called back, and lets native promises settle in between.
   *
   * @throws UsageError when nothing is ready, no timer is left, and promises bring nothing either: names what is stuck.
   */
  override async runUntilFinished(finished: (callback: () => void) => void): Promise<void> {
    let over = false;
    finished(() => {
      over = true;
    });
    for (let idle = 0; !over && idle < IDLE_TURNS; idle++) {
      if (this.#clock.pending()) idle = 0;
      // Not until it is idle: what others have scheduled may have no end, and is not waited for.
      this.#run(Number.POSITIVE_INFINITY, () => over);
      // A turn of the real loop, in which promises settle: they may schedule something on this one.
      if (!over) await new Promise((resolve) => setImmediate(resolve));
    }
    if (!over) throw new UsageError('the virtual loop has nothing left to do, and what it was to run is not done');
  }

  /**
   * Runs all that is due up to a time, and leaves the clock at the last deadline that was reached, even if its timer
   * was cancelled.
   *
   * @throws UsageError inside of a callback of a loop.
   */
  runUntilTime(time: number): void {
    this.#run(time, () => false);
  }

  #run(until: number, over: () => boolean): void {
    // Time would go on under the feet of the callback, and nothing could run: an iteration is under way.
    if (getRunning() !== null)
      throw new UsageError('an event loop is running already; it cannot be run from a callback');
    this.#clock.run(until, over);
  }
}
