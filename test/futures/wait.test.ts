import { describe, expect, test } from '@jest/globals';
import {
  CancelledError,
  type Coroutine,
  coroutine,
  createTask,
  Future,
  type ReturnWhen,
  sleep,
  type Task,
  wait,
} from 'rxduct';
import { Bench, sync } from './bench.ts';

const bench = Bench.use();

const slept = <T>(delay: number, value: T): Task<T> => createTask(sleep(delay, value));

const failAfter = (delay: number): Task<never> =>
  bench.start(function* () {
    yield* sleep(delay);
    throw new RangeError(`after ${delay}`);
  });

/** Which of `tasks` are in `set`, by their places. */
const places = (tasks: readonly Future<unknown>[], set: Set<unknown>): number[] =>
  tasks.flatMap((task, i) => (set.has(task) ? [i] : []));

type Options = { timeout?: number | null; returnWhen?: ReturnWhen };

const waitIn = (tasks: readonly Future<unknown>[], options: Options = {}) =>
  bench.main(function* () {
    const { done, pending } = yield* wait(tasks, options);
    const ended = bench.loop.time();
    for (const task of pending) task.cancel();
    return { done: places(tasks, done), pending: places(tasks, pending), at: ended };
  });

describe('wait', () => {
  test('returns when all are done', () => {
    expect(waitIn([slept(100, 'a'), slept(150, 'b')])).toEqual({ done: [0, 1], pending: [], at: 150 });
  });

  test('waits once for what is given twice', () => {
    const task = slept(10, 'a');
    const sizes = bench.main(function* () {
      const { done, pending } = yield* wait([task, task]);
      return [done.size, pending.size];
    });
    expect(sizes).toEqual([1, 0]);
  });

  test('takes any iterable', () => {
    const tasks = [slept(10, 'a'), slept(20, 'b')];
    const done = bench.main(function* () {
      return (yield* wait(tasks.values())).done;
    });
    expect(places(tasks, done)).toEqual([0, 1]);
  });

  test('gives the futures in the order of the arguments', () => {
    const tasks = [slept(30, 'a'), slept(10, 'b'), slept(20, 'c')];
    const results = bench.main(function* () {
      return [...(yield* wait(tasks)).done].map((task) => task.result());
    });
    expect(results).toEqual(['a', 'b', 'c']);
  });

  test('gives way to the loop, also if all are done', () => {
    const order: string[] = [];
    const done = new Future<void>();
    done.setResult();
    bench.start(function* () {
      bench.loop.callSoon(() => order.push('loop'));
      yield* wait([done]);
      order.push('returned');
    });
    bench.finish();
    expect(order).toEqual(['loop', 'returned']);
  });

  test('returns also those that end in the same iteration as the first', () => {
    const tasks = [slept(10, 'a'), slept(10, 'b'), slept(10, 'c')];
    expect(waitIn(tasks, { returnWhen: 'FIRST_COMPLETED' })).toEqual({ done: [0, 1, 2], pending: [], at: 10 });
  });

  test('never fails because of them', () => {
    const cancelled = new Future<void>();
    cancelled.cancel();
    const tasks = [failAfter(10), cancelled, slept(20, 'a')];
    expect(waitIn(tasks)).toEqual({ done: [0, 1, 2], pending: [], at: 20 });
    expect((tasks[0] as Task<never>).exception()).toEqual(new RangeError('after 10'));
  });
});

describe('wait with FIRST_COMPLETED', () => {
  test('returns with the first, and cancels none', () => {
    const tasks = [slept(10_000, 'a'), slept(100, 'b')];
    const options = { returnWhen: 'FIRST_COMPLETED' } as const;
    const seen = bench.main(function* () {
      const { done, pending } = yield* wait(tasks, options);
      return [places(tasks, done), places(tasks, pending), tasks[0]?.cancelled(), bench.loop.time()];
    });
    expect(seen).toEqual([[1], [0], false, 100]);
  });

  test('finds the ones that are really done', () => {
    const order: string[] = [];
    const note = coroutine(function* (name: string, turns: number) {
      for (let i = 0; i < turns; i++) yield* sleep(0);
      order.push(name);
    });
    const tasks = [createTask(note('a', 1)), createTask(note('b', 2))];
    expect(waitIn(tasks, { returnWhen: 'FIRST_COMPLETED' })).toEqual({ done: [0, 1], pending: [], at: 0 });
    expect(order).toEqual(['a', 'b']);
  });
});

describe('wait with FIRST_EXCEPTION', () => {
  const options = { returnWhen: 'FIRST_EXCEPTION' } as const;

  test('returns with the first failure', () => {
    const failing = createTask(
      sync(() => {
        throw new RangeError('at once');
      }),
    );
    expect(waitIn([slept(10_000, 'a'), failing], options)).toEqual({ done: [1], pending: [0], at: 0 });
  });

  test('returns with a failure that comes while it waits', () => {
    expect(waitIn([slept(10_000, 'a'), failAfter(10)], options)).toEqual({ done: [1], pending: [0], at: 10 });
  });

  test('takes no cancellation for a failure', () => {
    const task = slept(10_000, 'a');
    bench.loop.callLater(5, () => task.cancel());
    expect(waitIn([task, slept(50, 'b')], options)).toEqual({ done: [0, 1], pending: [], at: 50 });
  });

  test('returns when all are done if none fails', () => {
    expect(waitIn([slept(10, 'a'), slept(20, 'b')], options)).toEqual({ done: [0, 1], pending: [], at: 20 });
  });
});

describe('wait with a timeout', () => {
  test('returns with what is done, and never throws', () => {
    expect(waitIn([slept(100, 'a'), slept(150, 'b')], { timeout: 110 })).toEqual({ done: [0], pending: [1], at: 110 });
  });

  test('that is not reached leaves nothing behind', () => {
    expect(waitIn([slept(100, 'a'), slept(150, 'b')], { timeout: 10_000 })).toEqual({
      done: [0, 1],
      pending: [],
      at: 150,
    });
    bench.finish();
    expect(bench.loop.time()).toBe(150);
  });

  test('of 0 gives those a chance that are ready', () => {
    const options = { timeout: 0, returnWhen: 'FIRST_COMPLETED' } as const;
    expect(waitIn([slept(100, 'a'), createTask(sync(() => 'b'))], options)).toEqual({ done: [1], pending: [0], at: 0 });
  });

  test('of null waits as long as it takes', () => {
    expect(waitIn([slept(5000, 'a')], { timeout: null })).toEqual({ done: [0], pending: [], at: 5000 });
  });
});

test('cancelling a wait leaves the tasks running', () => {
  const waiter = new Future<void>();
  const order: string[] = [];
  const inner = bench.start(function* () {
    yield* waiter;
    order.push('inner');
  });
  const outer = bench.start(function* () {
    yield* wait([inner]);
    order.push('outer');
  });
  bench.settle();
  outer.cancel();
  bench.settle();
  expect(outer.cancelled()).toBe(true);
  waiter.setResult();
  bench.settle();
  expect(order).toEqual(['inner']);
});

test('a wait that was cancelled has taken its callbacks back', () => {
  const future = new Future<void>();
  let removed = 0;
  const remove = future.removeDoneCallback.bind(future);
  future.removeDoneCallback = (callback) => {
    removed += remove(callback);
    return removed;
  };
  const outer = bench.start(function* () {
    yield* wait([future]);
  });
  bench.settle();
  outer.cancel();
  bench.settle();
  expect([outer.cancelled(), removed]).toEqual([true, 1]);
});

describe('wait refuses', () => {
  const future = () => new Future<void>();
  test.each<[what: string, call: () => unknown, type: ErrorConstructor]>([
    ['a future in place of several', () => wait(future() as unknown as Future<void>[]), TypeError],
    ['a coroutine in place of several', () => wait(sleep(1) as unknown as Future<void>[]), TypeError],
    ['a coroutine among them', () => wait([sleep(1) as unknown as Future<void>]), TypeError],
    ['a promise among them', () => wait([Promise.resolve() as unknown as Future<void>]), TypeError],
    ['none at all', () => wait([]), RangeError],
    ['an unknown returnWhen', () => wait([future()], { returnWhen: 'SOMETIME' as ReturnWhen }), RangeError],
  ])('%s', (_what, call, type) => {
    expect(call).toThrow(type);
  });
});

test('a coroutine of wait that is never run waits for nothing', () => {
  const call: Coroutine<unknown> = wait([new Future<void>()], { timeout: 1000 });
  bench.finish();
  call.close();
  expect(bench.loop.time()).toBe(0);
});

test('a done task in the set does not hide the cancellation of the waiting one', () => {
  const done = createTask(sync(() => 1));
  const outer = bench.start(function* () {
    yield* wait([done, new Future<number>()]);
  });
  bench.settle();
  outer.cancel();
  bench.settle();
  expect(() => outer.result()).toThrow(CancelledError);
});
