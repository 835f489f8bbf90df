import { describe, expect, test } from '@jest/globals';
import {
  CancelledError,
  coroutine,
  createTask,
  gather,
  Semaphore,
  sleep,
  TimeoutError,
  taskGroup,
  waitFor,
} from 'rxduct';
import { failureOf, inLoop, spawn, steps } from '../support/virtual.ts';

const take = (semaphore: Semaphore, order: number[], number: number) =>
  spawn(function* () {
    yield* semaphore.acquire();
    order.push(number);
    return true;
  });

test('a semaphore without permits is locked from the start', () => {
  expect([new Semaphore(0).locked(), new Semaphore().locked()]).toEqual([true, false]);
});

test.each([[-1], [Number.NaN]])('a number of permits that is none is a RangeError: %p', (value) => {
  expect(() => new Semaphore(value)).toThrow(RangeError);
});

test(
  'as many tasks go on as there are permits, the others when one is released',
  inLoop(function* () {
    const semaphore = new Semaphore(3);
    const order: number[] = [];
    expect(yield* semaphore.acquire()).toBe(true);
    expect(yield* semaphore.acquire()).toBe(true);
    expect(semaphore.locked()).toBe(false);
    const tasks = [1, 2, 3].map((number) => take(semaphore, order, number));
    yield* steps();
    expect([order, semaphore.locked()]).toEqual([[1], true]);
    tasks.push(take(semaphore, order, 4));
    semaphore.release();
    semaphore.release();
    yield* steps();
    expect([order, semaphore.locked()]).toEqual([[1, 2, 3], true]);
    semaphore.release();
    expect(yield* gather(tasks)).toEqual([true, true, true, true]);
  }),
);

test(
  'a semaphore that is released without waiters has a free permit',
  inLoop(function* () {
    const semaphore = new Semaphore();
    yield* semaphore.acquire();
    expect(semaphore.locked()).toBe(true);
    semaphore.release();
    expect(semaphore.locked()).toBe(false);
  }),
);

describe('a cancelled waiter', () => {
  test(
    'leaves, and the permit that comes later is free',
    inLoop(function* (loop) {
      const semaphore = new Semaphore();
      yield* semaphore.acquire();
      const task = createTask(semaphore.acquire());
      loop.callSoon(() => task.cancel());
      expect(yield* failureOf(task)).toBeInstanceOf(CancelledError);
      semaphore.release();
      expect(semaphore.locked()).toBe(false);
    }),
  );

  test(
    'is passed over, also if several were cancelled in the step of the release',
    inLoop(function* () {
      const semaphore = new Semaphore(0);
      const [first, second, third, fourth] = [1, 2, 3, 4].map((number) => take(semaphore, [], number));
      yield* steps();
      first?.cancel();
      second?.cancel();
      semaphore.release();
      yield* steps(2);
      expect([third?.done(), fourth?.done()]).toEqual([true, false]);
      fourth?.cancel();
    }),
  );

  test(
    'does not keep the permit from the next one',
    inLoop(function* () {
      const semaphore = new Semaphore(0);
      const [first, second] = [createTask(semaphore.acquire()), createTask(semaphore.acquire())];
      yield* steps();
      first.cancel();
      semaphore.release();
      yield* steps(2);
      expect([semaphore.locked(), second.done()]).toEqual([true, true]);
    }),
  );

  test(
    'that had been given the permit already gives it back',
    inLoop(function* () {
      const semaphore = new Semaphore(1);
      const second = spawn(function* () {
        yield* steps();
        yield* semaphore.use(() => {
          throw new Error('not reached');
        });
      });
      const first = spawn(function* () {
        yield* semaphore.use(() => steps(2));
        second.cancel();
      });
      const [left, right] = yield* gather([first, second], { returnExceptions: true });
      expect(left).toBeUndefined();
      expect(right).toBeInstanceOf(CancelledError);
      expect(yield* waitFor(semaphore.acquire(), 1000)).toBe(true);
      expect(yield* failureOf(waitFor(semaphore.acquire(), 1000))).toBeInstanceOf(TimeoutError);
    }),
  );

  test(
    'that had been given the permit already hands it to the next one',
    inLoop(function* () {
      const semaphore = new Semaphore(0);
      const order: number[] = [];
      const [first, second] = [take(semaphore, order, 1), take(semaphore, order, 2)];
      yield* steps();
      semaphore.release();
      first.cancel();
      yield* second;
      expect([order, first.cancelled(), semaphore.locked()]).toEqual([[2], true, true]);
    }),
  );

  test(
    'that stands in the queue still does not make a free semaphore locked',
    inLoop(function* () {
      const semaphore = new Semaphore(0);
      const task = createTask(semaphore.acquire());
      yield* steps();
      task.cancel();
      semaphore.release();
      expect(semaphore.locked()).toBe(false);
      yield* failureOf(task);
    }),
  );
});

describe('first come, first served', () => {
  test(
    'a permit that is on its way to a waiter makes the semaphore locked, also with another one free',
    inLoop(function* () {
      const semaphore = new Semaphore(0);
      const order: number[] = [];
      const task = take(semaphore, order, 1);
      yield* steps();
      semaphore.release();
      semaphore.release();
      expect(semaphore.locked()).toBe(true);
      yield* semaphore.acquire();
      expect([order, task.done()]).toEqual([[1], true]);
    }),
  );

  test(
    'who comes again stands behind those who wait',
    inLoop(function* (loop) {
      const semaphore = new Semaphore(1);
      const order: string[] = [];
      const twice = (name: string) =>
        function* () {
          for (const time of [1, 2]) {
            yield* semaphore.acquire();
            order.push(`${loop.time()} ${name}.${time}`);
            yield* sleep(10);
            semaphore.release();
          }
        };
      yield* taskGroup(function* (group) {
        for (const name of ['a', 'b', 'c']) group.createTask(coroutine(twice(name))());
        yield* steps();
      });
      expect(order).toEqual(['0 a.1', '10 b.1', '20 c.1', '30 a.2', '40 b.2', '50 c.2']);
    }),
  );

  test(
    'of two permits released at once the second is not for one who has had the first',
    inLoop(function* () {
      const semaphore = new Semaphore(1);
      const order: number[] = [];
      const tasks = [
        take(semaphore, order, 1),
        spawn(function* () {
          yield* semaphore.acquire();
          order.push(2);
          semaphore.release();
          yield* semaphore.acquire();
          order.push(4);
          return true;
        }),
        take(semaphore, order, 3),
      ];
      yield* steps();
      semaphore.release();
      semaphore.release();
      yield* gather(tasks);
      expect(order).toEqual([1, 2, 3, 4]);
    }),
  );

  test(
    'a waiter that was cancelled before leaves the order of the others alone',
    inLoop(function* () {
      const semaphore = new Semaphore(0);
      const order: number[] = [];
      const tasks = [1, 2, 3].map((number) => take(semaphore, order, number));
      yield* steps();
      tasks[0]?.cancel();
      yield* steps();
      semaphore.release();
      semaphore.release();
      yield* gather(tasks, { returnExceptions: true });
      expect(order).toEqual([2, 3]);
    }),
  );

  test(
    'a woken waiter hands all left-over permits on when it runs',
    inLoop(function* () {
      const semaphore = new Semaphore(0);
      const order: number[] = [];
      take(semaphore, order, 1).markRetrieved();
      yield* steps();
      // They begin ahead of the one that is woken, see free permits, and have to stand behind it all the same.
      for (const number of [2, 3, 4]) take(semaphore, order, number).markRetrieved();
      for (let permits = 4; permits > 0; permits--) semaphore.release();
      yield* steps();
      expect(order).toEqual([1]);
      yield* steps();
      expect([order, semaphore.locked()]).toEqual([[1, 2, 3, 4], true]);
    }),
  );
});
