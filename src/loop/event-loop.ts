import { UsageError } from '../errors.ts';
import type { Alarm, Clock } from './clock.ts';
import { Dispatch } from './dispatch.ts';
import { type ExceptionContext, formatExceptionContext } from './exception-context.ts';
import { type Callback, Handle } from './handle.ts';
import { LoopScheduler } from './loop-scheduler.ts';
import type { Network } from './network.ts';
import { ReadyQueue } from './ready-queue.ts';
import { setRunning } from './running-loop.ts';
import { TimerHandle } from './timer-handle.ts';
import { TimerQueue } from './timer-queue.ts';

/** How long, and how many handles, the ready queue may be drained before I/O is polled. */
const DRAIN_MILLISECONDS = 1;
const DRAIN_HANDLES = 1024;

/** Receives the errors that no caller can. What it throws itself is reported by the default handler. */
export type ExceptionHandler = (loop: EventLoop, context: ExceptionContext) => void;

/** What an event loop is made of. */
export interface EventLoopOptions {
  clock: Clock;
  network: Network;
  /** Debug mode from the start. @default false */
  debug?: boolean;
  /** Where warnings go: a slow callback, a connection nobody subscribed to. @default console.warn */
  warn?: (message: string) => void;
}

/**
 * A ready queue and timers over a `Clock` and a `Network`, with the iterations of asyncio's `_run_once`:
 *
 * 1. timers that are due go behind the handles that are ready;
 * 2. exactly the handles that are ready now run, first in first out; what they schedule waits for the next iteration.
 *
 * Iterations follow each other at once, until the queue has been drained for 1 ms or 1,024 handles: then I/O is polled.
 * Unlike asyncio's, ties between timers are defined: equal deadlines run in the order of scheduling.
 */
export class EventLoop {
  readonly network: Network;
  /** The bracket around the handling of an I/O event; for transports. */
  readonly dispatch: Dispatch;
  /** A callback that takes at least this long is reported in debug mode; milliseconds. */
  slowCallbackDuration = 100;

  protected readonly clock: Clock;
  readonly #ready = new ReadyQueue<Handle>();
  readonly #timers = new TimerQueue();
  readonly #alarm: Alarm;
  readonly #warn: (message: string) => void;
  readonly #drainReady = (): void => this.#drain();
  readonly #takeTimer = (timer: TimerHandle): void => this.#ready.push(timer);
  #scheduler: LoopScheduler | undefined;
  #exceptionHandler: ExceptionHandler | null = null;
  #debug: boolean;
  /** A wake-up is on its way, or the queue is being drained. */
  #awake = false;
  /** The time of the iteration that runs; NaN outside of one. */
  #iterationTime = Number.NaN;
  #alarmAt = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(options: EventLoopOptions) {
    this.clock = options.clock;
    this.network = options.network;
    this.dispatch = new Dispatch(options.clock);
    this.#debug = options.debug ?? false;
    this.#warn = options.warn ?? console.warn;
    this.#alarm = options.clock.createAlarm(() => {
      this.#alarmAt = Number.POSITIVE_INFINITY;
      if (!this.#awake) this.#drain();
    });
  }

  /** Loop time: monotonic, in milliseconds. asyncio's `time()` is in seconds. */
  time(): number {
    return this.clock.now();
  }

  /** The time of the event or callback that is being handled; costs next to nothing, and equals `time()` outside of one. */
  currentTime(): number {
    return Number.isNaN(this.#iterationTime) ? this.dispatch.time() : this.#iterationTime;
  }

  /** Runs `callback` in the next iteration, after all that was scheduled before it. */
  callSoon<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): Handle {
    this.#check(callback);
    const handle = new Handle(this, callback as Callback, args);
    if (this.#debug) handle.sourceTraceback = traceback(2);
    this.#ready.push(handle);
    this.#wake();
    return handle;
  }

  /**
   * Runs `callback` once, `delay` milliseconds from now; never earlier, and up to a millisecond later.
   *
   * @throws RangeError if `delay` is NaN.
   */
  callLater<A extends unknown[]>(delay: number, callback: (...args: A) => unknown, ...args: A): TimerHandle {
    if (Number.isNaN(delay)) throw new RangeError('callLater: delay is NaN; give a number of milliseconds');
    // Not `currentTime()`: a callback that has run for a while would get its timer too early.
    return this.#addTimer(this.clock.now() + delay, delay, callback as Callback, args);
  }

  /**
   * Runs `callback` once, at `when` in loop time.
   *
   * @throws RangeError if `when` is NaN.
   */
  callAt<A extends unknown[]>(when: number, callback: (...args: A) => unknown, ...args: A): TimerHandle {
    if (Number.isNaN(when)) throw new RangeError('callAt: when is NaN; give a time in milliseconds, as of loop.time()');
    return this.#addTimer(when, Math.max(0, when - this.clock.now()), callback as Callback, args);
  }

  /** The loop as an RxJS scheduler. */
  get scheduler(): LoopScheduler {
    this.#scheduler ??= new LoopScheduler(this, this.clock.epoch);
    return this.#scheduler;
  }

  getDebug(): boolean {
    return this.#debug;
  }

  /** In debug mode handles remember where they were made, and slow callbacks are reported. */
  setDebug(enabled: boolean): void {
    this.#debug = enabled;
  }

  getExceptionHandler(): ExceptionHandler | null {
    return this.#exceptionHandler;
  }

  /** `null` brings the default back. */
  setExceptionHandler(handler: ExceptionHandler | null): void {
    if (handler !== null && typeof handler !== 'function') {
      throw new TypeError(`setExceptionHandler takes a function or null, not ${typeof handler}`);
    }
    this.#exceptionHandler = handler;
  }

  /** Prints the context on the standard error stream. */
  defaultExceptionHandler(context: ExceptionContext): void {
    console.error(formatExceptionContext(context));
  }

  /** Tells the exception handler of an error that no caller can receive. Never throws. */
  callExceptionHandler(context: ExceptionContext): void {
    try {
      if (this.#exceptionHandler === null) this.defaultExceptionHandler(context);
      else this.#exceptionHandler(this, context);
    } catch (exception) {
      this.defaultExceptionHandler({ message: 'Unhandled error in exception handler', exception, context });
    }
  }

  /** Reports something that is no error yet. */
  warn(message: string): void {
    this.#warn(message);
  }

  /**
   * Sees to it that the loop runs until `finished` is called back. A loop on the real clock is run by the platform anyway; a virtual
   * one is run here, and fails when nothing is left that could ever finish.
   */
  async runUntilFinished(finished: (callback: () => void) => void): Promise<void> {
    await new Promise<void>((resolve) => finished(resolve));
  }

  /** Has `callback` told when the user interrupts the program (Ctrl-C), in place of ending it. Returns the way back. */
  onInterrupt(_callback: () => void): () => void {
    return () => {};
  }

  isClosed(): boolean {
    return this.#closed;
  }

  /** Drops all that is scheduled; what is scheduled from now on is a `UsageError`. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#ready.clear();
    this.#timers.clear();
    this.#alarm.clear();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** @internal for TimerHandle. */
  schedule(timer: TimerHandle): void {
    this.#checkOpen();
    this.#timers.add(timer);
    this.#setAlarm();
  }

  /** @internal for TimerHandle. */
  forget(timer: TimerHandle): void {
    this.#timers.forget(timer);
    if (this.#timers.size === 0) this.#alarm.hold(false);
  }

  #addTimer(when: number, delay: number, callback: Callback, args: unknown[]): TimerHandle {
    this.#check(callback);
    const timer = new TimerHandle(this, when, delay, callback, args);
    if (this.#debug) timer.sourceTraceback = traceback(3);
    this.schedule(timer);
    return timer;
  }

  #check(callback: unknown): void {
    this.#checkOpen();
    if (typeof callback !== 'function') {
      throw new TypeError(`a callback is a function, not ${callback === null ? 'null' : typeof callback}`);
    }
  }

  #checkOpen(): void {
    if (this.#closed) throw new UsageError('the event loop is closed; nothing can be scheduled on it');
  }

  #wake(): void {
    if (this.#awake) return;
    this.#awake = true;
    this.clock.wake(this.#drainReady);
  }

  #drain(): void {
    this.#awake = true;
    const deadline = this.clock.now() + DRAIN_MILLISECONDS;
    let ran = 0;
    const outer = setRunning(this);
    do ran += this.#runOnce();
    while (this.#ready.length > 0 && ran < DRAIN_HANDLES && this.clock.now() < deadline);
    setRunning(outer);
    this.#iterationTime = Number.NaN;
    if (this.#ready.length > 0) {
      this.clock.wakeAfterPoll(this.#drainReady);
      return;
    }
    this.#awake = false;
    this.#setAlarm();
  }

  /** One iteration; returns how many handles it ran. */
  #runOnce(): number {
    const now = this.clock.now();
    this.#iterationTime = now;
    if (this.#timers.nextDue() <= now) this.#timers.takeDue(now, this.#takeTimer);
    const batch = this.#ready.length;
    for (let i = 0; i < batch; i++) {
      const handle = this.#ready.shift();
      if (handle === undefined) break; // the loop was closed by a callback
      if (this.#debug) this.#runTimed(handle);
      else handle.run();
    }
    return batch;
  }

  #runTimed(handle: Handle): void {
    const description = String(handle);
    const began = this.clock.now();
    handle.run();
    const took = this.clock.now() - began;
    if (took >= this.slowCallbackDuration) this.warn(`Executing ${description} took ${took.toFixed(0)} ms`);
  }

  #setAlarm(): void {
    const due = this.#timers.nextDue();
    if (this.#awake || due === Number.POSITIVE_INFINITY) return;
    if (due < this.#alarmAt) {
      const delay = due - this.clock.now();
      if (delay <= 0) {
        this.#wake();
        return;
      }
      this.#alarmAt = due;
      this.#alarm.set(delay);
    }
    this.#alarm.hold(this.#timers.size > 0);
  }
}

/** Where the caller of the loop is, `frames` calls up from here. */
function traceback(frames: number): string {
  // The first line is the message.
  return (new Error('created at').stack ?? '')
    .split('\n')
    .slice(1 + frames)
    .join('\n');
}
