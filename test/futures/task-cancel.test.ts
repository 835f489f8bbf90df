import { describe, expect, test } from '@jest/globals';
import { CancelledError, coroutine, createTask, Future, sleep } from 'rxduct';
import { Bench, failureOf, isCancelledWith, outcomeOf, sync, thrown } from './bench.ts';

const bench = Bench.use();

describe('cancelling a task', () => {
  test('throws a CancelledError into its coroutine where it waits', () => {
    const task = bench.start(function* () {
      yield* sleep(10_000);
      return 12;
    });
    bench.loop.callSoon(() => task.cancel());
    bench.finish();
    expect([task.done(), task.cancelled(), task.cancel(), bench.loop.time()]).toEqual([true, true, false, 0]);
    expect(thrown(() => task.result())).toBeInstanceOf(CancelledError);
  });

  test('is not the end yet: the error has to leave the coroutine', () => {
    const task = bench.start(function* () {
      yield* sleep(10);
    });
    bench.settle();
    expect([task.cancel(), task.done(), task.cancelled()]).toEqual([true, false, false]);
    bench.settle();
    expect([task.done(), task.cancelled()]).toEqual([true, true]);
  });

  test('before its first step keeps the body from ever running', () => {
    let ran = false;
    const task = createTask(
      sync(() => {
        ran = true;
      }),
    );
    task.cancel('my message');
    bench.finish();
    expect([ran, outcomeOf(task)]).toEqual([false, ['cancelled', 'my message']]);
  });

  test('between two iterations arrives at the next step', () => {
    const task = bench.start(function* () {
      yield* sleep(0);
      yield* sleep(0);
      return 12;
    });
    bench.loop.callSoon(() => task.cancel());
    bench.finish();
    expect([task.cancelled(), task.cancel()]).toEqual([true, false]);
  });

  test('cancels the future it waits for', () => {
    const future = new Future<void>();
    const task = bench.start(function* () {
      yield* future;
    });
    bench.settle();
    task.cancel();
    expect(future.cancelled()).toBe(true);
    bench.settle();
    expect([task.cancelled(), task.waitingFor]).toEqual([true, null]);
  });

  test('is a consequence of cancelling what it waits for', () => {
    const future = new Future<void>();
    const task = bench.start(function* () {
      yield* future;
      return 12;
    });
    bench.settle();
    future.cancel();
    bench.finish();
    expect([task.cancelled(), task.cancelling()]).toEqual([true, 0]);
  });

  test('together with what it waits for is one cancellation', () => {
    const future = new Future<void>();
    const task = bench.start(function* () {
      yield* future;
      return 12;
    });
    bench.settle();
    future.cancel();
    task.cancel();
    bench.finish();
    expect([task.done(), future.cancelled(), task.cancelled()]).toEqual([true, true, true]);
  });

  test('wakes it from a sleep, whose timer goes with it', () => {
    const sleeper = bench.start(function* () {
      yield* sleep(5_000_000);
    });
    const waiting = bench.start(function* () {
      bench.loop.callLater(100, () => sleeper.cancel());
      return isCancelledWith(yield* failureOf(sleeper), '');
    });
    bench.finish();
    expect([waiting.result(), bench.loop.time()]).toEqual([true, 100]);
  });

  test('goes through coroutines and tasks down to the future at the end', () => {
    const future = new Future<void>();
    const order: string[] = [];
    const inner = coroutine(function* () {
      try {
        yield* future;
      } catch (error) {
        order.push('inner');
        throw error;
      }
    });
    const outer = bench.start(function* () {
      expect(yield* failureOf(createTask(inner()))).toBeInstanceOf(CancelledError);
      order.push('outer');
    });
    bench.settle();
    outer.cancel();
    bench.finish();
    expect([order, future.cancelled(), outer.cancelled()]).toEqual([['inner', 'outer'], true, false]);
  });

  test('after the awaited future has its result loses the result', () => {
    const future = new Future<number>();
    const task = bench.start(function* () {
      return yield* future;
    });
    bench.settle();
    future.setResult(42);
    task.cancel('late');
    bench.finish();
    expect(outcomeOf(task)).toEqual(['cancelled', 'late']);
  });

  test('after the awaited future has failed replaces its exception', () => {
    const future = new Future<number>();
    const task = bench.start(function* () {
      return yield* future;
    });
    bench.settle();
    future.setException(new RangeError());
    task.cancel('late');
    bench.finish();
    expect(outcomeOf(task)).toEqual(['cancelled', 'late']);
  });

  test('that is done already changes nothing, and keeps no exception from being told', () => {
    const exception = new TypeError('oops');
    const task = createTask(
      sync(() => {
        throw exception;
      }),
    );
    bench.finish();
    expect([task.cancel(), task.cancelling(), task.exception()]).toEqual([false, 0, exception]);
  });
});

describe('a coroutine that is cancelled', () => {
  test('may catch it, and return', () => {
    const [first, second] = [new Future<void>(), new Future<void>()];
    const task = bench.start(function* () {
      yield* first;
      yield* failureOf(second);
      return 42;
    });
    bench.settle();
    first.setResult();
    bench.settle();
    expect(task.waitingFor === second).toBe(true);
    task.cancel();
    expect(second.cancelled()).toBe(true);
    bench.finish();
    expect(outcomeOf(task)).toEqual(['result', 42]);
  });

  test('may catch it, and wait again', () => {
    const [first, second] = [new Future<void>(), new Future<number>()];
    const task = bench.start(function* () {
      yield* failureOf(first);
      return yield* second;
    });
    bench.settle();
    task.cancel();
    bench.settle();
    expect([first.cancelled(), task.waitingFor === second]).toEqual([true, true]);
    second.setResult(42);
    bench.finish();
    expect([second.cancelled(), outcomeOf(task)]).toEqual([false, ['result', 42]]);
  });

  test('may throw something else, which becomes its exception', () => {
    const exception = new Error('while cleaning up');
    const task = bench.start(function* () {
      try {
        yield* sleep(10);
      } catch {
        throw exception;
      }
    });
    bench.settle();
    task.cancel();
    expect(task.done()).toBe(false);
    bench.finish();
    expect([task.cancelled(), task.exception() === exception]).toEqual([false, true]);
  });

  test('may throw a cancellation of its own making', () => {
    const task = createTask(
      sync(() => {
        throw new CancelledError('mine');
      }),
    );
    bench.finish();
    expect([outcomeOf(task), task.cancelling()]).toEqual([['cancelled', 'mine'], 0]);
  });

  test('hands on a new error with the cancellation as its cause', () => {
    const inner = bench.start(function* () {
      yield* sleep(10);
    });
    const outer = bench.start(function* () {
      bench.loop.callSoon(() => inner.cancel('msg'));
      throw new RangeError('cancelled', { cause: yield* failureOf(inner) });
    });
    bench.finish();
    expect(isCancelledWith((outer.exception() as Error).cause, 'msg')).toBe(true);
  });

  test('may end as the one that swallows what its waiter was asked', () => {
    const stubborn = bench.start(function* () {
      yield* failureOf(sleep(100));
      return 'went on';
    });
    const waiting = bench.start(function* () {
      return yield* stubborn;
    });
    bench.settle();
    waiting.cancel();
    bench.finish();
    expect([outcomeOf(waiting), waiting.cancelling()]).toEqual([['result', 'went on'], 1]);
  });
});
