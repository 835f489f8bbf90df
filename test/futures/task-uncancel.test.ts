import { describe, expect, test } from '@jest/globals';
import { CancelledError, coroutine, currentTask, Future, sleep, type Task, TimeoutError } from 'rxduct';
import { Bench, failureOf, outcomeOf } from './bench.ts';

const bench = Bench.use();

const sleeper = () =>
  bench.start(function* () {
    yield* sleep(10_000);
  });

describe('cancelling()', () => {
  test('counts the requests', () => {
    const task = sleeper();
    expect(task.cancelling()).toBe(0);
    expect([task.cancel(), task.cancelling()]).toEqual([true, 1]);
    expect([task.cancel(), task.cancelling()]).toEqual([true, 2]);
    bench.finish();
    expect([task.cancelled(), task.cancelling()]).toEqual([true, 2]);
  });

  test('stays as it is when the coroutine catches the cancellation', () => {
    const task = bench.start(function* () {
      yield* failureOf(sleep(10));
    });
    bench.settle();
    task.cancel();
    bench.finish();
    expect([outcomeOf(task), task.cancelling()]).toEqual([['result', undefined], 1]);
  });
});

describe('uncancel()', () => {
  test('takes one request back after another, and is never below none', () => {
    const task = sleeper();
    task.cancel();
    task.cancel();
    expect([task.uncancel(), task.uncancel(), task.uncancel()]).toEqual([1, 0, 0]);
    bench.finish();
    expect(task.cancelled()).toBe(false);
  });

  test('lets a coroutine that caught its cancellation go on as if nothing had been', () => {
    const task = bench.start(function* () {
      yield* failureOf(sleep(10_000));
      (currentTask() as Task<unknown>).uncancel();
      yield* sleep(10_000);
    });
    bench.advance(10);
    expect([task.cancel(), task.cancelling(), task.cancelled()]).toEqual([true, 1, false]);
    bench.advance(10);
    expect([task.cancelling(), task.cancelled()]).toEqual([0, false]);
    expect([task.cancel(), task.cancelling(), task.cancelled()]).toEqual([true, 1, false]);
    bench.finish();
    task.uncancel();
    expect([task.done(), task.cancelled()]).toEqual([true, true]);
  });

  test('withdraws a request that waits for the first step', () => {
    const task = bench.start(function* () {
      return yield* sleep(1, 'ran');
    });
    task.cancel();
    task.uncancel();
    bench.finish();
    expect(outcomeOf(task)).toEqual(['result', 'ran']);
  });

  test('withdraws a request of the task to itself', () => {
    const task: Task<string> = bench.start(function* () {
      task.cancel();
      task.uncancel();
      return yield* sleep(1, 'slept');
    });
    bench.finish();
    expect(outcomeOf(task)).toEqual(['result', 'slept']);
  });

  test('withdraws a request made when the awaited future was done already', () => {
    const future = new Future<string>();
    const task = bench.start(function* () {
      return yield* future;
    });
    bench.settle();
    future.setResult('kept');
    task.cancel();
    task.uncancel();
    bench.finish();
    expect(outcomeOf(task)).toEqual(['result', 'kept']);
  });

  test('cannot withdraw what has cancelled the awaited future', () => {
    const task = sleeper();
    bench.settle();
    task.cancel();
    expect(task.uncancel()).toBe(0);
    bench.finish();
    expect([task.cancelled(), task.cancelling()]).toEqual([true, 0]);
  });
});

describe('a block with a limit made by hand', () => {
  const withLimit = coroutine(function* (time: number, limit: number) {
    const task = currentTask() as Task<unknown>;
    let expired = false;
    let finished = false;
    const timer = bench.loop.callLater(limit, () => {
      expired = true;
      task.cancel();
    });
    try {
      try {
        yield* sleep(time);
        finished = true;
      } catch (error) {
        timer.cancel();
        if (expired && task.uncancel() === 0 && error instanceof CancelledError) throw new TimeoutError('by hand');
        throw error;
      }
    } catch (error) {
      expect(error).toBeInstanceOf(TimeoutError);
    }
    timer.cancel();
    yield* sleep(0);
    return { expired, finished, cancelling: task.cancelling() };
  });

  test.each([
    [10_000, 100, { expired: true, finished: false, cancelling: 0 }],
    [0, 10_000, { expired: false, finished: true, cancelling: 0 }],
  ])('of %i ms, at most %i, is left by uncancelling', (time, limit, end) => {
    expect(bench.main(() => withLimit(time, limit).takeBody())).toEqual(end);
  });
});
