// A virtual loop for each test of a file, and the few words in which the tests here speak of coroutines.
import { afterEach, beforeEach, expect } from '@jest/globals';
import {
  type Body,
  CancelledError,
  type Coroutine,
  coroutine,
  createTask,
  type ExceptionContext,
  type Future,
  setEventLoop,
  type Task,
  type TaskOptions,
  VirtualEventLoop,
} from 'rxduct';

export class Bench {
  loop: VirtualEventLoop = new VirtualEventLoop();
  #reports: ExceptionContext[] = [];

  /** To be called once at the top of a file. A test has to take every report out, or it fails. */
  static use(): Bench {
    const bench = new Bench();
    beforeEach(() => bench.#begin());
    afterEach(() => {
      setEventLoop(null);
      expect(bench.takeReports()).toEqual([]);
    });
    return bench;
  }

  /** What the exception handler was told, as texts: a context may hold futures, which `toEqual` would iterate. */
  takeReports(): string[] {
    return this.#reports.splice(0).map(({ message, exception }) => `${message}: ${String(exception)}`);
  }

  /** Has the loop run `body`, and returns its task. */
  start<T>(body: () => Body<T>, options?: TaskOptions): Task<T> {
    return createTask(coroutine(body)(), options);
  }

  /** Runs what is ready, and lets no time pass. */
  settle(): void {
    this.loop.runUntilTime(this.loop.time());
  }

  /** Lets time pass, exactly as much. */
  advance(milliseconds: number): void {
    const end = this.loop.time() + milliseconds;
    this.loop.callAt(end, () => {});
    this.loop.runUntilTime(end);
  }

  /** Runs until nothing is left to do. */
  finish(): void {
    this.loop.runUntilIdle();
  }

  /** Runs `body` to its end, and returns or throws what it does. */
  main<T>(body: () => Body<T>): T {
    const task = this.start(body);
    this.finish();
    return task.result();
  }

  #begin(): void {
    const loop = new VirtualEventLoop();
    const reports: ExceptionContext[] = [];
    // An array of its own: what is collected long after a test is nobody's business.
    loop.setExceptionHandler((_loop, context) => reports.push(context));
    this.loop = loop;
    this.#reports = reports;
    setEventLoop(loop);
  }
}

/** A coroutine that does it all in its first step. */
export function sync<T>(body: () => T): Coroutine<T> {
  // biome-ignore lint/correctness/useYield: that is the point of it.
  return coroutine(function* () {
    return body();
  })();
}

/** How a future stands: `['pending']`, `['cancelled', message]`, `['exception', error]` or `['result', value]`. */
export function outcomeOf(future: Future<unknown>): [state: string, value?: unknown] {
  if (!future.done()) return ['pending'];
  try {
    return ['result', future.result()];
  } catch (error) {
    return future.cancelled() ? ['cancelled', (error as Error).message] : ['exception', error];
  }
}

/** What `body` throws. */
export function thrown(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** The class and the code of an error: what a program may match on. */
export function kindOf(error: unknown): [name: string, code: unknown] {
  return [(error as Error).constructor.name, (error as { code?: unknown }).code];
}

/** Waits in a `yield*` for `wait`, and returns what was thrown there. */
export function* failureOf(wait: { [Symbol.iterator](): Body<unknown> }): Body<unknown> {
  try {
    yield* wait;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Whether the cancellation that arrived bears the message. */
export function isCancelledWith(error: unknown, message: string): boolean {
  return error instanceof CancelledError && error.message === message;
}
