import { expect, test } from '@jest/globals';
import { Coroutine, createTask, type EventLoop } from 'rxduct';
import { WaiterQueue } from '../../src/sync/waiter-queue.ts';
import { failureOf, inLoop, steps } from '../support/virtual.ts';

/** Tasks that stand in line, and what each was told when it was cancelled. */
const standInLine = (waiters: WaiterQueue, loop: EventLoop, count: number) => {
  const told: [number, boolean][] = [];
  const tasks = Array.from({ length: count }, (_, number) =>
    createTask(
      new Coroutine(
        waiters.wait(loop, (woken) => told.push([number, woken])),
        'wait',
      ),
    ),
  );
  const states = () => tasks.map((task) => (task.cancelled() ? 'cancelled' : task.done() ? 'gone' : 'waiting'));
  return { tasks, told, states };
};

test(
  'wake wakes the first who still wait, and says how many',
  inLoop(function* (loop) {
    const waiters = new WaiterQueue();
    expect([waiters.size, waiters.hasLive(), waiters.wake(1)]).toEqual([0, false, 0]);
    const { tasks, states } = standInLine(waiters, loop, 4);
    yield* steps();
    expect([waiters.size, waiters.hasLive()]).toEqual([4, true]);
    tasks[1]?.cancel();
    expect([waiters.wake(1), waiters.wake(1), waiters.wake(0)]).toEqual([1, 1, 0]);
    // They stand there until they run.
    expect(waiters.size).toBe(4);
    yield* steps();
    expect([waiters.size, ...states()]).toEqual([1, 'gone', 'cancelled', 'gone', 'waiting']);
    expect([waiters.wake(Number.POSITIVE_INFINITY), waiters.wake(Number.POSITIVE_INFINITY)]).toEqual([1, 0]);
    yield* steps();
    expect([waiters.size, waiters.hasLive()]).toEqual([0, false]);
  }),
);

test(
  'wakeHead wakes nobody behind a first one that was woken or cancelled already',
  inLoop(function* (loop) {
    const waiters = new WaiterQueue();
    waiters.wakeHead();
    const { tasks, states } = standInLine(waiters, loop, 3);
    yield* steps();
    waiters.wakeHead();
    waiters.wakeHead();
    yield* steps();
    expect(states()).toEqual(['gone', 'waiting', 'waiting']);
    tasks[1]?.cancel();
    waiters.wakeHead();
    yield* steps();
    expect(states()).toEqual(['gone', 'cancelled', 'waiting']);
    waiters.wakeHead();
    yield* steps();
    expect(states()).toEqual(['gone', 'cancelled', 'gone']);
  }),
);

test(
  'a cancelled one is told whether it had been woken before, and is gone by then',
  inLoop(function* (loop) {
    const waiters = new WaiterQueue();
    const { tasks, told } = standInLine(waiters, loop, 3);
    yield* steps();
    waiters.wake(1);
    tasks[0]?.cancel();
    tasks[2]?.cancel();
    for (const task of [tasks[0], tasks[2]]) if (task) yield* failureOf(task);
    expect(told).toEqual([
      [0, true],
      [2, false],
    ]);
    expect(waiters.size).toBe(1);
    waiters.wake(1);
  }),
);

test(
  'who was cancelled does not count as standing there, who was woken does',
  inLoop(function* (loop) {
    const waiters = new WaiterQueue();
    const { tasks } = standInLine(waiters, loop, 2);
    yield* steps();
    waiters.wake(1);
    tasks[1]?.cancel();
    expect([waiters.hasLive(), waiters.size]).toEqual([true, 2]);
    tasks[0]?.cancel();
    // Its waiter was woken: that it will be cancelled instead is not to be seen yet.
    expect(waiters.hasLive()).toBe(true);
    yield* steps();
    expect([waiters.hasLive(), waiters.size]).toEqual([false, 0]);
  }),
);
