import { expect, test } from '@jest/globals';
import { Future, VirtualEventLoop, wrapFuture } from 'rxduct';
import { Bench, outcomeOf } from './bench.ts';

const bench = Bench.use();

/** A promise that is settled from outside. */
const open = () => {
  let resolve: (value: string) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<string>((fulfil, fail) => {
    resolve = fulfil;
    reject = fail;
  });
  return { promise, resolve, reject };
};

test('wrapFuture gives what the promise is fulfilled with', async () => {
  const { promise, resolve } = open();
  const future = wrapFuture(promise);
  expect(future.done()).toBe(false);
  resolve('oi');
  await null;
  expect(outcomeOf(future)).toEqual(['result', 'oi']);
});

test('wrapFuture gives what the promise is rejected with', async () => {
  const exception = new RangeError('oops');
  const { promise, reject } = open();
  const future = wrapFuture(promise);
  reject(exception);
  await null;
  expect(future.exception()).toBe(exception);
});

test('wrapFuture gives a future back as it is', () => {
  const future = new Future<string>();
  expect(wrapFuture(future) === future).toBe(true);
});

test('the future belongs to the current loop, to the one that is running, or to the one that is given', () => {
  const other = new VirtualEventLoop();
  const { promise } = open();
  expect([
    wrapFuture(promise).getLoop() === bench.loop,
    wrapFuture(promise, { loop: other }).getLoop() === other,
  ]).toEqual([true, true]);
  bench.loop.callSoon(() => expect(wrapFuture(promise).getLoop() === bench.loop).toBe(true));
  other.callSoon(() => expect(wrapFuture(promise).getLoop() === other).toBe(true));
  bench.finish();
  other.runUntilIdle();
});

test('cancelling the future says so to whoever can stop the promise, once', () => {
  const order: string[] = [];
  const future = wrapFuture(open().promise, { onCancel: () => order.push('cancelled') });
  expect([future.cancel('enough'), future.cancel()]).toEqual([true, false]);
  expect([order, outcomeOf(future)]).toEqual([['cancelled'], ['cancelled', 'enough']]);
});

test.each([
  ['fulfilled', ({ resolve }: ReturnType<typeof open>) => resolve('late')],
  ['rejected', ({ reject }: ReturnType<typeof open>) => reject(new Error('late'))],
])('a promise that is %s after the future was cancelled changes nothing', async (_how, settle) => {
  const opened = open();
  const future = wrapFuture(opened.promise);
  future.cancel();
  settle(opened);
  await null;
  expect(future.cancelled()).toBe(true);
});

test('a promise that was settled already cancels nothing', async () => {
  const order: string[] = [];
  const future = wrapFuture(Promise.resolve('done'), { onCancel: () => order.push('cancelled') });
  await null;
  expect([future.cancel(), order]).toEqual([false, []]);
});

test('a coroutine waits for the future as for any other', async () => {
  const { promise, resolve } = open();
  const task = bench.start(function* () {
    return yield* wrapFuture(promise);
  });
  bench.settle();
  resolve('oi');
  await null;
  bench.settle();
  expect(task.result()).toBe('oi');
});
