import { EventLoop } from '../loop/event-loop.ts';
import { NoNetwork } from './no-network.ts';
import { VirtualClock } from './virtual-clock.ts';

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

  /** Runs until nothing is ready and no timer is left. An endless chain of callbacks makes it run for ever. */
  runUntilIdle(): void {
    this.#clock.run();
  }

  /** Runs all that is due up to a time, and leaves the clock at the last deadline that was reached. */
  runUntil(time: number): void {
    this.#clock.run(time);
  }
}
