import { getRunningLoop } from '../loop/current-loop.ts';
import { Coroutine } from './coroutine.ts';
import { Future } from './future.ts';
import { type Body, NEXT_ITERATION, type Suspension } from './suspension.ts';

/**
 * Waits for `delay` milliseconds, and returns `result`. A delay of 0 or less gives way for one iteration of the loop.
 *
 * @throws RangeError if `delay` is NaN.
 */
export function sleep(delay: number): Coroutine<void>;
export function sleep<T>(delay: number, result: T): Coroutine<T>;
export function sleep<T>(delay: number, result?: T): Coroutine<T | undefined> {
  if (Number.isNaN(delay)) throw new RangeError('sleep: delay is NaN; give a number of milliseconds');
  return new Coroutine(delay <= 0 ? giveWay(result) : wait(delay, result), 'sleep');
}

function* giveWay<T>(result: T): Body<T> {
  yield NEXT_ITERATION as unknown as Suspension;
  return result;
}

function* wait<T>(delay: number, result: T): Body<T> {
  const loop = getRunningLoop();
  const future = new Future<T>(loop);
  const timer = loop.callLater(delay, () => {
    if (!future.done()) future.setResult(result);
  });
  try {
    return yield* future;
  } finally {
    timer.cancel();
  }
}
