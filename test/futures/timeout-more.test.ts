import { describe, expect, test } from '@jest/globals';
import {
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  Future,
  sleep,
  type Task,
  Timeout,
  timeout,
  UsageError,
} from 'rxduct';
import { Bench, failureOf, kindOf, outcomeOf, sync, thrown } from './bench.ts';

const bench = Bench.use();

const timedOut = ['TimeoutError', 'ETIMEDOUT'];

const self = (): Task<unknown> => currentTask() as Task<unknown>;

describe('a timeout and the task around it', () => {
  test('cancels what the block waits for, also a task', () => {
    const inner = new Future<void>();
    const task = bench.start(function* () {
      yield* inner;
    });
    bench.main(() => failureOf(timeout(10, () => task)));
    expect([inner.cancelled(), task.cancelled()]).toEqual([true, true]);
  });

  test('does not cancel the task behind the block', () => {
    const task = bench.start(function* () {
      yield* failureOf(timeout(10, () => sleep(1000)));
      yield* sleep(10);
      return self().cancelling();
    });
    bench.finish();
    expect(outcomeOf(task)).toEqual(['result', 0]);
  });

  test('works in several tasks at once', () => {
    const one = coroutine(function* (limit: number) {
      return kindOf(yield* failureOf(timeout(limit, () => sleep(10_000))));
    });
    const tasks = [10, 20, 30].map((limit) => createTask(one(limit)));
    bench.finish();
    expect([tasks.map((task) => task.result()), bench.loop.time()]).toEqual([[timedOut, timedOut, timedOut], 30]);
  });

  test('works in a task that has caught a cancellation before', () => {
    const task = bench.start(function* () {
      self().cancel();
      yield* failureOf(sleep(1));
      return kindOf(yield* failureOf(timeout(0, () => sleep(1))));
    });
    bench.finish();
    expect([outcomeOf(task), task.cancelling()]).toEqual([['result', timedOut], 1]);
  });

  test('passes on a new cancellation in a task that has caught one before', () => {
    const task = bench.start(function* () {
      self().cancel();
      yield* failureOf(sleep(1));
      return yield* failureOf(
        timeout(10, function* () {
          self().cancel();
          yield* sleep(20);
        }),
      );
    });
    bench.finish();
    expect([task.result() instanceof CancelledError, task.cancelling()]).toEqual([true, 2]);
  });
});

describe('reschedule', () => {
  test('moves the deadline', () => {
    const seen = bench.main(function* () {
      const whens: (number | null)[] = [];
      const error = yield* failureOf(
        timeout(10, function* (t) {
          whens.push(t.when());
          t.reschedule(200);
          whens.push(t.when());
          yield* sleep(100);
          t.reschedule(null);
          whens.push(t.when());
          yield* sleep(1000);
          t.reschedule(1500);
          yield* sleep(1000);
        }),
      );
      return [whens, kindOf(error), bench.loop.time()];
    });
    expect(seen).toEqual([[10, 200, null], timedOut, 1500]);
  });

  const misuses: [when: string, call: () => unknown][] = [
    ['before the block', () => new Timeout(10).reschedule(20)],
    [
      'behind the block',
      () =>
        bench.main(function* () {
          const limit = yield* timeout(10, function* (t) {
            yield* sleep(0);
            return [t];
          });
          limit[0]?.reschedule(20);
        }),
    ],
    [
      'while the deadline is being acted on',
      () =>
        bench.main(function* () {
          yield* timeout(10, function* (t) {
            yield* failureOf(sleep(1000));
            t.reschedule(2000);
          });
        }),
    ],
    [
      'once expired',
      () =>
        bench.main(function* () {
          let limit: Timeout | undefined;
          yield* failureOf(
            timeout(10, function* (t) {
              limit = t;
              yield* sleep(1000);
            }),
          );
          limit?.reschedule(2000);
        }),
    ],
  ];
  test.each(misuses)('is refused %s', (_when, call) => {
    expect(kindOf(thrown(call))).toEqual(['UsageError', 'ERR_USAGE']);
  });
});

describe('a Timeout by hand', () => {
  test.each([
    ['while it is active', false],
    ['behind its block', true],
  ])('cannot be entered again %s', (_when, leave) => {
    const call = () =>
      createTask(
        sync(() => {
          const limit = new Timeout(10);
          limit.enter();
          if (leave) limit.exit(null);
          limit.enter();
        }),
      );
    const task = call();
    bench.finish();
    expect(task.exception()).toBeInstanceOf(UsageError);
  });

  test('cannot be entered outside of a task', () => {
    expect(() => new Timeout(10).enter()).toThrow(UsageError);
    bench.loop.callSoon(() => expect(() => new Timeout(10).enter()).toThrow(UsageError));
    bench.finish();
  });
});
