import { describe, expect, test } from '@jest/globals';
import { CancelledError, Future, sleep } from 'rxduct';
import { Bench, failureOf, outcomeOf, thrown } from './bench.ts';

const bench = Bench.use();

test('a future that is made inside of a callback belongs to the loop that runs', () => {
  const seen: boolean[] = [];
  bench.loop.callSoon(() => seen.push(new Future<void>().getLoop() === bench.loop));
  bench.finish();
  expect(seen).toEqual([true]);
});

test('the message of a cancellation can be read, and is none before', () => {
  const future = new Future<void>();
  expect(future.cancelMessage).toBe(undefined);
  future.cancel('my message');
  expect(future.cancelMessage).toBe('my message');
});

test('a future that has not been constructed cannot be used', () => {
  class Careless extends Future<void> {
    static bare(): Future<void> {
      return Object.create(Careless.prototype) as Future<void>;
    }
  }
  expect(() => Careless.bare().result()).toThrow(TypeError);
});

describe('waiting for a future', () => {
  test('gives a result that is an array as it is', () => {
    const future = new Future<[number, number]>();
    const pair: [number, number] = [1, 2];
    future.setResult(pair);
    expect(
      bench.main(function* () {
        return (yield* future) === pair;
      }),
    ).toBe(true);
  });

  test('throws the very exception, to each who waits, and adds nothing to it', () => {
    const future = new Future<void>();
    const exception = new RangeError('oops');
    const { stack } = exception;
    const tasks = Array.from({ length: 5 }, () =>
      bench.start(function* () {
        return [yield* failureOf(future), yield* failureOf(future)];
      }),
    );
    bench.loop.callLater(5, () => future.setException(exception));
    bench.finish();
    for (const task of tasks) expect(task.result().every((error) => error === exception)).toBe(true);
    expect(exception.stack).toBe(stack);
  });

  test('of which several wait wakes them in the order in which they began', () => {
    const future = new Future<void>();
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      bench.start(function* () {
        yield* future;
        order.push(name);
      });
    }
    bench.settle();
    future.setResult();
    bench.finish();
    expect(order).toEqual(['a', 'b', 'c']);
  });

  test('can be ended from outside by throwing into it', () => {
    const exception = new RangeError('elephant');
    const wait = new Future<void>()[Symbol.iterator]();
    expect(wait.next().done).toBe(false);
    expect(thrown(() => wait.throw(exception))).toBe(exception);
  });

  test('without a task that runs it is told that there is no result yet', () => {
    const wait = new Future<void>()[Symbol.iterator]();
    wait.next();
    expect(thrown(() => wait.next())).toMatchObject({ code: 'ERR_INVALID_STATE' });
  });

  test('that is cancelled twice over cancels each who waits', () => {
    const future = new Future<void>();
    const tasks = Array.from({ length: 2 }, () =>
      bench.start(function* () {
        yield* future;
      }),
    );
    bench.settle();
    expect([future.cancel('first'), future.cancel('second')]).toEqual([true, false]);
    bench.finish();
    expect(tasks.map((task) => task.cancelled())).toEqual([true, true]);
    expect(thrown(() => tasks[0]?.result())).toBeInstanceOf(CancelledError);
  });
});

test('a done-callback that takes others out while they are on their way changes nothing', () => {
  const future = new Future<void>();
  const order: string[] = [];
  const last = () => order.push('last');
  future.addDoneCallback(() => {
    order.push(`first removes ${future.removeDoneCallback(last)}`);
  });
  future.addDoneCallback(last);
  future.setResult();
  bench.finish();
  expect(order).toEqual(['first removes 0', 'last']);
});

test('a thousand futures of a thousand tasks are done in the order of their deadlines', () => {
  const order: number[] = [];
  for (let i = 0; i < 1000; i++) {
    bench.start(function* () {
      yield* sleep((i * 37) % 1000);
      order.push((i * 37) % 1000);
    });
  }
  bench.finish();
  expect(order).toEqual(Array.from({ length: 1000 }, (_, i) => i));
});

test('a future that is cancelled is none with an exception', () => {
  const future = new Future<void>();
  future.cancel();
  expect(outcomeOf(future)).toEqual(['cancelled', '']);
});
