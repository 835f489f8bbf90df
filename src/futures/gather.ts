import { CancelledError } from '../errors.ts';
import { getEventLoop } from '../loop/current-loop.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import { type Awaitable, ensureFuture } from './ensure-future.ts';
import { Future } from './future.ts';

/** What each awaitable of a tuple gives. */
export type Results<A extends readonly Awaitable<unknown>[]> = {
  -readonly [K in keyof A]: A[K] extends Awaitable<infer T> ? T : never;
};

/** The same, where failures are results too. */
export type Outcomes<A extends readonly Awaitable<unknown>[]> = {
  -readonly [K in keyof A]: A[K] extends Awaitable<infer T> ? T | Error : never;
};

/**
 * Runs several awaitables at once; the results come in the order of the arguments.
 *
 * The first failure is that of the whole, and the others run on. With `returnExceptions` failures are results. Cancelling cancels
 * all that are left. The same awaitable twice is waited for once. Follows `asyncio.gather`.
 */
export function gather<const A extends readonly Awaitable<unknown>[]>(
  awaitables: A,
  options: { returnExceptions: true },
): Future<Outcomes<A>>;
export function gather<const A extends readonly Awaitable<unknown>[]>(
  awaitables: A,
  options?: { returnExceptions?: boolean },
): Future<Results<A>>;
export function gather(
  awaitables: readonly Awaitable<unknown>[],
  options: { returnExceptions?: boolean } = {},
): Future<unknown[]> {
  const { returnExceptions = false } = options;
  if (awaitables.length === 0) {
    const nothing = new Future<unknown[]>(getEventLoop());
    nothing.setResult([]);
    return nothing;
  }
  const futures = new Map<Awaitable<unknown>, Future<unknown>>();
  let loop: EventLoop | undefined;
  for (const awaitable of awaitables) {
    if (futures.has(awaitable)) continue;
    const future = ensureFuture(awaitable, loop);
    loop ??= future.getLoop();
    futures.set(awaitable, future);
  }
  const children = awaitables.map((awaitable) => futures.get(awaitable) as Future<unknown>);
  return new Gathering(loop as EventLoop, children, [...futures.values()], returnExceptions);
}

/** The outer future. `cancel` passes the request on; whether it comes to anything is seen when the last child is done. */
class Gathering extends Future<unknown[]> {
  readonly #children: readonly Future<unknown>[];
  readonly #returnExceptions: boolean;
  #left: number;
  #cancelRequested = false;

  constructor(
    loop: EventLoop,
    children: readonly Future<unknown>[],
    distinct: readonly Future<unknown>[],
    returnExceptions: boolean,
  ) {
    super(loop);
    this.#children = children;
    this.#returnExceptions = returnExceptions;
    this.#left = distinct.length;
    const childDone = (child: Future<unknown>) => this.#childDone(child);
    // Those that are done already count at once, behind the registrations of the others.
    for (const child of distinct) if (!child.done()) child.addDoneCallback(childDone);
    for (const child of distinct) if (child.done()) childDone(child);
  }

  override cancel(message?: string): boolean {
    if (this.done()) return false;
    let accepted = false;
    for (const child of this.#children) accepted = child.cancel(message) || accepted;
    if (accepted) this.#cancelRequested = true;
    return accepted;
  }

  #childDone(child: Future<unknown>): void {
    this.#left--;
    if (this.done()) {
      // Somebody has been told of the first failure; this one has nobody to go to.
      child.markRetrieved();
      return;
    }
    if (!this.#returnExceptions) {
      const failure = child.takeFailure();
      if (failure !== null) {
        this.setException(failure);
        return;
      }
    }
    if (this.#left === 0) this.#finish();
  }

  #finish(): void {
    const last = this.#children.at(-1) as Future<unknown>;
    const results = this.#children.map((child) => outcomeOf(child));
    if (this.#cancelRequested) this.setException(last.makeCancelledError());
    else this.setResult(results);
  }
}

function outcomeOf(child: Future<unknown>): unknown {
  if (child.cancelled()) return new CancelledError(child.cancelMessage);
  return child.takeFailure() ?? child.result();
}
