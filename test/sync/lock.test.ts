import { expect, test } from '@jest/globals';
import { CancelledError, createTask, Lock, sleep, UsageError } from 'rxduct';
import { failureOf, inLoop, spawn, steps, thrownBy } from '../support/virtual.ts';

/** A body that notes when it has the lock, and keeps it. */
const take = (lock: Lock, order: string[], name: string) =>
  spawn(function* () {
    yield* lock.acquire();
    order.push(name);
    return true;
  });

test(
  'a free lock is taken without giving way to the loop',
  inLoop(function* (loop) {
    const order: string[] = [];
    loop.callSoon(() => order.push('soon'));
    const lock = new Lock();
    expect(lock.locked()).toBe(false);
    expect(yield* lock.acquire()).toBe(true);
    expect([lock.locked(), ...order]).toEqual([true]);
  }),
);

test(
  'waiters get the lock in the order in which they came',
  inLoop(function* () {
    const lock = new Lock();
    const order: string[] = [];
    yield* lock.acquire();
    const first = take(lock, order, 'first');
    const second = take(lock, order, 'second');
    yield* steps();
    expect(order).toEqual([]);
    lock.release();
    yield* steps();
    expect(order).toEqual(['first']);
    yield* steps();
    expect(order).toEqual(['first']);
    const third = take(lock, order, 'third');
    lock.release();
    yield* steps();
    expect(order).toEqual(['first', 'second']);
    lock.release();
    yield* steps();
    expect(order).toEqual(['first', 'second', 'third']);
    expect([first, second, third].map((task) => task.result())).toEqual([true, true, true]);
  }),
);

test(
  'nobody barges in: between the release and the waiter that was woken, the lock is free and not to be had',
  inLoop(function* () {
    const lock = new Lock();
    const order: string[] = [];
    yield* lock.acquire();
    take(lock, order, 'waiter').addDoneCallback(() => lock.release());
    yield* steps();
    lock.release();
    expect(lock.locked()).toBe(false);
    yield* lock.acquire();
    order.push('barger');
    expect(order).toEqual(['waiter', 'barger']);
  }),
);

test(
  'a cancelled waiter leaves, and the lock stays held by its holder',
  inLoop(function* (loop) {
    const lock = new Lock();
    yield* lock.acquire();
    const waiter = createTask(lock.acquire());
    loop.callSoon(() => waiter.cancel());
    expect(yield* failureOf(waiter)).toBeInstanceOf(CancelledError);
    expect(lock.locked()).toBe(true);
    lock.release();
    // Nobody stands in the queue any more: it is taken at once.
    yield* lock.acquire();
  }),
);

test(
  'a release beside the cancellation of the first waiter reaches the second',
  inLoop(function* () {
    const lock = new Lock();
    const hold = function* (time: number) {
      yield* lock.use(() => sleep(time));
    };
    const holder = spawn(() => hold(1));
    const first = spawn(() => hold(0));
    const second = spawn(() => hold(0));
    yield* steps(2);
    expect(lock.locked()).toBe(true);
    // The holder runs first, and finds the cancelled one still in the queue.
    holder.cancel();
    first.cancel();
    yield* failureOf(holder);
    yield* second;
    expect([lock.locked(), first.cancelled()]).toEqual([false, true]);
  }),
);

test(
  'cancelling the first waiter and releasing in one step gives the lock to one task only',
  inLoop(function* (loop) {
    const lock = new Lock();
    const order: string[] = [];
    yield* lock.acquire();
    const first = take(lock, order, 'first');
    const second = take(lock, order, 'second');
    const third = take(lock, order, 'third');
    yield* steps();
    loop.callSoon(() => {
      first.cancel();
      lock.release();
    });
    expect(yield* failureOf(first)).toBeInstanceOf(CancelledError);
    yield* steps(3);
    expect(order).toEqual(['second']);
    expect([second.done(), third.done()]).toEqual([true, false]);
    third.cancel();
    expect(yield* failureOf(third)).toBeInstanceOf(CancelledError);
  }),
);

test(
  'who comes while only cancelled waiters stand in the queue takes the free lock at once',
  inLoop(function* () {
    const lock = new Lock();
    yield* lock.acquire();
    const first = createTask(lock.acquire());
    yield* steps();
    const second = createTask(lock.acquire());
    first.cancel();
    lock.release();
    yield* steps();
    expect([lock.locked(), first.cancelled()]).toEqual([true, true]);
    expect(yield* second).toBe(true);
  }),
);

test(
  'a release that finds the first waiter cancelled wakes nobody: that one does when it runs, an iteration later',
  inLoop(function* () {
    const lock = new Lock();
    const order: string[] = [];
    yield* lock.acquire();
    const first = take(lock, order, 'first');
    take(lock, order, 'second').markRetrieved();
    yield* steps();
    first.cancel();
    lock.release();
    yield* steps();
    expect([first.cancelled(), ...order]).toEqual([true]);
    yield* steps();
    expect(order).toEqual(['second']);
  }),
);

test(
  'a waiter that is cancelled after it was woken passes the wake-up on',
  inLoop(function* () {
    const lock = new Lock();
    const order: string[] = [];
    yield* lock.acquire();
    const first = take(lock, order, 'first');
    const second = take(lock, order, 'second');
    yield* steps();
    lock.release();
    first.cancel('too late');
    expect(lock.locked()).toBe(false);
    expect(yield* failureOf(first)).toMatchObject({ code: 'ERR_CANCELLED', message: 'too late' });
    yield* second;
    expect(order).toEqual(['second']);
  }),
);

test(
  'a waiter cancelled while the first one is woken already wakes no third',
  inLoop(function* () {
    const lock = new Lock();
    const order: string[] = [];
    yield* lock.acquire();
    const first = take(lock, order, 'first');
    const second = take(lock, order, 'second');
    const third = take(lock, order, 'third');
    yield* steps();
    second.cancel();
    lock.release();
    yield* steps(5);
    expect(order).toEqual(['first']);
    expect([first.done(), second.cancelled(), third.done()]).toEqual([true, true, false]);
    lock.release();
    yield* third;
  }),
);

test(
  'a task cancelled before its first step has never stood in the queue',
  inLoop(function* () {
    const lock = new Lock();
    const task = createTask(lock.acquire());
    task.cancel();
    expect(yield* failureOf(task)).toBeInstanceOf(CancelledError);
    expect(lock.locked()).toBe(false);
  }),
);

test('releasing a lock that is not held is a UsageError', () => {
  const error = thrownBy(() => new Lock().release());
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ code: 'ERR_USAGE' });
});

test(
  'a lock released while nobody waits is free',
  inLoop(function* () {
    const lock = new Lock();
    yield* lock.acquire();
    expect(lock.locked()).toBe(true);
    lock.release();
    expect(lock.locked()).toBe(false);
    expect(thrownBy(() => lock.release())).toBeInstanceOf(UsageError);
  }),
);
