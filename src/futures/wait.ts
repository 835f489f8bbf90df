import { getRunningLoop } from '../loop/current-loop.ts';
import { Coroutine } from './coroutine.ts';
import { Future } from './future.ts';
import type { Body } from './suspension.ts';

/** When `wait` returns. */
export type ReturnWhen = 'ALL_COMPLETED' | 'FIRST_COMPLETED' | 'FIRST_EXCEPTION';

/** How `wait` waits. */
export interface WaitOptions {
  /** Milliseconds; then it returns with what is done. Absent or null: as long as it takes. */
  readonly timeout?: number | null | undefined;
  /** @default 'ALL_COMPLETED' */
  readonly returnWhen?: ReturnWhen | undefined;
}

/** The futures, in the order of the arguments. */
export interface WaitResult<F> {
  readonly done: Set<F>;
  readonly pending: Set<F>;
}

const RETURN_WHEN: readonly string[] = ['ALL_COMPLETED', 'FIRST_COMPLETED', 'FIRST_EXCEPTION'];

/**
 * Waits for futures or tasks, and cancels none of them. Never fails because of them, nor because of the time.
 *
 * Always gives way to the loop, also if all are done. Follows `asyncio.wait`, with the order of the arguments in place of a
 * set's.
 *
 * @throws TypeError for anything but futures; RangeError for none at all or an unknown `returnWhen`.
 */
export function wait<F extends Future<unknown>>(
  futures: Iterable<F>,
  options: WaitOptions = {},
): Coroutine<WaitResult<F>> {
  const { timeout = null, returnWhen = 'ALL_COMPLETED' } = options;
  if (futures instanceof Future || futures instanceof Coroutine) {
    throw new TypeError('wait takes several futures; await a single one');
  }
  const set = new Set(futures);
  if (set.size === 0) throw new RangeError('wait: no future was given');
  if (!RETURN_WHEN.includes(returnWhen))
    throw new RangeError(`wait: returnWhen is ${returnWhen}; use ${RETURN_WHEN.join(', ')}`);
  for (const future of set) {
    if (!(future instanceof Future))
      throw new TypeError('wait takes futures and tasks; make a task of a coroutine first');
  }
  return new Coroutine(waitFor(set, timeout, returnWhen), 'wait');
}

function* waitFor<F extends Future<unknown>>(
  futures: Set<F>,
  timeout: number | null,
  returnWhen: ReturnWhen,
): Body<WaitResult<F>> {
  const loop = getRunningLoop();
  const waiter = new Future<void>(loop);
  const release = () => {
    if (!waiter.done()) waiter.setResult();
  };
  const timer = timeout === null ? null : loop.callLater(timeout, release);
  let left = futures.size;
  const completed = (future: Future<unknown>) => {
    left--;
    const failed = () => !future.cancelled() && future.exception() !== null;
    if (left > 0 && returnWhen !== 'FIRST_COMPLETED' && !(returnWhen === 'FIRST_EXCEPTION' && failed())) return;
    timer?.cancel();
    release();
  };
  for (const future of futures) future.addDoneCallback(completed);
  try {
    yield* waiter;
  } finally {
    timer?.cancel();
    for (const future of futures) future.removeDoneCallback(completed);
  }
  const done = new Set<F>();
  const pending = new Set<F>();
  for (const future of futures) (future.done() ? done : pending).add(future);
  return { done, pending };
}
