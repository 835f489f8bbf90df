import { describe, expect, test } from '@jest/globals';
import {
  allTasks,
  type Body,
  type Coroutine,
  coroutine,
  createTask,
  Future,
  getRunningLoop,
  InvalidStateError,
  run,
  sleep,
  type Task,
  type TaskSource,
  UsageError,
  until,
  VirtualEventLoop,
} from 'rxduct';
import { NEVER } from 'rxjs';
import { Bench, failureOf, kindOf, outcomeOf, sync, thrown } from './bench.ts';

const bench = Bench.use();

const usage = ['UsageError', 'ERR_USAGE'];
const invalidState = ['InvalidStateError', 'ERR_INVALID_STATE'];

/** What the types forbid, and JavaScript does not: a body that yields anything. */
const yielding = (value: unknown): Coroutine<unknown> =>
  coroutine(function* () {
    return yield value as never;
  } as () => Body<unknown>)();

describe('a bare yield', () => {
  test.each<[what: string, make: () => unknown, hint: string]>([
    ['of a promise', () => Promise.resolve(1), 'until(promise)'],
    ['of an observable', () => NEVER, 'until(observable)'],
    ['of a future', () => new Future<void>(), 'yield* future'],
    ['of a task', () => createTask(sync(() => 1)), 'yield* future'],
    ['of a coroutine', () => sync(() => 1), 'until(promise)'],
    ['of nothing', () => undefined, 'nothing'],
    ['of null', () => null, 'yield*'],
    ['of a number', () => 5, 'number'],
    ['of an object', () => ({}), 'object'],
  ])('%s is an error that says what to write', (_what, make, hint) => {
    const task = createTask(yielding(make()), { name: 'mine' });
    bench.finish();
    const error = task.exception() as Error;
    expect(kindOf(error)).toEqual(usage);
    expect(error.message).toContain(hint);
    expect(error.message).toContain('mine');
  });

  test('can be caught, and the task goes on', () => {
    const task = bench.start(function* () {
      const error = yield* failureOf(yielding(5));
      yield* sleep(1);
      return kindOf(error);
    });
    bench.finish();
    expect(outcomeOf(task)).toEqual(['result', usage]);
  });

  test('arrives one iteration later, and not inside of the step', () => {
    const order: string[] = [];
    bench.start(function* () {
      bench.loop.callSoon(() => order.push('loop'));
      yield* failureOf(yielding(5));
      order.push('told');
    });
    bench.finish();
    expect(order).toEqual(['loop', 'told']);
  });
});

describe('a task that waits for itself', () => {
  test('is told so', () => {
    const task: Task<unknown> = bench.start(function* () {
      yield* task;
    });
    bench.finish();
    expect(kindOf(task.exception())).toEqual(usage);
  });

  test('may go on, but can be waited for no more until it is done', () => {
    const task: Task<unknown> = bench.start(function* () {
      yield* failureOf(task);
      yield* sleep(10);
      return 'went on';
    });
    const other = bench.start(function* () {
      yield* sleep(5);
      yield* task;
    });
    bench.finish();
    expect([kindOf(other.exception()), task.result()]).toEqual([usage, 'went on']);
  });
});

test('a task that waits for a future of another loop is told so', () => {
  const foreign = new Future<void>(new VirtualEventLoop());
  const task = bench.start(function* () {
    yield* foreign;
  });
  bench.finish();
  expect(kindOf(task.exception())).toEqual(usage);
});

test('a future of another loop that is done already can be had', () => {
  const foreign = new Future<string>(new VirtualEventLoop());
  foreign.setResult('done');
  expect(
    bench.main(function* () {
      return yield* foreign;
    }),
  ).toBe('done');
});

describe('a second result', () => {
  const finishes: [what: string, finish: (future: Future<number>) => unknown][] = [
    ['a result', (future) => future.setResult(1)],
    ['an exception', (future) => future.markRetrieved().setException(new Error())],
    ['a cancellation', (future) => future.cancel()],
  ];
  const cases = finishes.flatMap(([first, finish]) => [
    { first, finish, second: 'result', again: (future: Future<number>) => future.setResult(2) },
    { first, finish, second: 'exception', again: (future: Future<number>) => future.setException(new Error()) },
  ]);

  test.each(cases)('is refused: $second after $first', ({ finish, again }) => {
    const future = new Future<number>();
    finish(future);
    const before = outcomeOf(future)[0];
    expect(kindOf(thrown(() => again(future)))).toEqual(invalidState);
    expect(outcomeOf(future)[0]).toBe(before);
  });
});

describe('a result that is not there yet', () => {
  test.each([
    ['future', () => new Future<number>()],
    ['task', () => createTask(sync(() => 1))],
  ])('cannot be read from a %s', (_what, make) => {
    const future = make();
    expect(kindOf(thrown(() => future.result()))).toEqual(invalidState);
    expect(kindOf(thrown(() => future.exception()))).toEqual(invalidState);
    bench.finish();
  });
});

describe('the result of a task', () => {
  /** Through the base class: the types of a task forbid it. */
  const asFuture = (task: Task<string>) =>
    task as unknown as { setResult(value: string): void; setException(error: Error): void };

  test('cannot be set from outside', () => {
    const task = createTask(sync(() => 'ko'));
    expect(kindOf(thrown(() => asFuture(task).setResult('ok')))).toEqual(usage);
    expect(kindOf(thrown(() => asFuture(task).setException(new RangeError())))).toEqual(usage);
    bench.finish();
    expect(task.result()).toBe('ko');
  });

  test('cannot be set from inside either; the refusal is its exception', () => {
    const task: Task<string> = createTask(
      sync(() => {
        asFuture(task).setResult('ok');
        return 'ko';
      }),
    );
    bench.finish();
    expect(kindOf(task.exception())).toEqual(usage);
  });
});

describe('a task cannot be made', () => {
  test.each([
    ['a number', 123],
    ['a text', 'text'],
    ['nothing', undefined],
    ['null', null],
    ['a promise', Promise.resolve()],
    ['an object', {}],
  ])('of %s', (_what, value) => {
    expect(thrown(() => createTask(value as unknown as TaskSource<void>))).toBeInstanceOf(TypeError);
    expect(allTasks().size).toBe(0);
  });

  test('of a future', () => {
    expect(thrown(() => createTask(new Future<void>() as unknown as TaskSource<void>))).toBeInstanceOf(TypeError);
  });

  test('of a coroutine that was run already', () => {
    const call = sync(() => 1);
    createTask(call);
    expect(kindOf(thrown(() => createTask(call)))).toEqual(usage);
    expect(allTasks().size).toBe(1);
  });
});

test('a coroutine that is waited for while it runs is told so', () => {
  const inner: { call?: Coroutine<void> } = {};
  inner.call = coroutine(function* (): Body<void> {
    yield* sleep(1);
    yield* inner.call as Coroutine<void>;
  })();
  const task = createTask(inner.call);
  bench.finish();
  expect(kindOf(task.exception())).toEqual(usage);
});

test('a coroutine that catches its cancellation and goes on is not cancelled, and the request stays counted', () => {
  const task = bench.start(function* () {
    for (let caught = 0; caught < 3; ) {
      try {
        yield* sleep(1000);
      } catch {
        caught++;
      }
    }
    return 'went on';
  });
  for (let i = 0; i < 3; i++) {
    bench.advance(10);
    expect(task.cancel()).toBe(true);
  }
  bench.finish();
  expect([outcomeOf(task), task.cancelled(), task.cancelling()]).toEqual([['result', 'went on'], false, 3]);
});

test('run inside of a loop is refused, and its coroutine does not run', async () => {
  let ran = false;
  const refusals: Promise<unknown>[] = [];
  createTask(
    sync(() => {
      const call = sync(() => {
        ran = true;
      });
      refusals.push(run(call).then(null, (error: unknown) => error));
    }),
  );
  bench.finish();
  expect([kindOf(await refusals[0]), ran]).toEqual([usage, false]);
});

test('a loop that is not running is none to ask for', () => {
  expect(() => getRunningLoop()).toThrow(UsageError);
});

test('a coroutine of until that was run cannot be run again', () => {
  const call = until(Promise.resolve());
  createTask(call).cancel();
  expect(() => createTask(call)).toThrow(UsageError);
  bench.finish();
});

test('a done task is not stepped again by what it waited for', () => {
  const future = new Future<void>();
  const task = bench.start(function* () {
    yield* future;
  });
  bench.settle();
  task.getBody().return();
  future.setResult();
  bench.finish();
  expect([outcomeOf(task), thrown(() => new Future<void>().result()) instanceof InvalidStateError]).toEqual([
    ['result', undefined],
    true,
  ]);
});
