import { type Awaitable, ensureFuture } from './ensure-future.ts';
import { Future } from './future.ts';

/**
 * Waits for an awaitable without passing a cancellation on: the outer future is cancelled, the inner one runs on.
 *
 * If the inner one is cancelled by somebody else, so is the outer. Follows `asyncio.shield`.
 */
export function shield<T>(awaitable: Awaitable<T>): Future<T> {
  const inner = ensureFuture(awaitable);
  if (inner.done()) return inner;
  const loop = inner.getLoop();
  const outer = new Future<T>(loop);
  const innerDone = () => {
    if (outer.cancelled()) {
      reportFailure(inner);
    } else if (inner.cancelled()) {
      outer.cancel();
    } else {
      const exception = inner.exception();
      if (exception === null) outer.setResult(inner.result());
      else outer.setException(exception);
    }
  };
  outer.addDoneCallback(() => {
    if (inner.done()) return;
    inner.removeDoneCallback(innerDone);
    // Whoever waited is gone: a failure from now on has only the loop to go to.
    inner.addDoneCallback(reportFailure);
  });
  inner.addDoneCallback(innerDone);
  return outer;
}

function reportFailure(inner: Future<unknown>): void {
  if (inner.cancelled()) return;
  const exception = inner.exception();
  if (exception === null) return;
  inner.getLoop().callExceptionHandler({
    message: 'a shielded future failed after the wait for it was cancelled',
    exception,
    future: inner,
  });
}
