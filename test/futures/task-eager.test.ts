import { describe, expect, test } from '@jest/globals';
import {
  allTasks,
  type Coroutine,
  createTask,
  currentTask,
  Future,
  gather,
  sleep,
  type Task,
  VirtualEventLoop,
  wait,
} from 'rxduct';
import { Bench, outcomeOf, sync } from './bench.ts';

const bench = Bench.use();

const eagerly = <T>(call: Coroutine<T>): Task<T> => createTask(call, { eagerStart: true });

/** Inside of a callback of the loop: outside of one nothing starts at once. */
const inCallback = <T>(body: () => T): T => {
  const results: T[] = [];
  bench.loop.callSoon(() => results.push(body()));
  bench.settle();
  return results[0] as T;
};

describe('a task that is started eagerly', () => {
  test('takes its first step inside of the call', () => {
    const order: string[] = [];
    inCallback(() => {
      eagerly(sync(() => order.push('step')));
      order.push('after the call');
    });
    expect(order).toEqual(['step', 'after the call']);
  });

  test('may be done at once', () => {
    const seen = inCallback(() => [
      outcomeOf(eagerly(sync(() => 42))),
      outcomeOf(
        eagerly(
          sync(() => {
            throw new RangeError('oops');
          }),
        ),
      ),
      allTasks().size,
    ]);
    expect(seen).toEqual([['result', 42], ['exception', new RangeError('oops')], 0]);
  });

  test('is an ordinary task once it waits', () => {
    const task = inCallback(() => eagerly(sleep(10, 'slept')));
    expect([task.done(), allTasks().size]).toEqual([false, 1]);
    bench.finish();
    expect([outcomeOf(task), allTasks().size]).toEqual([['result', 'slept'], 0]);
  });

  test('is the current one during its first step, and then the task that made it', () => {
    const seen: unknown[] = [];
    const outer: Task<void> = createTask(
      sync(() => {
        const inner = eagerly(sync(() => currentTask()));
        seen.push(inner.result() === inner, currentTask() === outer);
      }),
    );
    bench.finish();
    expect(seen).toEqual([true, true]);
  });

  test('can be cancelled once it waits', () => {
    const task = inCallback(() => {
      const sleeping = eagerly(sleep(10));
      sleeping.cancel('enough');
      return sleeping;
    });
    bench.finish();
    expect(outcomeOf(task)).toEqual(['cancelled', 'enough']);
  });

  test('that cancels itself is cancelled at its first wait', () => {
    const task = inCallback(() =>
      eagerly(
        sync(() => {
          currentTask()?.cancel('self');
          return 1;
        }),
      ),
    );
    expect(outcomeOf(task)).toEqual(['cancelled', 'self']);
  });

  test.each([
    ['outside of callbacks', () => eagerly(sync(() => 'later'))],
    [
      'on a loop that is not the one that runs',
      () => {
        const other = new VirtualEventLoop();
        return inCallback(() =>
          createTask(
            sync(() => 'later'),
            { loop: other, eagerStart: true },
          ),
        );
      },
    ],
  ])('starts %s as others do', (_where, make) => {
    const task = make();
    expect(task.done()).toBe(false);
    (task.getLoop() as VirtualEventLoop).runUntilIdle();
    expect(task.result()).toBe('later');
  });
});

test('gather of eager tasks that are done is done at once', () => {
  const all = inCallback(() => {
    const gathered = gather([eagerly(sync(() => 1)), eagerly(sync(() => 2))]);
    expect(gathered.done()).toBe(true);
    return gathered;
  });
  expect(all.result()).toEqual([1, 2]);
});

test('wait takes eager tasks that are done', () => {
  const task = bench.main(function* () {
    const tasks = [eagerly(sync(() => 1)), eagerly(sync(() => 2))];
    const { done, pending } = yield* wait(tasks);
    return [done.size, pending.size];
  });
  expect(task).toEqual([2, 0]);
});

test('eager tasks wait for each other in turns', () => {
  const order: string[] = [];
  const turns = inCallback(() => {
    const future = new Future<string>();
    const waiting = bench.start(
      function* () {
        order.push('waiting');
        order.push(yield* future);
      },
      { eagerStart: true },
    );
    eagerly(sync(() => future.setResult('woken')));
    order.push('after the calls');
    return waiting;
  });
  bench.finish();
  expect([order, turns.done()]).toEqual([['waiting', 'after the calls', 'woken'], true]);
});
