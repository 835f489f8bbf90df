import { describe, expect, test } from '@jest/globals';
import { type Body, coroutine, currentTask, sleep, type Task, type TaskGroup, taskGroup } from 'rxduct';
import { Bench, failureOf, outcomeOf, sync } from './bench.ts';
import { crash, crashWhenCancelled, errorsOf, groupErrors, inGroup, noting } from './groups.ts';

const bench = Bench.use();

describe('a group', () => {
  test('ends when its tasks have ended', () => {
    const results = bench.main(function* () {
      const tasks = yield* taskGroup((group) =>
        sync(() => [group.createTask(sleep(100, 42)), group.createTask(sleep(200, 11))]),
      );
      return [tasks.map((task) => task.result()), bench.loop.time()];
    });
    expect(results).toEqual([[42, 11], 200]);
  });

  test('takes tasks while its block goes on', () => {
    const results = bench.main(function* () {
      const tasks = yield* taskGroup(function* (group) {
        const first = group.createTask(sleep(100, 42));
        yield* sleep(150);
        return [first, group.createTask(sleep(200, 11))];
      });
      return [tasks.map((task) => task.result()), bench.loop.time()];
    });
    expect(results).toEqual([[42, 11], 350]);
  });

  test('takes a task that is cancelled for one that has ended', () => {
    const outcomes = bench.main(function* () {
      const tasks = yield* taskGroup(function* (group) {
        const first = group.createTask(sleep(1000, 42));
        yield* sleep(150);
        first.cancel();
        return [first, group.createTask(sleep(200, 11))];
      });
      return tasks.map((task) => outcomeOf(task));
    });
    expect(outcomes).toEqual([
      ['cancelled', ''],
      ['result', 11],
    ]);
  });

  test('takes tasks from its tasks', () => {
    const order: string[] = [];
    const leaf = coroutine(function* (delay: number) {
      yield* sleep(delay);
      order.push(`leaf at ${bench.loop.time()}`);
    });
    const root = coroutine(function* (group: TaskGroup) {
      yield* sleep(100);
      group.createTask(leaf(100));
      group.createTask(leaf(200));
    });
    bench.main(function* () {
      yield* taskGroup(function* (group) {
        group.createTask(root(group));
        yield* sleep(0);
      });
      order.push('left');
    });
    expect(order).toEqual(['leaf at 200', 'leaf at 300', 'left']);
  });

  test('forgets tasks that have ended, while its block goes on', () => {
    const ended = bench.main(function* () {
      yield* taskGroup(function* (group) {
        for (let i = 0; i < 10; i++) {
          yield* sleep(100);
          group.createTask(sleep(300));
        }
        yield* sleep(1350);
      });
      return bench.loop.time();
    });
    expect(ended).toBe(2350);
  });

  test('without tasks does not give way', () => {
    const order: string[] = [];
    bench.start(function* () {
      bench.loop.callSoon(() => order.push('loop'));
      order.push(yield* taskGroup(() => sync(() => 'block')));
      order.push('left');
    });
    bench.finish();
    expect(order).toEqual(['block', 'left', 'loop']);
  });

  test('names its tasks', () => {
    const name = bench.main(() =>
      taskGroup((group) => sync(() => group.createTask(sleep(0), { name: 'yolo' }).getName())).takeBody(),
    );
    expect(name).toBe('yolo');
  });

  test('takes async functions too', async () => {
    const task = inGroup((group) => sync(() => group.createTask(async () => 'async')));
    bench.settle();
    await null;
    await null;
    bench.settle();
    expect(task.result().result()).toBe('async');
  });
});

describe('a failing task of a group', () => {
  test('cancels the others, and the block is not gone on with', () => {
    const order: string[] = [];
    let other: Task<void> | undefined;
    const task = bench.start(function* () {
      yield* taskGroup(function* (group) {
        group.createTask(crash(100));
        other = group.createTask(noting(order, 'other cancelled'));
        yield* sleep(0);
      });
      order.push('not reached');
    });
    bench.finish();
    expect([groupErrors(task), order, other?.cancelled()]).toEqual([
      ['RangeError: after 100'],
      ['other cancelled'],
      true,
    ]);
  });

  test('cancels the block too, and comes together with all that fail at the same time', () => {
    const order: string[] = [];
    const task = inGroup(function* (group) {
      for (let i = 0; i < 3; i++) group.createTask(crash(100));
      group.createTask(noting(order, 'other'));
      try {
        yield* sleep(10_000);
      } catch (error) {
        order.push('block');
        throw error;
      }
    });
    bench.finish();
    expect(groupErrors(task)).toEqual(['RangeError: after 100', 'RangeError: after 100', 'RangeError: after 100']);
    expect([order, task.cancelling(), bench.loop.time()]).toEqual([['other', 'block'], 0, 100]);
  });

  test('stands before the error of the block', () => {
    const task = inGroup(function* (group) {
      group.createTask(crash(100));
      yield* crashWhenCancelled();
    });
    bench.finish();
    expect(groupErrors(task)).toEqual(['RangeError: after 100', 'SyntaxError: in the clean-up']);
  });

  test('stops a group whose tasks make more and more tasks', () => {
    let count = 0;
    const hydra = coroutine(function* (group: TaskGroup): Body<void> {
      count++;
      yield* sleep(10);
      group.createTask(hydra(group));
      group.createTask(hydra(group));
    });
    const hercules = coroutine(function* () {
      while (count < 10) yield* sleep(15);
      throw new RangeError('enough');
    });
    const task = inGroup(function* (group) {
      group.createTask(hydra(group));
      group.createTask(hercules());
      yield* sleep(0);
    });
    bench.finish();
    expect([groupErrors(task), count >= 10]).toEqual([['RangeError: enough'], true]);
  });

  test('leaves no request to cancel behind, also if the block fails while it is cancelled', () => {
    const task = bench.start(function* () {
      const error = yield* failureOf(
        taskGroup(function* (group) {
          group.createTask(crash(0));
          yield* crashWhenCancelled();
        }),
      );
      return [errorsOf(error), currentTask()?.cancelling()];
    });
    bench.finish();
    expect(task.result()).toEqual([['RangeError: after 0', 'SyntaxError: in the clean-up'], 0]);
  });

  test('does not cancel what follows the group', () => {
    const task = bench.start(function* () {
      yield* failureOf(taskGroup((group) => sync(() => group.createTask(crash(0)))));
      yield* sleep(0);
      return yield* sleep(10, 'went on');
    });
    bench.finish();
    expect(outcomeOf(task)).toEqual(['result', 'went on']);
  });
});

describe('a failing block', () => {
  test.each([[100], [0], [null]])('cancels its tasks (after %p ms)', (delay) => {
    const tasks: Task<unknown>[] = [];
    const task = inGroup(function* (group) {
      tasks.push(group.createTask(sleep(1000)), group.createTask(sleep(2000)));
      if (delay !== null) yield* sleep(delay);
      throw new RangeError('block');
    });
    bench.finish();
    expect([groupErrors(task), tasks.map((child) => child.cancelled())]).toEqual([['RangeError: block'], [true, true]]);
  });
});
