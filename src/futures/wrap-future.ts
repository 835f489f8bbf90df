import { getEventLoop } from '../loop/current-loop.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import { Future } from './future.ts';
import { Operation } from './operation.ts';
import { settleWith } from './settle-with.ts';

/** How a promise becomes a future. */
export interface WrapOptions {
  /** @default getEventLoop() */
  readonly loop?: EventLoop | undefined;
  /** Called when the future is cancelled: a promise cannot be stopped by itself. */
  readonly onCancel?: (() => void) | undefined;
}

/** A promise as a future of the loop; a future as it is. Follows `asyncio.wrap_future`. */
export function wrapFuture<T>(promise: PromiseLike<T>, options: WrapOptions = {}): Future<T> {
  if (promise instanceof Future) return promise;
  const future = new Operation<T>(options.loop ?? getEventLoop(), options.onCancel);
  settleWith(future, promise);
  return future;
}
