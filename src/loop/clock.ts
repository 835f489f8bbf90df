/**
 * The time and the wake-ups an event loop runs on. `NodeEventLoop` plugs in the real ones, a virtual loop its own.
 *
 * A clock knows nothing of handles: it calls back, and the loop decides what is due.
 */
export interface Clock {
  /** What has to be added to `now()` to get milliseconds since 1970; 0 on a virtual clock. */
  readonly epoch: number;

  /** Monotonic time in milliseconds, with fractions where the platform has them. */
  now(): number;

  /** Calls back as soon as the code that runs now has returned, ahead of any I/O. */
  wake(callback: () => void): void;

  /** Calls back after I/O has been polled once, so that an endless chain of wake-ups cannot starve it. */
  wakeAfterPoll(callback: () => void): void;

  /** Calls back at the end of the synchronous code that runs now: a microtask. */
  queueMicrotask(callback: () => void): void;

  /** The single alarm the loop's timers share. */
  createAlarm(callback: () => void): Alarm;
}

/** One re-settable timer. */
export interface Alarm {
  /** Rings once, `delay` milliseconds from now; takes the place of what was set before. Never rings early by design, but may. */
  set(delay: number): void;
  /** Whether a set alarm keeps the process alive. */
  hold(alive: boolean): void;
  clear(): void;
}
