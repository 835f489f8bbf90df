import type { Clock } from './clock.ts';

/** Work put off to the end of a dispatch. An object and not a function, so that a transport needs no closure for it. */
export interface Deferred {
  runDeferred(): void;
}

/**
 * The bracket around the handling of one I/O event.
 *
 * What is deferred inside the bracket runs once, when the outermost one closes; what is deferred outside of any runs in a
 * microtask. Writes use it to leave together: sixteen answers made while one chunk is being handled become one system call.
 * It also tells the time of the event, read once from the clock, to whoever wants a cheap one.
 */
export class Dispatch {
  readonly #clock: Clock;
  #depth = 0;
  #time = Number.NaN;
  /** Work in the order of deferral; the slots from `#count` on are left over from earlier and empty. */
  readonly #pending: (Deferred | null)[] = [];
  #count = 0;
  /** How many have run; only while they are being run. */
  #done = 0;
  #microtask = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether an event is being handled. */
  get active(): boolean {
    return this.#depth > 0;
  }

  /** Milliseconds; the same all through one event. */
  time(): number {
    if (this.#depth === 0) return this.#clock.now();
    if (Number.isNaN(this.#time)) this.#time = this.#clock.now();
    return this.#time;
  }

  enter(): void {
    this.#depth++;
  }

  leave(): void {
    try {
      if (this.#depth === 1) this.#flush();
    } finally {
      if (--this.#depth === 0) this.#time = Number.NaN;
    }
  }

  /** The caller sees to it that one object is not deferred twice. */
  defer(work: Deferred): void {
    this.#pending[this.#count++] = work;
    if (this.#depth > 0 || this.#microtask) return;
    this.#microtask = true;
    this.#clock.queueMicrotask(() => {
      this.#microtask = false;
      this.enter();
      this.leave();
    });
  }

  /** Work may defer more work; it is all done before the bracket closes, even if one piece throws. */
  #flush(): void {
    try {
      while (this.#done < this.#count) {
        const work = this.#pending[this.#done] as Deferred;
        this.#pending[this.#done++] = null;
        work.runDeferred();
      }
    } finally {
      if (this.#done < this.#count) this.#flush();
      this.#count = this.#done = 0;
    }
  }
}
