import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CancelledError, InvalidStateError, RxductError } from '../../src/errors.ts';
import { Future } from '../../src/futures/future.ts';
import { setEventLoop } from '../../src/loop/current-loop.ts';
import { ManualLoop } from '../support/manual-loop.ts';

let loop: ManualLoop;

beforeEach(() => {
  loop = new ManualLoop();
});
afterEach(() => setEventLoop(null));

const thrown = (body: () => unknown): unknown => {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

test('a future belongs to the loop it was given, or else to the current one', () => {
  setEventLoop(loop);
  expect(new Future<void>().getLoop()).toBe(loop);
  const other = new ManualLoop();
  expect(new Future<void>(other).getLoop()).toBe(other);
});

describe('a pending future', () => {
  test('is not done and has neither a result nor an exception', () => {
    const future = new Future<number>(loop);
    expect([future.done(), future.cancelled()]).toEqual([false, false]);
    expect(() => future.result()).toThrow(InvalidStateError);
    expect(() => future.exception()).toThrow(InvalidStateError);
  });
});

describe('a future with a result', () => {
  test.each([[42], [undefined], [null], [new Error('an Error is a result like others')]])('gives it: %p', (value) => {
    const future = new Future<unknown>(loop);
    future.setResult(value);
    expect([future.done(), future.cancelled(), future.exception()]).toEqual([true, false, null]);
    expect(future.result()).toBe(value);
    expect(future.result()).toBe(value);
  });

  test('takes no other, and cannot be cancelled', () => {
    const future = new Future<number>(loop);
    future.setResult(1);
    expect(() => future.setResult(2)).toThrow(InvalidStateError);
    expect(() => future.setException(new Error())).toThrow(InvalidStateError);
    expect(future.cancel()).toBe(false);
    expect(future.result()).toBe(1);
  });
});

describe('a future with an exception', () => {
  test('throws it as its result and gives it as its exception', () => {
    const future = new Future<number>(loop);
    const exception = new RangeError('oops');
    future.setException(exception);
    expect([future.done(), future.cancelled()]).toEqual([true, false]);
    expect(future.exception()).toBe(exception);
    expect(thrown(() => future.result())).toBe(exception);
    expect(thrown(() => future.result())).toBe(exception);
  });

  test('takes no other, and cannot be cancelled', () => {
    const future = new Future<number>(loop).markRetrieved();
    future.setException(new Error());
    expect(() => future.setResult(2)).toThrow(InvalidStateError);
    expect(() => future.setException(new Error())).toThrow(InvalidStateError);
    expect(future.cancel()).toBe(false);
  });

  test.each([['text'], [undefined], [{ a: 1 }], [Object.create(null)]])(
    'is done also if what was thrown is no Error: %#',
    (value) => {
      const future = new Future<number>(loop);
      const told: Future<number>[] = [];
      future.addDoneCallback((done) => told.push(done));
      future.setException(value);
      loop.settle();
      const exception = future.exception() as RxductError;
      expect([exception.code, exception.cause]).toEqual(['ERR_THROWN_VALUE', value]);
      // By identity: a future can be iterated, and `toEqual` would.
      expect([told.length, told[0] === future]).toEqual([1, true]);
    },
  );
});

describe('a cancelled future', () => {
  test('throws a CancelledError, with the message it was cancelled with', () => {
    const future = new Future<number>(loop);
    expect(future.cancel('enough')).toBe(true);
    expect([future.done(), future.cancelled()]).toEqual([true, true]);
    for (const error of [thrown(() => future.result()), thrown(() => future.exception())]) {
      expect(error).toBeInstanceOf(CancelledError);
      expect((error as Error).message).toBe('enough');
    }
  });

  test('is cancelled once, and takes neither a result nor an exception', () => {
    const future = new Future<number>(loop);
    future.cancel();
    expect(future.cancel('again')).toBe(false);
    expect((thrown(() => future.result()) as Error).message).toBe('');
    expect(() => future.setResult(1)).toThrow(InvalidStateError);
    expect(() => future.setException(new Error())).toThrow(InvalidStateError);
  });
});

describe('done-callbacks', () => {
  test('run through callSoon, in the order of their adding, with the future', () => {
    const future = new Future<number>(loop);
    const order: unknown[] = [];
    future.addDoneCallback((done) => order.push('a', done === future));
    future.addDoneCallback(() => order.push('b'));
    loop.callSoon(() => order.push('soon'));
    future.setResult(1);
    loop.callSoon(() => order.push('after'));
    expect(order).toEqual([]);
    loop.settle();
    expect(order).toEqual(['soon', 'a', true, 'b', 'after']);
  });

  test.each([
    ['a result', (future: Future<number>) => future.setResult(1)],
    ['an exception', (future: Future<number>) => future.markRetrieved().setException(new Error())],
    ['a cancellation', (future: Future<number>) => future.cancel()],
  ])('are told of %s, and one that is added afterwards too', (_what, finish) => {
    const future = new Future<number>(loop);
    const order: string[] = [];
    future.addDoneCallback(() => order.push('before'));
    finish(future);
    future.addDoneCallback(() => order.push('afterwards'));
    expect(order).toEqual([]);
    loop.settle();
    expect(order).toEqual(['before', 'afterwards']);
  });

  test('added inside of one run in the next iteration', () => {
    const future = new Future<number>(loop);
    const order: string[] = [];
    future.addDoneCallback(() => {
      order.push('a');
      future.addDoneCallback(() => order.push('a.a'));
    });
    future.addDoneCallback(() => order.push('b'));
    future.setResult(1);
    loop.settle();
    expect(order).toEqual(['a', 'b', 'a.a']);
  });

  test('are removed wherever they stand, and counted', () => {
    const future = new Future<number>(loop);
    const order: string[] = [];
    const twice = () => order.push('twice');
    future.addDoneCallback(twice);
    future.addDoneCallback(() => order.push('other'));
    future.addDoneCallback(twice);
    expect(future.removeDoneCallback(() => {})).toBe(0);
    expect(future.removeDoneCallback(twice)).toBe(2);
    expect(future.removeDoneCallback(twice)).toBe(0);
    future.setResult(1);
    loop.settle();
    expect(order).toEqual(['other']);
  });

  test('that are on their way cannot be removed any more', () => {
    const future = new Future<number>(loop);
    const order: string[] = [];
    const callback = () => order.push('ran');
    future.addDoneCallback(callback);
    future.setResult(1);
    expect(future.removeDoneCallback(callback)).toBe(0);
    loop.settle();
    expect(order).toEqual(['ran']);
  });

  test('that throw are reported and keep none of the others', () => {
    const future = new Future<number>(loop);
    const exception = new Error('oops');
    const order: string[] = [];
    future.addDoneCallback(() => {
      throw exception;
    });
    future.addDoneCallback(() => order.push('other'));
    future.setResult(1);
    loop.settle();
    expect(order).toEqual(['other']);
    expect(loop.reports.map((report) => report.exception)).toEqual([exception]);
  });
});

test('an exception that is no RxductError stays the very object', () => {
  const future = new Future<number>(loop);
  const exception = Object.assign(new Error('from the system'), { code: 'ECONNRESET' });
  future.setException(exception);
  expect(future.exception()).toBe(exception);
  expect(future.exception()).not.toBeInstanceOf(RxductError);
});
