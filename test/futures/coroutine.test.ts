import { expect, test } from '@jest/globals';
import { type Body, Coroutine, coroutine, createTask, Future, sleep, UsageError } from 'rxduct';
import { Bench, kindOf, sync, thrown } from './bench.ts';

const bench = Bench.use();

test('a call of a coroutine function makes a coroutine and runs nothing', () => {
  const order: string[] = [];
  const greet = coroutine(function* greet(name: string) {
    order.push(name);
    return yield* sleep(0, `hello ${name}`);
  });
  const call = greet('you');
  expect(call).toBeInstanceOf(Coroutine);
  bench.finish();
  expect(order).toEqual([]);
  call.close();
});

test('a coroutine bears the name of its generator function', () => {
  const named = coroutine(function* finger() {
    yield* sleep(0);
  });
  const call = named();
  expect([call.name, `${call}`]).toEqual(['finger', '<Coroutine finger>']);
  const anonymous = coroutine(
    (() =>
      function* (): Body<void> {
        yield* sleep(0);
      })(),
  );
  expect(anonymous().name).toBe('coroutine');
});

test('the arguments of the call reach the body', () => {
  const add = coroutine(function* (a: number, b: number) {
    return (yield* sleep(1, a)) + b;
  });
  expect(bench.main(() => add(1, 2).takeBody())).toBe(3);
});

test('a coroutine waits for another one without a step through the loop', () => {
  const order: string[] = [];
  bench.loop.callSoon(() => order.push('before'));
  bench.start(function* () {
    bench.loop.callSoon(() => order.push('next iteration'));
    order.push(yield* sync(() => 'inner'));
    order.push('outer');
  });
  bench.finish();
  expect(order).toEqual(['before', 'inner', 'outer', 'next iteration']);
});

test('a coroutine returns through those that wait for it', () => {
  const inner1 = () => sync(() => 42);
  const inner2 = () => sync(() => 1000);
  expect(
    bench.main(function* () {
      return (yield* inner1()) + (yield* inner2());
    }),
  ).toBe(1042);
});

test('what a coroutine throws arrives where it is waited for', () => {
  const exception = new RangeError('oops');
  const fail = coroutine(function* () {
    yield* sleep(1);
    throw exception;
  });
  expect(
    bench.main(function* () {
      try {
        yield* fail();
      } catch (error) {
        return error;
      }
    }),
  ).toBe(exception);
});

test('what is done already is waited for without a step through the loop', () => {
  const done = new Future<number>();
  done.setResult(1);
  let sum = 0;
  bench.start(function* () {
    for (let i = 0; i < 1000; i++) sum += yield* done;
  });
  bench.loop.callSoon(() => expect(sum).toBe(1000));
  bench.finish();
  expect(sum).toBe(1000);
});

test('a future can be waited for again and again', () => {
  const future = new Future<number>();
  bench.loop.callLater(5, () => future.setResult(7));
  expect(
    bench.main(function* () {
      return [yield* future, yield* future];
    }),
  ).toEqual([7, 7]);
});

test('awaiting a coroutine runs it as a task', async () => {
  const call = coroutine(function* () {
    return yield* sleep(10, 'slept');
  })();
  const settled = (async () => await call)();
  await null;
  bench.finish();
  expect(await settled).toBe('slept');
});

test('awaiting a coroutine that fails rejects', async () => {
  const exception = new RangeError('oops');
  const settled = sync(() => {
    throw exception;
  }).then(null, (reason: unknown) => reason);
  bench.finish();
  expect(await settled).toBe(exception);
});

test.each([
  ['waited for', (call: Coroutine<number>) => call[Symbol.iterator]()],
  ['made a task', (call: Coroutine<number>) => createTask(call)],
  ['awaited', (call: Coroutine<number>) => call.then()],
])('a coroutine that was run cannot be %s a second time', (_how, again) => {
  const call = sync(() => 1);
  createTask(call);
  expect(kindOf(thrown(() => again(call)))).toEqual(['UsageError', 'ERR_USAGE']);
});

test('a coroutine that was closed cannot be run', () => {
  const call = sync(() => 1);
  call.close();
  call.close();
  expect(() => createTask(call)).toThrow(UsageError);
});

test('a coroutine may return a future, which is not waited for', () => {
  const future = new Future<string>();
  const task = bench.start(function* () {
    yield* sleep(0);
    return [future];
  });
  bench.finish();
  expect(task.result()[0] === future).toBe(true);
  expect(future.done()).toBe(false);
});

test('finally blocks run from the inside out, and may wait', () => {
  const order: string[] = [];
  const inner = coroutine(function* () {
    try {
      yield* sleep(1000);
    } finally {
      yield* sleep(10);
      order.push(`inner at ${bench.loop.time()}`);
    }
  });
  const task = bench.start(function* () {
    try {
      yield* inner();
      order.push('not reached');
    } finally {
      order.push('outer');
    }
  });
  bench.advance(5);
  task.cancel();
  bench.finish();
  expect([order, task.cancelled()]).toEqual([['inner at 15', 'outer'], true]);
});
