import { afterEach, expect, test } from '@jest/globals';
import {
  Barrier,
  Condition,
  type Coroutine,
  createTask,
  Event,
  Lock,
  Queue,
  Semaphore,
  setEventLoop,
  UsageError,
  VirtualEventLoop,
} from 'rxduct';

afterEach(() => setEventLoop(null));

/** Runs the coroutine on a new loop until it waits, or is done. */
const onNewLoop = (make: () => Coroutine<unknown>) => {
  const loop = new VirtualEventLoop();
  setEventLoop(loop);
  const task = createTask(make());
  loop.runUntilIdle();
  return task;
};

const waits: [string, () => () => Coroutine<unknown>][] = [
  [
    'a lock',
    () => {
      const lock = new Lock();
      onNewLoop(() => lock.acquire());
      return () => lock.acquire();
    },
  ],
  [
    'an event',
    () => {
      const event = new Event();
      return () => event.wait();
    },
  ],
  [
    'a condition',
    () => {
      const condition = new Condition();
      return () =>
        condition.use(function* () {
          yield* condition.wait();
        });
    },
  ],
  [
    'a semaphore',
    () => {
      const semaphore = new Semaphore(0);
      return () => semaphore.acquire();
    },
  ],
  [
    'a barrier',
    () => {
      const barrier = new Barrier(3);
      return () => barrier.wait();
    },
  ],
  [
    'an empty queue',
    () => {
      const queue = new Queue<number>();
      return () => queue.get();
    },
  ],
  [
    'a full queue',
    () => {
      const queue = new Queue<number>(1);
      queue.putNowait(1);
      return () => queue.put(2);
    },
  ],
  [
    'a queue to be joined',
    () => {
      const queue = new Queue<number>();
      queue.putNowait(1);
      return () => queue.join();
    },
  ],
];

test.each(waits)('%s that was waited for on one loop cannot be waited for on another', (_what, make) => {
  const wait = make();
  const first = onNewLoop(wait);
  expect(first.done()).toBe(false);
  const second = onNewLoop(wait);
  expect(second.exception()).toBeInstanceOf(UsageError);
  expect(first.done()).toBe(false);
});

test('what does not have to wait belongs to no loop', () => {
  const lock = new Lock();
  const queue = new Queue<number>();
  for (const item of [1, 2, 3]) {
    expect(onNewLoop(() => lock.acquire()).result()).toBe(true);
    lock.release();
    onNewLoop(() => queue.put(item)).result();
    expect(onNewLoop(() => queue.get()).result()).toBe(item);
  }
});

test('a condition belongs to a loop apart from its lock', () => {
  const lock = new Lock();
  const condition = new Condition(lock);
  onNewLoop(() => lock.acquire());
  // Waits on this loop; the lock was taken without waiting, and belongs to none.
  const waiting = onNewLoop(() => condition.wait());
  expect([waiting.done(), lock.locked()]).toEqual([false, false]);
  const elsewhere = onNewLoop(() => lock.acquire());
  expect(elsewhere.result()).toBe(true);
  expect(onNewLoop(() => condition.wait()).exception()).toBeInstanceOf(UsageError);
  // It failed before it gave the lock up.
  expect(lock.locked()).toBe(true);
});

test('a condition whose lock is waited for on another loop cannot be acquired', () => {
  const lock = new Lock();
  onNewLoop(() => lock.acquire());
  const waiting = onNewLoop(() => lock.acquire());
  const condition = new Condition(lock);
  expect(onNewLoop(() => condition.acquire()).exception()).toBeInstanceOf(UsageError);
  expect(waiting.done()).toBe(false);
});
