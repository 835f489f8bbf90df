import { describe, expect, test } from '@jest/globals';
import { CancelledError, coroutine, createTask, Future, sleep, TimeoutError, waitFor } from 'rxduct';
import { Bench, failureOf, kindOf, outcomeOf, sync } from './bench.ts';

const bench = Bench.use();

/** Sleeps as long as it was told, whatever it is asked. */
const stubborn = (order: string[]) =>
  coroutine(function* () {
    const end = bench.loop.time() + 200;
    while (bench.loop.time() < end) {
      try {
        yield* sleep(end - bench.loop.time());
      } catch {
        order.push(`asked at ${bench.loop.time()}`);
      }
    }
    order.push(`ended at ${bench.loop.time()}`);
  })();

const timedOut = ['TimeoutError', 'ETIMEDOUT'];

const failureIn = (wait: { [Symbol.iterator](): ReturnType<typeof failureOf> }): unknown =>
  bench.main(() => failureOf(wait));

describe('waitFor', () => {
  test('gives the result if it comes in time, and leaves no timer', () => {
    const future = new Future<string>();
    bench.loop.callLater(100, () => future.setResult('ok'));
    expect(bench.main(() => waitFor(future, 200).takeBody())).toBe('ok');
    expect(bench.loop.time()).toBe(100);
  });

  test('cancels at the limit, and throws a TimeoutError', () => {
    const order: string[] = [];
    const task = bench.start(function* () {
      try {
        yield* sleep(100_000);
      } finally {
        order.push('ended');
      }
    });
    expect(kindOf(failureIn(waitFor(task, 100)))).toEqual(timedOut);
    expect([order, task.cancelled(), bench.loop.time()]).toEqual([['ended'], true, 100]);
  });

  test('without a limit waits as long as it takes', () => {
    expect(
      bench.main(() =>
        waitFor(
          sync(() => 'done'),
          null,
        ).takeBody(),
      ),
    ).toBe('done');
    expect(bench.main(() => waitFor(sleep(9000, 'slept'), null).takeBody())).toBe('slept');
  });

  test('needs no step through the loop for what is done', () => {
    const order: string[] = [];
    bench.start(function* () {
      bench.loop.callSoon(() => order.push('loop'));
      order.push(
        yield* waitFor(
          sync(() => 'done'),
          100,
        ),
      );
    });
    bench.finish();
    expect(order).toEqual(['done', 'loop']);
  });

  test('throws what it waits for fails with', () => {
    const exception = new RangeError('oops');
    const future = new Future<void>();
    bench.loop.callLater(10, () => future.setException(exception));
    expect(failureIn(waitFor(future, 100))).toBe(exception);
  });

  test('waits for a promise too', async () => {
    const task = createTask(waitFor(Promise.resolve('promised'), 100));
    bench.settle();
    await null;
    bench.settle();
    expect(task.result()).toBe('promised');
  });

  test('gives what a cancelled coroutine returns all the same', () => {
    const inner = coroutine(function* () {
      expect(yield* failureOf(sleep(1000))).toBeInstanceOf(CancelledError);
      return 1;
    });
    expect(bench.main(() => waitFor(inner(), 10).takeBody())).toBe(1);
  });

  test('has the cancellation as the cause of its TimeoutError', () => {
    const error = failureIn(waitFor(sleep(1000), 10)) as Error;
    expect([kindOf(error), error.cause instanceof CancelledError]).toEqual([timedOut, true]);
  });

  test('waits for the end of what it has cancelled', () => {
    const order: string[] = [];
    bench.main(() => waitFor(stubborn(order), 100).takeBody());
    expect(order).toEqual(['asked at 100', 'ended at 200']);
  });

  test('waits for the clean-up of a task it has cancelled', () => {
    const inner = bench.start(function* () {
      try {
        yield* sleep(10_000);
      } catch (error) {
        yield* sleep(50);
        throw error;
      }
    });
    const error = failureIn(waitFor(inner, 10)) as Error;
    expect([kindOf(error), inner.cancelled(), bench.loop.time()]).toEqual([timedOut, true, 60]);
    expect(error.cause).toBeInstanceOf(CancelledError);
  });

  test('throws what the clean-up throws', () => {
    const exception = new RangeError('while cleaning up');
    const inner = bench.start(function* () {
      try {
        yield* sleep(200);
      } catch {
        throw exception;
      }
    });
    expect(failureIn(waitFor(inner, 10))).toBe(exception);
  });
});

describe('waitFor with no time at all', () => {
  test.each([[0], [-1]])('gives the result if it is there (%i ms)', (limit) => {
    const future = new Future<string>();
    future.setResult('done');
    const order: string[] = [];
    bench.start(function* () {
      bench.loop.callSoon(() => order.push('loop'));
      order.push(yield* waitFor(future, limit));
    });
    bench.finish();
    expect(order).toEqual(['done', 'loop']);
  });

  test('does not start a coroutine', () => {
    let started = false;
    const call = sync(() => {
      started = true;
    });
    expect(kindOf(failureIn(waitFor(call, 0)))).toEqual(timedOut);
    expect(started).toBe(false);
  });

  test.each([[0], [-1]])('cancels a task that runs (%i ms)', (limit) => {
    let running = false;
    const task = bench.start(function* () {
      running = true;
      try {
        yield* sleep(10_000);
      } finally {
        running = false;
      }
    });
    bench.settle();
    expect(running).toBe(true);
    expect(kindOf(failureIn(waitFor(task, limit)))).toEqual(timedOut);
    expect([task.cancelled(), running]).toEqual([true, false]);
  });

  test('waits for the clean-up of the task', () => {
    const inner = bench.start(function* () {
      try {
        yield* sleep(10_000);
      } catch (error) {
        yield* sleep(50);
        throw error;
      }
    });
    bench.settle();
    const error = failureIn(waitFor(inner, 0)) as Error;
    expect([kindOf(error), bench.loop.time()]).toEqual([timedOut, 50]);
    expect(error.cause).toBeInstanceOf(CancelledError);
  });

  test('gives the value of a task that swallows its cancellation', () => {
    const inner = createTask(coroutine(() => failureOf(sleep(10_000)))());
    bench.settle();
    expect(bench.main(() => waitFor(inner, 0).takeBody())).toBeInstanceOf(CancelledError);
  });

  test('leaves at once when it is cancelled itself', () => {
    const order: string[] = [];
    const inner = createTask(stubborn(order));
    const outer = createTask(waitFor(inner, 0));
    bench.advance(10);
    expect(order).toEqual(['asked at 0']);
    outer.cancel('outer');
    bench.settle();
    expect([outcomeOf(outer), inner.done()]).toEqual([['cancelled', 'outer'], false]);
    bench.finish();
    expect(order).toEqual(['asked at 0', 'ended at 200']);
  });
});

describe('cancelling a waitFor', () => {
  test.each([[null], [60_000]])('cancels the task it waits for (limit: %p)', (limit) => {
    const task = bench.start(function* () {
      yield* new Future<void>();
    });
    const waiting = createTask(waitFor(task, limit));
    bench.loop.callSoon(() => waiting.cancel('external'));
    bench.finish();
    expect([outcomeOf(waiting), task.cancelled()]).toEqual([['cancelled', 'external'], true]);
  });

  test('that waits for a coroutine leaves when that has ended', () => {
    const order: string[] = [];
    const waiting = createTask(waitFor(stubborn(order), 400));
    bench.settle();
    waiting.cancel();
    bench.finish();
    expect([order, waiting.done()]).toEqual([['asked at 0', 'ended at 200'], true]);
  });

  test('works also while a task holds up the cancellation of the limit', () => {
    const inner = bench.start(function* () {
      yield* failureOf(sleep(300));
      yield* failureOf(sleep(300));
      yield* sleep(300);
      return 42;
    });
    const waiting = createTask(waitFor(inner, 100));
    bench.advance(200);
    waiting.cancel();
    bench.finish();
    expect([waiting.done(), inner.result()]).toEqual([true, 42]);
  });

  test('at the moment of its limit is not swallowed', () => {
    const waiting = createTask(waitFor(new Future<void>(), 100));
    bench.loop.callAt(100, () => waiting.cancel('external'));
    bench.finish();
    // Two requests, of which the limit takes back its own: what is left is the one from outside.
    expect([waiting.cancelled(), waiting.cancelling()]).toEqual([true, 1]);
  });
});

test('a TimeoutError of what is waited for is passed on as it is', () => {
  const exception = new TimeoutError('of its own');
  const fail = sync(() => {
    throw exception;
  });
  expect(failureIn(waitFor(fail, 100))).toBe(exception);
});
