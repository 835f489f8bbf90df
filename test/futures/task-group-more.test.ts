import { describe, expect, test } from '@jest/globals';
import {
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  sleep,
  type Task,
  TaskGroup,
  TaskGroupError,
  taskGroup,
  UsageError,
} from 'rxduct';
import { Bench, failureOf, kindOf, outcomeOf, sync, thrown } from './bench.ts';

const bench = Bench.use();

const usage = ['UsageError', 'ERR_USAGE'];

/** A task in which `body` is run: a group can be entered nowhere else. */
const inTask = (body: () => unknown): Task<unknown> => {
  const task = createTask(sync(body));
  bench.finish();
  return task;
};

describe('a group by hand', () => {
  test('cannot be entered inside of its own block', () => {
    const task = inTask(() => {
      const group = new TaskGroup();
      group.enter();
      group.enter();
    });
    expect(kindOf(task.exception())).toEqual(usage);
  });

  test('cannot be entered again once it is finished', () => {
    const task = bench.start(function* () {
      const group = new TaskGroup();
      group.enter();
      yield* group.exit(null);
      group.enter();
    });
    bench.finish();
    expect(kindOf(task.exception())).toEqual(usage);
  });

  test('cannot be entered outside of a task', () => {
    const group = new TaskGroup();
    expect(kindOf(thrown(() => group.enter()))).toEqual(usage);
    expect(kindOf(thrown(() => group.createTask(sleep(0))))).toEqual(usage);
  });
});

describe('a task cannot be made', () => {
  /** A coroutine that was refused is closed: it cannot be run any more. */
  const refused = (group: TaskGroup) => {
    const call = sleep(0);
    const error = thrown(() => group.createTask(call));
    return [kindOf(error), kindOf(thrown(() => call.takeBody()))];
  };

  test('by a group that was not entered', () => {
    expect(refused(new TaskGroup())).toEqual([usage, usage]);
  });

  test('by a group that is finished', () => {
    const seen = bench.main(function* () {
      const group = yield* taskGroup((entered) => sync(() => [entered] as const));
      return refused(group[0]);
    });
    expect(seen).toEqual([usage, usage]);
  });

  test('by a group that is being cancelled after a failure', () => {
    let seen: unknown;
    const crash = coroutine(function* () {
      yield* sleep(1);
      throw new RangeError('first');
    });
    const late = coroutine(function* (group: TaskGroup) {
      yield* failureOf(sleep(1000));
      seen = refused(group);
    });
    const task = createTask(
      taskGroup(function* (group) {
        group.createTask(crash());
        group.createTask(late(group));
        yield* sleep(0);
      }),
    );
    bench.finish();
    expect([seen, (task.exception() as TaskGroupError).errors.length]).toEqual([[usage, usage], 1]);
  });
});

describe.each([
  ['eager', true],
  ['lazy', false],
])('an %s task of a group', (_kind, eagerStart) => {
  test('that fails in its first step cancels its siblings at their next wait, and not before', () => {
    const order: string[] = [];
    const third = () =>
      sync(() => {
        throw new RangeError('third');
      });
    const second = coroutine(function* (group: TaskGroup) {
      group.createTask(third(), { eagerStart });
      order.push('goes on');
      // An eager one is cancelled at the first, a lazy one at the second.
      const error = yield* failureOf(
        (function* () {
          yield* sleep(0);
          yield* sleep(0);
        })(),
      );
      order.push((error as Error).constructor.name);
    });
    const task = createTask(
      taskGroup(function* (group) {
        group.createTask(second(group), { eagerStart });
        yield* sleep(10);
      }),
    );
    bench.finish();
    expect((task.exception() as TaskGroupError).errors.map((error) => error.message)).toEqual(['third']);
    expect(order).toEqual(['goes on', 'CancelledError']);
  });

  test('that fails does not cancel what follows the group', () => {
    const fail = () =>
      sync(() => {
        throw new RangeError('in its first step');
      });
    const task = bench.start(function* () {
      const error = yield* failureOf(taskGroup((group) => sync(() => group.createTask(fail(), { eagerStart }))));
      yield* sleep(0);
      yield* sleep(0);
      return [error instanceof TaskGroupError, currentTask()?.cancelling()];
    });
    bench.finish();
    expect(outcomeOf(task)).toEqual(['result', [true, 0]]);
  });

  test('that is done at once ends the group as any other', () => {
    const results = bench.main(function* () {
      const tasks = yield* taskGroup((group) =>
        sync(() => [
          group.createTask(
            sync(() => 1),
            { eagerStart },
          ),
          group.createTask(
            sync(() => 2),
            { eagerStart },
          ),
        ]),
      );
      return tasks.map((task) => task.result());
    });
    expect(results).toEqual([1, 2]);
  });
});

test('of two cancellations from outside the first is passed on', () => {
  const task = createTask(
    taskGroup((group) =>
      sync(() => {
        group.createTask(
          coroutine(function* () {
            yield* failureOf(sleep(1000));
            yield* sleep(1000);
          })(),
        );
      }),
    ),
  );
  bench.settle();
  task.cancel('first');
  bench.advance(10);
  task.cancel('second');
  bench.finish();
  expect([outcomeOf(task), task.cancelling(), bench.loop.time()]).toEqual([['cancelled', 'first'], 2, 1000]);
});

test('a task that cancels itself inside of its group leaves it cancelled', () => {
  const task = bench.start(function* () {
    yield* taskGroup(function* (group) {
      group.createTask(sleep(10_000));
      currentTask()?.cancel('self');
      yield* sleep(10_000);
    });
  });
  bench.finish();
  expect([outcomeOf(task), bench.loop.time()]).toEqual([['cancelled', 'self'], 0]);
});

test('what is thrown that is no Error is wrapped into one', () => {
  const task = createTask(
    taskGroup(() =>
      sync(() => {
        throw 'a text';
      }),
    ),
  );
  bench.finish();
  const [error] = (task.exception() as TaskGroupError).errors;
  expect([kindOf(error), error?.cause]).toEqual([['RxductError', 'ERR_THROWN_VALUE'], 'a text']);
});

test('a CancelledError that a task makes by itself is no failure of the group', () => {
  const task = createTask(
    taskGroup((group) =>
      sync(() => {
        group.createTask(
          sync(() => {
            throw new CancelledError('mine');
          }),
        );
        return 'left';
      }),
    ),
  );
  bench.finish();
  expect(outcomeOf(task)).toEqual(['result', 'left']);
});

test('the errors of a group can be split, groups inside included', () => {
  const [range, type] = [new RangeError(), new TypeError()];
  const inner = new TaskGroupError('inner', [range, type]);
  const [matching, rest] = new TaskGroupError('outer', [type, inner]).split((error) => error instanceof TypeError);
  const errorsOf = (group: unknown) => (group as TaskGroupError).errors;
  expect(errorsOf(matching)[0]).toBe(type);
  expect(errorsOf(errorsOf(matching)[1])).toEqual([type]);
  expect(errorsOf(errorsOf(rest)[0])).toEqual([range]);
  expect(new TaskGroupError('all', [type]).split(() => true)[1]).toBe(null);
  expect(matching).not.toBeInstanceOf(UsageError);
});
