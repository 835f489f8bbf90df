import { describe, expect, test } from '@jest/globals';
import { Condition, Lock, UsageError } from 'rxduct';
import { failureOf, inLoop, spawn, steps, thrownBy } from '../support/virtual.ts';

/** Waits once and notes it; keeps the lock unless told otherwise. */
const waiter = (condition: Condition, order: number[], number: number, release = false) =>
  spawn(function* () {
    yield* condition.acquire();
    if (yield* condition.wait()) order.push(number);
    if (release) condition.release();
    return true;
  });

const three = (condition: Condition, order: number[], release = false) =>
  [1, 2, 3].map((number) => waiter(condition, order, number, release));

describe('wait', () => {
  test(
    'gives the lock up, and has it again one after the other when they are notified',
    inLoop(function* () {
      const condition = new Condition();
      const order: number[] = [];
      const tasks = three(condition, order);
      yield* steps();
      expect([order, condition.locked()]).toEqual([[], false]);
      expect(yield* condition.acquire()).toBe(true);
      condition.notify();
      yield* steps();
      expect([order, condition.locked()]).toEqual([[], true]);
      condition.release();
      yield* steps();
      expect([order, condition.locked()]).toEqual([[1], true]);
      condition.notify(2);
      yield* steps();
      expect([order, condition.locked()]).toEqual([[1], true]);
      condition.release();
      yield* steps();
      expect([order, condition.locked()]).toEqual([[1, 2], true]);
      condition.release();
      yield* steps();
      expect([order, condition.locked()]).toEqual([[1, 2, 3], true]);
      expect(tasks.map((task) => task.result())).toEqual([true, true, true]);
    }),
  );

  test(
    'without the lock is a UsageError',
    inLoop(function* () {
      expect(yield* failureOf(new Condition().wait())).toBeInstanceOf(UsageError);
    }),
  );
});

describe('notify', () => {
  test(
    'wakes as many as it is told, at most all that wait',
    inLoop(function* () {
      const condition = new Condition();
      const order: number[] = [];
      const tasks = three(condition, order, true);
      yield* steps();
      yield* condition.use(function* () {
        yield* [];
        condition.notify(1);
      });
      yield* steps();
      expect(order).toEqual([1]);
      yield* condition.acquire();
      condition.notify(1);
      condition.notify(2048);
      condition.release();
      yield* steps();
      expect(order).toEqual([1, 2, 3]);
      expect(tasks.map((task) => task.result())).toEqual([true, true, true]);
    }),
  );

  test(
    'of nobody at all does nothing',
    inLoop(function* () {
      const condition = new Condition();
      const order: number[] = [];
      const tasks = three(condition, order, true);
      yield* steps();
      yield* condition.acquire();
      condition.notify(0);
      condition.release();
      yield* steps(3);
      expect(order).toEqual([]);
      for (const task of tasks) task.cancel();
    }),
  );

  test(
    'counts nobody who was notified already',
    inLoop(function* () {
      const condition = new Condition();
      const order: number[] = [];
      const tasks = three(condition, order, true);
      yield* steps();
      yield* condition.acquire();
      condition.notify();
      condition.notify();
      condition.release();
      yield* steps(3);
      expect(order).toEqual([1, 2]);
      tasks[2]?.cancel();
    }),
  );

  test(
    'of all wakes all, in the order in which they came',
    inLoop(function* () {
      const condition = new Condition();
      const order: number[] = [];
      const tasks = three(condition, order, true);
      yield* steps();
      yield* condition.acquire();
      condition.notifyAll();
      condition.release();
      yield* steps();
      expect(order).toEqual([1, 2, 3]);
      expect(tasks.map((task) => task.done())).toEqual([true, true, true]);
    }),
  );

  test('without the lock is a UsageError', () => {
    expect(thrownBy(() => new Condition().notify())).toBeInstanceOf(UsageError);
  });

  test('of all without the lock is a UsageError', () => {
    expect(thrownBy(() => new Condition().notifyAll())).toBeInstanceOf(UsageError);
  });
});

describe('waitFor', () => {
  test(
    'waits on until the predicate holds',
    inLoop(function* () {
      const condition = new Condition();
      const order: number[] = [];
      let ready = false;
      const task = spawn(function* () {
        yield* condition.acquire();
        if (yield* condition.waitFor(() => ready)) order.push(1);
        condition.release();
        return true;
      });
      yield* steps();
      for (const [now, expected] of [
        [false, []],
        [true, [1]],
      ] as const) {
        ready = now;
        yield* condition.acquire();
        condition.notify();
        condition.release();
        yield* steps();
        expect(order).toEqual(expected);
      }
      expect(task.result()).toBe(true);
    }),
  );

  test(
    'gives what the predicate gave, at once if it holds, and needs no lock for that',
    inLoop(function* () {
      const condition = new Condition();
      expect(yield* condition.waitFor(() => [1, 2, 3])).toEqual([1, 2, 3]);
      expect(yield* failureOf(condition.waitFor(() => false))).toBeInstanceOf(UsageError);
    }),
  );

  test(
    'passes on what the predicate throws, with the lock held',
    inLoop(function* () {
      const condition = new Condition();
      const oops = new RangeError('oops');
      yield* condition.acquire();
      const failing = condition.waitFor(() => {
        throw oops;
      });
      expect(yield* failureOf(failing)).toBe(oops);
      expect(condition.locked()).toBe(true);
    }),
  );
});

describe('a lock given to a condition', () => {
  test.each([
    ['none', undefined],
    ['one', new Lock()],
  ])('is the one it takes and gives back: %s', (_what, given) =>
    inLoop(function* () {
      const lock = given ?? new Lock();
      const condition = new Condition(lock);
      const states = () => [lock.locked(), condition.locked()];
      expect(states()).toEqual([false, false]);
      for (const holder of [condition, lock]) {
        yield* holder.use(function* () {
          yield* [];
          expect(states()).toEqual([true, true]);
        });
        expect(states()).toEqual([false, false]);
      }
    })(),
  );

  test(
    'may be shared: a notification reaches those of one condition only',
    inLoop(function* () {
      const lock = new Lock();
      const [left, right] = [new Condition(lock), new Condition(lock)];
      const order: number[] = [];
      waiter(left, order, 1, true).markRetrieved();
      const other = waiter(right, order, 2, true);
      yield* steps();
      yield* lock.acquire();
      left.notifyAll();
      lock.release();
      yield* steps(3);
      expect(order).toEqual([1]);
      other.cancel();
    }),
  );
});
