import { describe, expect, test } from '@jest/globals';
import { CancelledError, currentTask, sleep, type Task, Timeout, type TimeoutError, timeout, timeoutAt } from 'rxduct';
import { Bench, failureOf, kindOf, outcomeOf, sync } from './bench.ts';

const bench = Bench.use();

const timedOut = ['TimeoutError', 'ETIMEDOUT'];

const self = (): Task<unknown> => currentTask() as Task<unknown>;

describe.each([
  ['timeout', timeout],
  ['timeoutAt', timeoutAt],
])('%s', (_name, limit) => {
  test('ends the block at the deadline', () => {
    const seen = bench.main(function* () {
      let inner: Timeout | undefined;
      const error = yield* failureOf(
        limit(10, function* (t) {
          inner = t;
          yield* sleep(10_000);
        }),
      );
      return [kindOf(error), inner?.expired(), inner?.when(), bench.loop.time(), self().cancelling()];
    });
    expect(seen).toEqual([timedOut, true, 10, 10, 0]);
  });

  test('gives what the block returns, and leaves no timer', () => {
    const seen = bench.main(function* () {
      return yield* limit(10_000, function* (t) {
        yield* sleep(10);
        return [t.when(), t.expired()];
      });
    });
    expect([seen, bench.loop.time()]).toEqual([[10_000, false], 10]);
  });

  test('of null never ends the block', () => {
    const seen = bench.main(function* () {
      return yield* limit(null, function* (t) {
        yield* sleep(100_000);
        return [t.when(), t.expired()];
      });
    });
    expect(seen).toEqual([null, false]);
  });

  test.each([[0], [-11]])('of no time ends the block at its first wait (%i)', (none) => {
    const seen = bench.main(function* () {
      const error = yield* failureOf(
        limit(none, function* () {
          yield* sleep(10_000);
        }),
      );
      return [kindOf(error), bench.loop.time()];
    });
    expect(seen).toEqual([timedOut, 0]);
  });

  test.each([[0], [-11]])('of no time ends also a block that only gives way (%i)', (none) => {
    const seen = bench.main(function* () {
      return yield* failureOf(limit(none, () => sleep(0)));
    });
    expect(kindOf(seen)).toEqual(timedOut);
  });

  test('of no time lets a block pass that never waits', () => {
    const task = bench.start(function* () {
      return yield* limit(0, () => sync(() => 'passed'));
    });
    bench.finish();
    expect([outcomeOf(task), task.cancelling()]).toEqual([['result', 'passed'], 0]);
  });
});

describe('timeouts inside of each other', () => {
  test('are told apart: the outer one ends both', () => {
    const flags = bench.main(function* () {
      let [outer, inner] = [new Timeout(null), new Timeout(null)];
      const error = yield* failureOf(
        timeout(10, function* (t) {
          outer = t;
          // The inner limit has not come: what leaves it is the cancellation of the outer one.
          const cause = yield* failureOf(
            timeout(20, function* (t2) {
              inner = t2;
              yield* sleep(10_000);
            }),
          );
          expect(cause).toBeInstanceOf(CancelledError);
          throw cause;
        }),
      );
      return [kindOf(error), outer.expired(), inner.expired()];
    });
    expect(flags).toEqual([timedOut, true, false]);
  });

  test('are told apart: the inner one ends itself only', () => {
    const seen = bench.main(function* () {
      return yield* timeout(100, function* (outer) {
        const error = yield* failureOf(timeout(10, () => sleep(10_000)));
        yield* sleep(10);
        return [kindOf(error), outer.expired(), bench.loop.time()];
      });
    });
    expect(seen).toEqual([timedOut, false, 20]);
  });

  test('of the same deadline are one TimeoutError, the outer one', () => {
    let inside: unknown = null;
    const task = bench.start(function* () {
      yield* timeout(10, function* () {
        try {
          yield* timeout(10, () => sleep(10_000));
        } catch (error) {
          inside = error;
          throw error;
        }
      });
    });
    bench.finish();
    expect([kindOf(task.exception()), inside instanceof CancelledError, task.cancelling()]).toEqual([
      timedOut,
      true,
      0,
    ]);
  });

  test('that expire one after the other while the block holds on are told apart all the same', () => {
    const task = bench.start(function* () {
      yield* timeout(10, function* () {
        yield* timeout(20, function* () {
          // Ends by itself, after both deadlines.
          yield* failureOf(sleep(30));
          yield* failureOf(sleep(30));
        });
      });
      return self().cancelling();
    });
    bench.finish();
    expect([outcomeOf(task), bench.loop.time()]).toEqual([['result', 0], 20]);
  });

  test('may stand in the clean-up of each other', () => {
    const seen = bench.main(function* () {
      const error = yield* failureOf(
        timeout(10, function* () {
          try {
            yield* sleep(1000);
          } finally {
            expect(kindOf(yield* failureOf(timeout(10, () => sleep(1000))))).toEqual(timedOut);
          }
        }),
      );
      return [kindOf(error), bench.loop.time(), self().cancelling()];
    });
    expect(seen).toEqual([timedOut, 20, 0]);
  });
});

describe('what leaves the block', () => {
  test('is passed on if it is an exception', () => {
    const exception = new RangeError('oops');
    expect(
      bench.main(() =>
        failureOf(
          timeout(100, () =>
            sync(() => {
              throw exception;
            }),
          ),
        ),
      ),
    ).toBe(exception);
  });

  test('is passed on if it is an exception that was thrown at the deadline', () => {
    const exception = new RangeError('in the clean-up');
    const task = bench.start(function* () {
      yield* timeout(10, function* () {
        try {
          yield* sleep(1000);
        } catch {
          throw exception;
        }
      });
    });
    bench.finish();
    expect([task.exception() === exception, task.cancelling()]).toEqual([true, 0]);
  });

  test('stays a cancellation if the deadline has not come', () => {
    const task = bench.start(function* () {
      yield* timeout(100, () =>
        sync(() => {
          throw new CancelledError('foreign');
        }),
      );
    });
    bench.finish();
    expect(outcomeOf(task)).toEqual(['cancelled', 'foreign']);
  });

  test('stays a cancellation if it came from outside', () => {
    const task = bench.start(function* () {
      yield* timeout(1000, () => sleep(500));
    });
    bench.advance(10);
    task.cancel('outside');
    bench.finish();
    expect([outcomeOf(task), task.cancelling()]).toEqual([['cancelled', 'outside'], 1]);
  });

  test('becomes a TimeoutError whose cause is the cancellation', () => {
    const error = bench.main(() => failureOf(timeout(10, () => sleep(1000)))) as TimeoutError;
    expect([kindOf(error), error.cause instanceof CancelledError]).toEqual([timedOut, true]);
  });
});
