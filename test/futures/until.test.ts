import { describe, expect, test } from '@jest/globals';
import { CancelledError, createTask, sleep, type Task, until } from 'rxduct';
import { EMPTY, EmptyError, Observable, of, Subject, throwError, timer } from 'rxjs';
import { Bench, failureOf, outcomeOf } from './bench.ts';

const bench = Bench.use();

/** Lets promises tell the loop what became of them, and runs it. */
const ended = async <T>(task: Task<T>): Promise<{ task: Task<T> }> => {
  for (let i = 0; i < 5; i++) {
    bench.settle();
    await null;
  }
  bench.finish();
  // In an object: a task that is returned to a promise would be waited for.
  return { task };
};

describe('until(promise)', () => {
  test('gives what it is fulfilled with', async () => {
    expect((await ended(createTask(until(Promise.resolve(42))))).task.result()).toBe(42);
  });

  test('throws what it is rejected with', async () => {
    const exception = new RangeError('oops');
    const task = createTask(until(Promise.reject(exception)));
    expect((await ended(task)).task.exception()).toBe(exception);
  });

  test('names what it is rejected with if that is no Error', async () => {
    const { task } = await ended(createTask(until(Promise.reject('a text'))));
    expect(task.exception()).toMatchObject({ code: 'ERR_THROWN_VALUE', cause: 'a text' });
  });

  test('takes any thenable', async () => {
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: this is what a thenable is.
      then: (onFulfilled: (value: string) => void) => onFulfilled('at once'),
    } as PromiseLike<string>;
    expect((await ended(createTask(until(thenable)))).task.result()).toBe('at once');
  });

  test('can be cancelled; what becomes of the promise is dropped', async () => {
    let reject: (reason: Error) => void = () => {};
    const promise = new Promise<void>((_resolve, fail) => {
      reject = fail;
    });
    const task = createTask(until(promise));
    bench.settle();
    task.cancel('enough');
    bench.settle();
    reject(new Error('dropped'));
    expect(outcomeOf((await ended(task)).task)).toEqual(['cancelled', 'enough']);
  });
});

describe('until(observable)', () => {
  test('gives the first value, and unsubscribes', () => {
    const subject = new Subject<string>();
    const task = createTask(until(subject));
    bench.settle();
    expect(subject.observed).toBe(true);
    subject.next('first');
    expect(subject.observed).toBe(false);
    subject.next('second');
    bench.finish();
    expect(task.result()).toBe('first');
  });

  test('subscribes when it is waited for, and not before', () => {
    const subject = new Subject<string>();
    const call = until(subject);
    expect(subject.observed).toBe(false);
    call.close();
  });

  test('takes a value that comes during the subscription without a step through the loop', () => {
    const order: string[] = [];
    bench.start(function* () {
      bench.loop.callSoon(() => order.push('loop'));
      order.push(yield* until(of('value')));
    });
    bench.finish();
    expect(order).toEqual(['value', 'loop']);
  });

  test('stops a source that emits without end during the subscription', () => {
    let emitted = 0;
    const endless = new Observable<number>((subscriber) => {
      while (!subscriber.closed && emitted < 1000) subscriber.next(++emitted);
    });
    expect([bench.main(() => until(endless).takeBody()), emitted]).toEqual([1, 1]);
  });

  test('throws its error', () => {
    const exception = new RangeError('oops');
    expect(bench.main(() => failureOf(until(throwError(() => exception))))).toBe(exception);
  });

  test('throws an EmptyError if it completes without a value', () => {
    expect(bench.main(() => failureOf(until(EMPTY)))).toBeInstanceOf(EmptyError);
  });

  test('unsubscribes when it is cancelled', () => {
    const subject = new Subject<string>();
    const task = createTask(until(subject));
    bench.settle();
    task.cancel();
    bench.settle();
    expect([task.cancelled(), subject.observed]).toEqual([true, false]);
  });

  test('works with the scheduler of the loop', () => {
    const task = bench.start(function* () {
      yield* until(timer(50, bench.loop.scheduler));
      yield* sleep(50);
      return bench.loop.time();
    });
    bench.finish();
    expect(task.result()).toBe(100);
  });
});

describe('a task of an async function', () => {
  test('ends with what the function returns', async () => {
    expect((await ended(createTask(async () => 42))).task.result()).toBe(42);
  });

  test('ends with what the function throws', async () => {
    const exception = new RangeError('oops');
    const task = createTask(async () => {
      throw exception;
    });
    expect((await ended(task)).task.exception()).toBe(exception);
  });

  test('is cancelled through the signal, and waits for the function to end', async () => {
    const order: string[] = [];
    const task = createTask(async (signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      order.push('clean-up');
      signal.throwIfAborted();
    });
    bench.settle();
    task.cancel('enough');
    bench.settle();
    expect(task.done()).toBe(false);
    expect([outcomeOf((await ended(task)).task), order]).toEqual([['cancelled', 'enough'], ['clean-up']]);
  });

  test('is cancelled also by the AbortError of a platform function', async () => {
    const task = createTask(async (signal) => {
      await new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(Object.assign(new Error('aborted'), { name: 'AbortError' })));
      });
    });
    bench.settle();
    task.cancel('enough');
    expect(outcomeOf((await ended(task)).task)).toEqual(['cancelled', 'enough']);
  });

  test('may end well although it was cancelled', async () => {
    const task = createTask(async (signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      return 'went on';
    });
    bench.settle();
    task.cancel();
    task.cancel();
    expect(outcomeOf((await ended(task)).task)).toEqual(['result', 'went on']);
  });

  test('that is cancelled before its first step is never called', async () => {
    let called = false;
    const task = createTask(async () => {
      called = true;
    });
    task.cancel();
    expect([(await ended(task)).task.cancelled(), called]).toEqual([true, false]);
    expect(() => task.result()).toThrow(CancelledError);
  });
});
