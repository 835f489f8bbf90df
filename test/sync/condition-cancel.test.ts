import { expect, test } from '@jest/globals';
import { CancelledError, Condition, createTask, TimeoutError, waitFor } from 'rxduct';
import { failureOf, inLoop, spawn, steps } from '../support/virtual.ts';

const waiter = (condition: Condition) =>
  spawn(function* () {
    yield* condition.use(() => condition.wait());
  });

test(
  'a cancelled wait holds the lock again when it throws',
  inLoop(function* (loop) {
    const condition = new Condition();
    yield* condition.acquire();
    const wait = createTask(condition.wait());
    loop.callSoon(() => wait.cancel());
    expect(yield* failureOf(wait)).toBeInstanceOf(CancelledError);
    expect(condition.locked()).toBe(true);
  }),
);

test(
  'a wait cancelled while it takes the lock back, and released in the same step, holds the lock when it throws',
  inLoop(function* (loop) {
    const condition = new Condition();
    yield* condition.acquire();
    const wait = createTask(condition.wait());
    yield* steps();
    expect(condition.locked()).toBe(false);
    yield* condition.acquire();
    condition.notify();
    loop.callSoon(() => wait.cancel());
    loop.callSoon(() => condition.release());
    expect(yield* failureOf(wait)).toBeInstanceOf(CancelledError);
    expect(condition.locked()).toBe(true);
  }),
);

test(
  'a cancellation that comes while the lock is being taken back is delivered after that',
  inLoop(function* () {
    const condition = new Condition();
    const task = waiter(condition);
    yield* steps();
    yield* condition.acquire();
    condition.notify();
    yield* steps();
    task.cancel();
    yield* steps(3);
    expect(task.done()).toBe(false);
    condition.release();
    yield* steps();
    expect([task.cancelled(), condition.locked()]).toEqual([true, false]);
  }),
);

test(
  'of several cancellations that come while the lock is being taken back, the last is delivered',
  inLoop(function* () {
    const condition = new Condition();
    const task = waiter(condition);
    yield* steps();
    yield* condition.acquire();
    for (const message of ['first', 'second', 'third']) {
      task.cancel(message);
      yield* steps(2);
    }
    expect([task.done(), task.cancelling()]).toEqual([false, 3]);
    condition.release();
    expect(yield* failureOf(task)).toMatchObject({ code: 'ERR_CANCELLED', message: 'third' });
  }),
);

test(
  'who was notified and then cancelled notifies another',
  inLoop(function* () {
    const condition = new Condition();
    const [first, second, third] = [waiter(condition), waiter(condition), waiter(condition)];
    yield* steps();
    yield* condition.acquire();
    condition.notify();
    first.cancel();
    condition.release();
    yield* steps(5);
    expect([first.cancelled(), second.done(), third.done()]).toEqual([true, true, false]);
    third.cancel();
  }),
);

test(
  'who is cancelled without having been notified notifies another, too',
  inLoop(function* () {
    const condition = new Condition();
    const [first, second] = [waiter(condition), waiter(condition)];
    yield* steps();
    first.cancel();
    yield* steps(3);
    // Once too often rather than once too rarely: whoever waits checks again.
    expect([first.cancelled(), second.done(), condition.locked()]).toEqual([true, true, false]);
  }),
);

test(
  'a notification passes over a waiter that was cancelled in the same step',
  inLoop(function* () {
    const condition = new Condition();
    const [first, second] = [waiter(condition), waiter(condition)];
    yield* steps();
    yield* condition.acquire();
    first.cancel();
    condition.notify();
    condition.release();
    yield* steps(3);
    expect([first.cancelled(), second.done(), second.cancelled()]).toEqual([true, true, false]);
  }),
);

test(
  'a time-out around wait ends with the lock held by the block',
  inLoop(function* (loop) {
    const condition = new Condition();
    yield* condition.use(function* () {
      expect(yield* failureOf(waitFor(condition.wait(), 500))).toBeInstanceOf(TimeoutError);
      expect([loop.time(), condition.locked()]).toEqual([500, true]);
    });
    expect(condition.locked()).toBe(false);
  }),
);
