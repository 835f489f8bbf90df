import type { EventLoop } from '../loop/event-loop.ts';
import { Coroutine } from './coroutine.ts';
import { createTask } from './create-task.ts';
import { Future } from './future.ts';
import { until } from './until.ts';

/** What can be waited for. */
export type Awaitable<T> = Future<T> | Coroutine<T> | PromiseLike<T>;

/**
 * A future as it is; a coroutine or a promise as a task.
 *
 * @throws RangeError for a future of another loop; TypeError for what cannot be waited for.
 */
export function ensureFuture<T>(awaitable: Awaitable<T>, loop?: EventLoop): Future<T> {
  if (awaitable instanceof Future) {
    if (loop !== undefined && awaitable.getLoop() !== loop) {
      throw new RangeError('ensureFuture: the future belongs to another event loop');
    }
    return awaitable;
  }
  if (awaitable instanceof Coroutine) return createTask(awaitable, { loop });
  if (typeof (awaitable as Partial<PromiseLike<T>> | null)?.then === 'function') {
    return createTask(until(awaitable), { loop });
  }
  throw new TypeError(
    `a future, a coroutine or a promise is wanted, not ${awaitable === null ? 'null' : typeof awaitable}`,
  );
}
