import { describe, expect, test } from '@jest/globals';
import { type Coroutine, currentTask, sleep, type Task, taskGroup } from 'rxduct';
import { Bench, failureOf, outcomeOf, sync } from './bench.ts';
import { crash, crashWhenCancelled, errorsOf, groupErrors, inGroup, noting } from './groups.ts';

const bench = Bench.use();

describe('cancelling the task of a group', () => {
  const cancelAfter = <T>(task: Task<T>, delay: number): Task<T> => {
    bench.advance(delay);
    expect(task.done()).toBe(false);
    task.cancel('outside');
    bench.finish();
    return task;
  };

  test('that waits for its tasks cancels them all', () => {
    const order: string[] = [];
    const task = inGroup((group) =>
      sync(() => {
        for (let i = 0; i < 5; i++) group.createTask(noting(order, `${i}`));
      }),
    );
    expect(outcomeOf(cancelAfter(task, 100))).toEqual(['cancelled', 'outside']);
    expect(order).toEqual(['0', '1', '2', '3', '4']);
  });

  test('cancels the block, and then the tasks', () => {
    const order: string[] = [];
    const task = inGroup(function* (group) {
      for (let i = 0; i < 5; i++) group.createTask(noting(order, `${i}`));
      yield* noting(order, 'block');
    });
    expect(outcomeOf(cancelAfter(task, 100))).toEqual(['cancelled', 'outside']);
    expect(order).toEqual(['block', '0', '1', '2', '3', '4']);
  });

  test('of a group without tasks cancels the block', () => {
    const order: string[] = [];
    const task = inGroup(() => noting(order, 'block'));
    expect([outcomeOf(cancelAfter(task, 100)), order]).toEqual([['cancelled', 'outside'], ['block']]);
  });

  test('is a TaskGroupError if a task fails meanwhile', () => {
    const task = inGroup(function* (group) {
      for (let i = 0; i < 5; i++) group.createTask(crashWhenCancelled());
      yield* sleep(10_000);
    });
    expect(groupErrors(cancelAfter(task, 100))).toEqual(Array(5).fill('SyntaxError: in the clean-up'));
  });

  test('is a TaskGroupError if the block fails meanwhile', () => {
    const task = inGroup(() => crashWhenCancelled());
    expect(groupErrors(cancelAfter(task, 100))).toEqual(['SyntaxError: in the clean-up']);
  });

  test.each([[false], [true]])(
    'is a TaskGroupError if a task fails while the block cleans up (nested: %p)',
    (nested) => {
      const group = inGroup(function* (tasks) {
        tasks.createTask(crash(300));
        try {
          yield* sleep(10_000);
        } catch (error) {
          yield* sleep(500);
          throw error;
        }
      });
      const task = nested
        ? bench.start(function* () {
            yield* group;
          })
        : group;
      expect(groupErrors(cancelAfter(task, 100))).toEqual(['RangeError: after 300']);
    },
  );

  test('is delivered again, at the next wait, after a TaskGroupError that was caught', () => {
    const task = bench.start(function* () {
      const error = yield* failureOf(
        taskGroup(function* (group) {
          group.createTask(crashWhenCancelled());
          yield* sleep(10_000);
        }),
      );
      return [errorsOf(error), yield* failureOf(sleep(1)), currentTask()?.cancelling()] as const;
    });
    const [errors, again, count] = cancelAfter(task, 100).result();
    expect([errors, (again as Error).message, count]).toEqual([['SyntaxError: in the clean-up'], '', 1]);
  });

  test.each([[false], [true]])('of a group in a group cancels both (a task in the outer one: %p)', (withTask) => {
    const task = inGroup(function* (outer) {
      if (withTask) outer.createTask(sleep(10_000));
      yield* taskGroup(function* (inner) {
        for (let i = 0; i < 2; i++) inner.createTask(crashWhenCancelled());
        yield* sleep(10_000);
      });
    });
    const text = 'SyntaxError: in the clean-up';
    expect(groupErrors(cancelAfter(task, 100))).toEqual([[text, text]]);
  });
});

describe('a group in a group', () => {
  const nested = (outer: Coroutine<unknown>, inner: Coroutine<unknown>) =>
    inGroup(function* (group) {
      group.createTask(outer);
      yield* taskGroup(function* (group2) {
        group2.createTask(inner);
        yield* sleep(0);
      });
    });

  test('is cancelled by a failure in the outer one, and adds nothing', () => {
    const task = nested(crash(100), crash(10_000));
    bench.finish();
    expect([groupErrors(task), bench.loop.time()]).toEqual([['RangeError: after 100'], 100]);
  });

  test('that fails is a failure of the block of the outer one', () => {
    const task = nested(crash(10_000), crash(100));
    bench.finish();
    expect([groupErrors(task), bench.loop.time()]).toEqual([[['RangeError: after 100']], 100]);
  });
});
