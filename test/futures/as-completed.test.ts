import { describe, expect, test } from '@jest/globals';
import {
  type AsCompleted,
  asCompleted,
  type Coroutine,
  createTask,
  Future,
  sleep,
  type Task,
  TimeoutError,
} from 'rxduct';
import { toArray } from 'rxjs';
import { Bench, failureOf, kindOf, outcomeOf, sync } from './bench.ts';

const bench = Bench.use();

const slept = <T>(delay: number, value: T): Task<T> => createTask(sleep(delay, value));

/** Drives the loop and the promises in turns until `promise` is settled. */
const driven = async <T>(promise: Promise<T>): Promise<T> => {
  let over = false;
  const end = () => {
    over = true;
  };
  promise.then(end, end);
  for (let i = 0; i < 1000 && !over; i++) {
    await null;
    bench.settle();
  }
  return promise;
};

describe('asCompleted in a coroutine', () => {
  test('gives the results as they come', () => {
    const seen = bench.main(function* () {
      const values: unknown[] = [];
      for (const next of asCompleted([sleep(10, 'b'), sleep(15, 'c'), sleep(1, 'a')])) {
        values.push([yield* next, bench.loop.time()]);
      }
      return values;
    });
    expect(seen).toEqual([
      ['a', 1],
      ['b', 10],
      ['c', 15],
    ]);
  });

  test('gives also those that are done already', () => {
    const done = new Future<string>();
    done.setResult('done');
    const seen = bench.main(function* () {
      const values: string[] = [];
      for (const next of asCompleted([slept(10, 'later'), done])) values.push(yield* next);
      return values;
    });
    expect(seen).toEqual(['done', 'later']);
  });

  test('throws a failure where it stands in the order', () => {
    const exception = new RangeError('oops');
    const fail = bench.start(function* () {
      yield* sleep(10);
      throw exception;
    });
    const seen = bench.main(function* () {
      const [first, second, third] = asCompleted<string>([slept(20, 'b'), fail, slept(5, 'a')]);
      return [
        yield* first as Coroutine<string>,
        yield* failureOf(second as Coroutine<string>),
        yield* third as Coroutine<string>,
      ];
    });
    expect([seen[0], seen[1] === exception, seen[2]]).toEqual(['a', true, 'b']);
  });

  test('may be waited for in any order: the first to wait gets the first', () => {
    const seen = bench.main(function* () {
      const [one, two] = [...asCompleted([slept(5, 'a'), slept(10, 'b')])] as [Coroutine<string>, Coroutine<string>];
      return [yield* two, yield* one];
    });
    expect(seen).toEqual(['a', 'b']);
  });

  test('gives several waiting tasks one each', () => {
    const [one, two] = [...asCompleted([slept(20, 'b'), slept(10, 'a')])].map((next) => createTask(next)) as [
      Task<string>,
      Task<string>,
    ];
    bench.advance(10);
    expect([outcomeOf(one), outcomeOf(two)]).toEqual([['result', 'a'], ['pending']]);
    bench.finish();
    expect(two.result()).toBe('b');
  });

  test('gives two that are done in the same iteration', () => {
    const seen = bench.main(function* () {
      const values: string[] = [];
      for (const next of asCompleted([slept(50, 'a'), slept(50, 'b')])) values.push(yield* next);
      return [values, bench.loop.time()];
    });
    expect(seen).toEqual([['a', 'b'], 50]);
  });

  test('gives once what is given twice', () => {
    const call = sync(() => 'ham');
    const seen = bench.main(function* () {
      const values: string[] = [];
      for (const next of asCompleted([call, call, sync(() => 'spam'), call])) values.push(yield* next);
      return values;
    });
    expect(seen).toEqual(['ham', 'spam']);
  });

  test('of nothing gives nothing', () => {
    expect([...asCompleted([])].length).toBe(0);
  });

  test('runs coroutines on the current loop, also outside of callbacks', () => {
    const [next] = asCompleted([sync(() => 42)]) as Iterable<Coroutine<number>>;
    const task = createTask(next as Coroutine<number>);
    bench.finish();
    expect([task.getLoop() === bench.loop, task.result()]).toEqual([true, 42]);
  });

  test('passes a turn on when the one who waits is cancelled after being woken', () => {
    const future = new Future<string>();
    const [one, two] = [...asCompleted([future, slept(100, 'later')])].map((next) => createTask(next)) as [
      Task<string>,
      Task<string>,
    ];
    bench.settle();
    future.setResult('first');
    // Behind the callback that wakes the first one, and before that one runs.
    bench.loop.callSoon(() => one.cancel());
    bench.settle();
    expect([one.cancelled(), outcomeOf(two)]).toEqual([true, ['result', 'first']]);
    bench.finish();
  });
});

describe('asCompleted with a timeout', () => {
  test('throws a TimeoutError for each that is not done in time, and cancels none', () => {
    const tasks = [slept(100, 'a'), slept(150, 'b'), slept(160, 'c')];
    const seen = bench.main(function* () {
      const values: unknown[] = [];
      for (const next of asCompleted(tasks, { timeout: 120 })) {
        try {
          values.push([yield* next, bench.loop.time()]);
        } catch (error) {
          values.push([kindOf(error), bench.loop.time()]);
        }
      }
      return values;
    });
    const timedOut = [['TimeoutError', 'ETIMEDOUT'], 120];
    expect(seen).toEqual([['a', 100], timedOut, timedOut]);
    expect(tasks.map((task) => task.result())).toEqual(['a', 'b', 'c']);
  });

  test('that is not reached leaves no timer behind', () => {
    bench.main(function* () {
      for (const next of asCompleted([sleep(10, 'a')], { timeout: 10_000 })) yield* next;
    });
    expect(bench.loop.time()).toBe(10);
  });

  test('counts from the call', () => {
    const seen = bench.main(function* () {
      const [next] = asCompleted([slept(100, 'a')], { timeout: 50 });
      yield* sleep(60);
      return yield* failureOf(next as Coroutine<string>);
    });
    expect(seen).toBeInstanceOf(TimeoutError);
  });
});

describe('asCompleted in an async function', () => {
  test('gives the futures themselves, done', async () => {
    const [a, b] = [slept(10, 'a'), slept(5, 'b')];
    bench.finish();
    const walk = async (completed: AsCompleted<string>) => {
      const seen: unknown[] = [];
      for await (const future of completed) seen.push([future === a ? 'a' : future === b ? 'b' : '?', future.done()]);
      return seen;
    };
    expect(await driven(walk(asCompleted([a, b])))).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });

  test('throws a TimeoutError, and ends', async () => {
    const completed = asCompleted([new Future<string>()], { timeout: 0 });
    const walk = async () => {
      for await (const _future of completed);
    };
    const caught = walk().then(null, (error: unknown) => error);
    expect(await driven(caught)).toBeInstanceOf(TimeoutError);
  });
});

describe('asCompleted as an observable', () => {
  test('emits the results as they come, and completes', async () => {
    const done = [slept(10, 'b'), slept(5, 'a')];
    const seen: string[][] = [];
    const end = new Promise<void>((resolve) => {
      asCompleted(done)
        .toObservable()
        .pipe(toArray())
        .subscribe({ next: (values) => seen.push(values), complete: resolve });
    });
    bench.finish();
    await driven(end);
    expect(seen).toEqual([['a', 'b']]);
  });

  test('errors with the first failure', async () => {
    const exception = new RangeError('oops');
    const failed = new Future<string>();
    failed.setException(exception);
    const error = new Promise((resolve) => {
      asCompleted([failed]).toObservable().subscribe({ error: resolve });
    });
    expect(await driven(error)).toBe(exception);
  });
});

test.each([
  ['a future', () => new Future<void>()],
  ['a coroutine', () => sleep(1)],
  ['a number', () => 5],
])('asCompleted takes no %s in place of several', (_what, make) => {
  expect(() => asCompleted(make() as unknown as Future<void>[])).toThrow(TypeError);
});
