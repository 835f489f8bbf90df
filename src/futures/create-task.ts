import { CancelledError } from '../errors.ts';
import { Coroutine } from './coroutine.ts';
import type { Body } from './suspension.ts';
import { Task, type TaskOptions } from './task.ts';
import { until } from './until.ts';

/** What can be made a task: a coroutine, or a function that returns a promise and is told by the signal when it is cancelled. */
export type TaskSource<T> = Coroutine<T> | ((signal: AbortSignal) => PromiseLike<T>);

/**
 * Has the loop run a coroutine, from the next iteration on.
 *
 * A plain `async` function is cancelled through the AbortSignal it is given: the task then waits for it to end, and is cancelled
 * if it fails, as it does when it passes the signal on. No loop needs to be running.
 *
 * @throws TypeError for anything else; UsageError for a coroutine that was run already.
 */
export function createTask<T>(source: TaskSource<T>, options: TaskOptions = {}): Task<T> {
  if (source instanceof Coroutine) return new Task(source.takeBody(), options);
  if (typeof source === 'function') return new Task(runAsync(source), options);
  throw new TypeError(`createTask takes a coroutine or an async function, not ${typeof source}`);
}

function* runAsync<T>(body: (signal: AbortSignal) => PromiseLike<T>): Body<T> {
  const controller = new AbortController();
  const promise = Promise.resolve(body(controller.signal));
  for (;;) {
    try {
      return yield* until(promise);
    } catch (error) {
      const { signal } = controller;
      if (error instanceof CancelledError && error !== signal.reason) {
        // Cancelled while it runs; it has to end by itself. Further requests change nothing.
        controller.abort(error);
      } else {
        // What platform functions make of an abort is the cancellation again.
        throw signal.aborted && (error as Error).name === 'AbortError' ? signal.reason : error;
      }
    }
  }
}
