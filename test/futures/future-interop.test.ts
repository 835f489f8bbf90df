import { beforeEach, expect, test } from '@jest/globals';
import { concat, firstValueFrom, from, of, switchMap } from 'rxjs';
import { CancelledError } from '../../src/errors.ts';
import { Future } from '../../src/futures/future.ts';
import { ManualLoop } from '../support/manual-loop.ts';

let loop: ManualLoop;

beforeEach(() => {
  loop = new ManualLoop();
});

const finished = <T>(result: T): Future<T> => {
  const future = new Future<T>(loop);
  future.setResult(result);
  return future;
};

const failed = (exception: unknown): Future<never> => {
  const future = new Future<never>(loop);
  future.setException(exception);
  return future;
};

test('awaiting gives the result', async () => {
  const future = finished(42);
  const awaited = (async () => await future)();
  await Promise.resolve();
  loop.settle();
  expect(await awaited).toBe(42);
});

test('awaiting throws the exception', async () => {
  const exception = new RangeError('oops');
  const settled = failed(exception).then(null, (reason: unknown) => reason);
  loop.settle();
  expect(await settled).toBe(exception);
});

test('awaiting a cancelled future throws a CancelledError', async () => {
  const future = new Future<number>(loop);
  const settled = future.then(
    () => 'fulfilled',
    (reason: unknown) => reason,
  );
  future.cancel('enough');
  loop.settle();
  expect(await settled).toBeInstanceOf(CancelledError);
});

test('then waits for the loop, also if the future is done', async () => {
  let told = false;
  const settled = finished(1).then(() => {
    told = true;
  });
  for (let i = 0; i < 10; i++) await null;
  expect(told).toBe(false);
  loop.settle();
  await settled;
  expect(told).toBe(true);
});

test('then chains as that of a promise does', async () => {
  const chained = finished(1)
    .then((value) => finished(value + 1))
    .then((value) => value * 10);
  const kept = finished('kept').then();
  // Each link asks the loop once more.
  for (let i = 0; i < 10; i++) {
    loop.settle();
    await null;
  }
  expect([await chained, await kept]).toEqual([20, 'kept']);
});

test('from(future) emits the result through callSoon, in its place among the callbacks, and completes', () => {
  const order: unknown[] = [];
  const future = new Future<number>(loop);
  from(future).subscribe({ next: (value) => order.push(value), complete: () => order.push('complete') });
  future.setResult(42);
  loop.callSoon(() => order.push('after'));
  expect(order).toEqual([]);
  // No promise is involved: the loop alone decides.
  loop.settle();
  expect(order).toEqual([42, 'complete', 'after']);
});

test('from(future) tells each subscriber, also late ones', () => {
  const seen: number[] = [];
  const source = from(finished(1));
  source.subscribe((value) => seen.push(value));
  loop.settle();
  source.subscribe((value) => seen.push(value));
  loop.settle();
  expect(seen).toEqual([1, 1]);
});

test.each([
  ['an exception', (future: Future<number>) => future.setException(new RangeError('oops')), RangeError],
  ['a cancellation', (future: Future<number>) => future.cancel(), CancelledError],
])('from(future) makes an error of %s', (_what, finish, type) => {
  const future = new Future<number>(loop);
  const errors: unknown[] = [];
  from(future).subscribe({ error: (error) => errors.push(error) });
  finish(future);
  loop.settle();
  expect(errors).toEqual([expect.any(type)]);
});

test('unsubscribing does not cancel the future, and takes its callback out', () => {
  const future = new Future<number>(loop);
  const seen: number[] = [];
  const subscription = from(future).subscribe((value) => seen.push(value));
  const other = from(future).subscribe((value) => seen.push(value * 10));
  subscription.unsubscribe();
  future.setResult(1);
  loop.settle();
  expect([seen, future.cancelled(), other.closed]).toEqual([[10], false, true]);
});

test('a future is an ObservableInput wherever one is taken', async () => {
  const seen: number[] = [];
  concat(finished(1), of(2).pipe(switchMap(() => finished(3)))).subscribe((value) => seen.push(value));
  loop.settle();
  expect(seen).toEqual([1, 3]);
  const first = firstValueFrom(from(finished(4)));
  loop.settle();
  expect(await first).toBe(4);
});
