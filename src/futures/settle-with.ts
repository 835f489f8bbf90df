import type { Future } from './future.ts';

/** Lets a future end as a promise does, unless it has ended before. */
export function settleWith<T>(future: Future<T>, promise: PromiseLike<T>): void {
  promise.then(
    (value) => {
      if (!future.done()) future.setResult(value);
    },
    (error) => {
      if (!future.done()) future.setException(error);
    },
  );
}
