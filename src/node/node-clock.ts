import { performance } from 'node:perf_hooks';
import type { Alarm, Clock } from '../loop/clock.ts';

/** Node caps a timer at this; a longer delay would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** The real time: `performance.now()`, `process.nextTick`, `setImmediate`, `setTimeout`. */
export class NodeClock implements Clock {
  readonly epoch: number = performance.timeOrigin;

  now(): number {
    return performance.now();
  }

  wake(callback: () => void): void {
    process.nextTick(callback);
  }

  wakeAfterPoll(callback: () => void): void {
    setImmediate(callback);
  }

  queueMicrotask(callback: () => void): void {
    queueMicrotask(callback);
  }

  createAlarm(callback: () => void): Alarm {
    return new NodeAlarm(callback);
  }
}

/** Rings early for delays beyond 24.8 days, and then when Node's own clock runs ahead of ours; the loop sets it again. */
class NodeAlarm implements Alarm {
  readonly #callback: () => void;
  #timeout: NodeJS.Timeout | null = null;
  #alive = true;

  constructor(callback: () => void) {
    this.#callback = () => {
      this.#timeout = null;
      callback();
    };
  }

  set(delay: number): void {
    this.clear();
    this.#timeout = setTimeout(this.#callback, Math.min(Math.ceil(delay), LONGEST_DELAY));
    this.#alive = true;
  }

  hold(alive: boolean): void {
    if (this.#timeout === null || alive === this.#alive) return;
    this.#alive = alive;
    if (alive) this.#timeout.ref();
    else this.#timeout.unref();
  }

  clear(): void {
    if (this.#timeout !== null) clearTimeout(this.#timeout);
    this.#timeout = null;
  }
}
