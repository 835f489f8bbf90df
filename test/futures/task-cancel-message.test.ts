import { describe, expect, test } from '@jest/globals';
import { createTask, Future, sleep, type Task, wait } from 'rxduct';
import { Bench, failureOf, isCancelledWith, outcomeOf, sync, thrown } from './bench.ts';

const bench = Bench.use();

describe('a task that cancels itself', () => {
  test('is cancelled at its next wait, at once', () => {
    const task: Task<number> = bench.start(function* () {
      task.cancel();
      yield* sleep(100_000);
      return 12;
    });
    bench.finish();
    expect([task.cancelled(), task.cancel(), bench.loop.time()]).toEqual([true, false, 0]);
  });

  test('and then returns ends cancelled, and its value is lost', () => {
    const task: Task<number> = createTask(
      sync(() => {
        task.cancel('lost');
        return 12;
      }),
    );
    bench.finish();
    expect([outcomeOf(task), task.cancel()]).toEqual([['cancelled', 'lost'], false]);
  });

  test('and then throws ends with its exception', () => {
    const exception = new Error('oops');
    const task: Task<void> = createTask(
      sync(() => {
        task.cancel();
        throw exception;
      }),
    );
    bench.finish();
    expect(task.exception()).toBe(exception);
  });

  test('cancels the task it waits for next, down to the future at the end', () => {
    const future = new Future<void>();
    const nested = bench.start(function* () {
      yield* future;
    });
    const task: Task<void> = bench.start(function* () {
      yield* sleep(0);
      task.cancel();
      yield* nested;
    });
    bench.finish();
    expect([task.cancelled(), nested.cancelled(), future.cancelled()]).toEqual([true, true, true]);
  });
});

describe('the message of a cancellation', () => {
  const sleeper = () =>
    bench.start(function* () {
      yield* sleep(10);
    });

  test.each([
    ['result()', (task: Task<void>) => task.result()],
    ['exception()', (task: Task<void>) => task.exception()],
  ])('arrives with %s, and once only', (_how, ask) => {
    for (const message of [undefined, '', 'my message']) {
      const task = sleeper();
      bench.settle();
      task.cancel(message);
      bench.main(function* () {
        yield* wait([task]);
      });
      expect(
        isCancelledWith(
          thrown(() => ask(task)),
          message ?? '',
        ),
      ).toBe(true);
      expect(
        isCancelledWith(
          thrown(() => ask(task)),
          '',
        ),
      ).toBe(true);
    }
  });

  test('can be read while the request waits', () => {
    const task = sleeper();
    expect(task.cancelMessage).toBe(undefined);
    task.cancel('my message');
    expect(task.cancelMessage).toBe('my message');
    bench.finish();
    expect(outcomeOf(task)).toEqual(['cancelled', 'my message']);
  });

  test('is the last one while the request waits', () => {
    const task = sleeper();
    for (const message of ['one', 'two', 'three']) task.cancel(message);
    expect(task.cancelling()).toBe(3);
    bench.finish();
    expect(outcomeOf(task)).toEqual(['cancelled', 'three']);
  });

  test('is the first one where the future was cancelled with it', () => {
    const future = new Future<void>();
    const task = bench.start(function* () {
      return (yield* failureOf(future)) as Error;
    });
    bench.settle();
    task.cancel('first');
    expect(future.cancelMessage).toBe('first');
    bench.finish();
    expect(task.result().message).toBe('first');
  });

  test('reaches whoever waits through several tasks', () => {
    const inner = sleeper();
    const outer = bench.start(function* () {
      yield* inner;
    });
    bench.settle();
    outer.cancel('through');
    bench.finish();
    expect(outcomeOf(outer)).toEqual(['cancelled', 'through']);
  });
});
