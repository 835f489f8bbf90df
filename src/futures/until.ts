import { EmptyError, isObservable, type Observable, take } from 'rxjs';
import { getEventLoop } from '../loop/current-loop.ts';
import { Coroutine } from './coroutine.ts';
import { Future } from './future.ts';
import { settleWith } from './settle-with.ts';
import type { Body } from './suspension.ts';

/**
 * Waits in a coroutine for a promise, or for the first value of an observable.
 *
 * A cancelled wait unsubscribes from the observable; a promise cannot be stopped, and what becomes of it is dropped. An observable
 * that completes without a value is RxJS's `EmptyError`.
 */
export function until<T>(source: PromiseLike<T> | Observable<T>): Coroutine<T> {
  return new Coroutine(isObservable(source) ? firstValue(source) : settled(source), 'until');
}

function* settled<T>(promise: PromiseLike<T>): Body<T> {
  const future = new Future<T>(getEventLoop());
  settleWith(future, promise);
  return yield* future;
}

function* firstValue<T>(source: Observable<T>): Body<T> {
  const future = new Future<T>(getEventLoop());
  const settle = (set: () => void) => {
    if (!future.done()) set();
  };
  // `take` stops also a source that emits without end while it is being subscribed to.
  const subscription = source.pipe(take(1)).subscribe({
    next: (value) => settle(() => future.setResult(value)),
    error: (error) => settle(() => future.setException(error)),
    complete: () => settle(() => future.setException(new EmptyError())),
  });
  try {
    return yield* future;
  } finally {
    subscription.unsubscribe();
  }
}
