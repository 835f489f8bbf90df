import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createTask, type Future, Lock, run, setEventLoop, sleep, UsageError, until, VirtualEventLoop } from 'rxduct';
import { spawn } from '../support/virtual.ts';

let loop: VirtualEventLoop;

beforeEach(() => {
  loop = new VirtualEventLoop();
  setEventLoop(loop);
});
afterEach(() => {
  setEventLoop(null);
  loop.close();
});

const finish = (future: Future<unknown>) => loop.runUntilFinished((callback) => future.addDoneCallback(callback));

test('runs until the future is done, and leaves what comes later', async () => {
  const later: string[] = [];
  const main = spawn(function* () {
    yield* sleep(10);
    return 'done';
  });
  const other = createTask(sleep(10));
  await finish(main);
  expect(main.result()).toBe('done');
  loop.callLater(10, () => later.push('ran'));
  await finish(other);
  expect([other.done(), loop.time() >= 10]).toEqual([true, true]);
});

test('lets native promises settle in between', async () => {
  const main = spawn(function* () {
    let sum = 0;
    for (const value of [1, 2, 3]) {
      sum += yield* until(Promise.resolve(value));
      yield* sleep(100);
    }
    return sum;
  });
  await finish(main);
  expect([main.result(), loop.time()]).toEqual([6, 300]);
});

test('runs an async function that awaits what the loop brings, and plain promises too', async () => {
  const main = createTask(async () => {
    const order: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      await sleep(10);
      await null;
      await new Promise((resolve) => setImmediate(resolve));
      order.push(loop.time());
    }
    return order;
  });
  await finish(main);
  expect(main.result()).toEqual([10, 20, 30]);
});

test('fails with a UsageError when nothing is left that could ever finish', async () => {
  const lock = new Lock();
  const main = spawn(function* () {
    yield* lock.acquire();
    yield* lock.acquire();
  });
  await expect(finish(main)).rejects.toBeInstanceOf(UsageError);
  expect(main.done()).toBe(false);
  main.cancel();
  await finish(main);
  expect(main.cancelled()).toBe(true);
});

test('fails with a UsageError when it waits for a promise that never settles', async () => {
  const main = spawn(() => until(new Promise<void>(() => {})).takeBody());
  await expect(finish(main)).rejects.toMatchObject({ code: 'ERR_USAGE' });
});

test('a program that is stuck fails, and is cancelled by run', async () => {
  const order: string[] = [];
  const main = async () => {
    try {
      await new Lock().use(() => until(new Promise<void>(() => {})));
    } finally {
      order.push('cleaned up');
    }
  };
  const running = run(main, { loopFactory: () => new VirtualEventLoop() });
  await expect(running).rejects.toBeInstanceOf(UsageError);
  expect(order).toEqual(['cleaned up']);
});
