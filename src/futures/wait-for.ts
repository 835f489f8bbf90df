import { CancelledError, TimeoutError } from '../errors.ts';
import { getRunningLoop } from '../loop/current-loop.ts';
import { Coroutine } from './coroutine.ts';
import { type Awaitable, ensureFuture } from './ensure-future.ts';
import { Future } from './future.ts';
import type { Body } from './suspension.ts';
import { timeout } from './timeout.ts';
import { until } from './until.ts';

/**
 * Waits for an awaitable for at most `limit` milliseconds; null: without a limit. At the limit it is cancelled, and its clean-up is
 * waited for.
 *
 * Built on `timeout`: no task of its own, and a cancellation is never swallowed. Follows `asyncio.wait_for` of CPython 3.12 and
 * later.
 *
 * @throws TimeoutError at the limit.
 */
export function waitFor<T>(awaitable: Awaitable<T>, limit: number | null): Coroutine<T> {
  const body = limit !== null && limit <= 0 ? noTime(awaitable) : timeout(limit, () => inline(awaitable)).takeBody();
  return new Coroutine(body, 'waitFor');
}

function inline<T>(awaitable: Awaitable<T>): { [Symbol.iterator](): Body<T> } {
  return awaitable instanceof Future || awaitable instanceof Coroutine ? awaitable : until(awaitable);
}

/** With no time at all: the result if it is there, else a cancellation, and its end. */
function* noTime<T>(awaitable: Awaitable<T>): Body<T> {
  const future = ensureFuture(awaitable);
  if (future.done()) return future.result();
  yield* cancelAndWait(future);
  try {
    return future.result();
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    throw new TimeoutError('waitFor: it was not done, and there was no time to wait', { cause: error });
  }
}

function* cancelAndWait(future: Future<unknown>): Body<void> {
  const waiter = new Future<void>(getRunningLoop());
  const release = () => {
    if (!waiter.done()) waiter.setResult();
  };
  future.addDoneCallback(release);
  try {
    future.cancel();
    yield* waiter;
  } finally {
    future.removeDoneCallback(release);
  }
}
