import { describe, expect, test } from '@jest/globals';
import { CancelledError, coroutine, Future, gather, shield, sleep } from 'rxduct';
import { Bench, isCancelledWith, outcomeOf, sync } from './bench.ts';

const bench = Bench.use();

const shielded = () => {
  const inner = new Future<number>();
  return { inner, outer: shield(inner) };
};

describe('shield', () => {
  test('gives the result of what it shields', () => {
    const { inner, outer } = shielded();
    inner.setResult(42);
    bench.settle();
    expect(outer.result()).toBe(42);
  });

  test('gives its exception', () => {
    const exception = new RangeError('expected');
    const { inner, outer } = shielded();
    inner.setException(exception);
    bench.settle();
    expect(outer.exception()).toBe(exception);
  });

  test('is cancelled with it', () => {
    const { inner, outer } = shielded();
    inner.cancel();
    bench.settle();
    expect(outer.cancelled()).toBe(true);
  });

  test('of what is done already is that itself', () => {
    const inner = new Future<number>();
    inner.setResult(42);
    expect(shield(inner) === inner).toBe(true);
  });

  test('runs a coroutine on the current loop, also outside of callbacks', () => {
    const outer = shield(sync(() => 42));
    expect(outer.getLoop() === bench.loop).toBe(true);
    bench.finish();
    expect(outer.result()).toBe(42);
  });

  test('runs a coroutine on the loop that is running', () => {
    const [same, result] = bench.main(function* () {
      const outer = shield(sync(() => 42));
      return [outer.getLoop() === bench.loop, yield* outer];
    });
    expect([same, result]).toEqual([true, 42]);
  });
});

describe('cancelling a shield', () => {
  test('does not reach what it shields', () => {
    const { inner, outer } = shielded();
    outer.cancel('outer');
    bench.settle();
    expect([outcomeOf(outer), inner.done()]).toEqual([['cancelled', 'outer'], false]);
    inner.setResult(42);
    bench.settle();
  });

  test('by cancelling the task that waits leaves the coroutine running', () => {
    const waiter = new Future<void>();
    const order: string[] = [];
    const inner = coroutine(function* () {
      yield* waiter;
      order.push('inner');
    });
    const outer = bench.start(function* () {
      yield* shield(inner());
      order.push('outer');
    });
    bench.settle();
    outer.cancel();
    bench.settle();
    waiter.setResult();
    bench.settle();
    expect([outer.cancelled(), order]).toEqual([true, ['inner']]);
  });

  test('keeps a gathering inside of it running', () => {
    const [a, b] = [new Future<number>(), new Future<number>()];
    const parent = gather([a, b]);
    const outer = shield(parent);
    bench.settle();
    outer.cancel();
    bench.settle();
    a.setResult(1);
    b.setResult(2);
    bench.settle();
    expect([outer.cancelled(), parent.result()]).toEqual([true, [1, 2]]);
  });

  test('by cancelling a gathering of shields does not reach the children', () => {
    const [a, b] = [new Future<number>(), new Future<number>()];
    const [inner1, inner2] = [shield(a), shield(b)];
    const parent = gather([inner1, inner2]);
    parent.cancel();
    bench.settle();
    expect(parent.exception()).toBeInstanceOf(CancelledError);
    expect([inner1, inner2, a, b].map((future) => future.cancelled())).toEqual([true, true, false, false]);
    a.setResult(1);
    b.setResult(2);
    bench.settle();
  });

  test('has a later failure inside reported to the loop: it has nobody else to go to', () => {
    const { inner, outer } = shielded();
    outer.cancel();
    bench.settle();
    inner.setException(new RangeError('too late'));
    bench.settle();
    expect(bench.takeReports()).toEqual([expect.stringContaining('RangeError: too late')]);
  });

  test('at the same time as a failure inside has that reported too', () => {
    const { inner, outer } = shielded();
    inner.setException(new RangeError('at once'));
    outer.cancel();
    bench.settle();
    expect(bench.takeReports()).toEqual([expect.stringContaining('RangeError: at once')]);
  });

  test('reports nothing when what it shields is cancelled later', () => {
    const { inner, outer } = shielded();
    outer.cancel();
    bench.settle();
    inner.cancel();
    bench.settle();
  });
});

test('a message reaches the task that waits for a shield', () => {
  const task = bench.start(function* () {
    yield* shield(sleep(100));
  });
  bench.settle();
  task.cancel('mine');
  bench.settle();
  expect(outcomeOf(task)).toEqual(['cancelled', 'mine']);
  bench.finish();
});

test('a shield that somebody else has completed lets go of what it shields', () => {
  const { inner, outer } = shielded();
  outer.setResult(1);
  bench.settle();
  inner.setResult(2);
  bench.settle();
  expect(outer.result()).toBe(1);
});

test('a task that is cancelled itself can still wait for the clean-up it shields', () => {
  const order: string[] = [];
  const task = bench.start(function* () {
    const cleanUp = bench.start(function* () {
      yield* sleep(50);
      order.push(`clean at ${bench.loop.time()}`);
    });
    try {
      yield* shield(cleanUp);
    } catch (error) {
      yield* cleanUp;
      order.push(`passed on: ${isCancelledWith(error, 'enough')}`);
      throw error;
    }
  });
  bench.advance(10);
  task.cancel('enough');
  bench.finish();
  expect([order, task.cancelled()]).toEqual([['clean at 50', 'passed on: true'], true]);
});
