import { describe, expect, test } from '@jest/globals';
import { expectTypeOf } from 'expect-type';
import {
  type AsCompleted,
  asCompleted,
  type Body,
  Coroutine,
  coroutine,
  createTask,
  ensureFuture,
  Future,
  gather,
  type Results,
  run,
  shield,
  sleep,
  type Task,
  type TaskGroup,
  type Timeout,
  taskGroup,
  timeout,
  until,
  type WaitResult,
  wait,
  waitFor,
  wrapFuture,
} from 'rxduct';
import { of } from 'rxjs';
import { Bench, sync } from './bench.ts';

// What these tests say is checked by `tsc -p .`; that they run shows only that the names exist. The functions are not called.

Bench.use();

describe('a coroutine function', () => {
  test('has the arguments of its body, and a coroutine of what that returns', () => {
    const greet = coroutine(function* (name: string, times?: number) {
      yield* sleep(1);
      return name.length * (times ?? 1);
    });
    expectTypeOf(greet).parameters.toEqualTypeOf<[name: string, times?: number | undefined]>();
    expectTypeOf(greet).returns.toEqualTypeOf<Coroutine<number>>();
    expect(greet('you')).toBeInstanceOf(Coroutine);
  });

  test('gives each yield* its own type', () => {
    const bodies = coroutine(function* (future: Future<string>, task: Task<number>) {
      expectTypeOf(yield* future).toEqualTypeOf<string>();
      expectTypeOf(yield* task).toEqualTypeOf<number>();
      expectTypeOf(yield* sleep(1)).toEqualTypeOf<void>();
      expectTypeOf(yield* sleep(1, 'value')).toEqualTypeOf<string>();
      expectTypeOf(yield* until(Promise.resolve(true))).toEqualTypeOf<boolean>();
      expectTypeOf(yield* until(of(1, 2))).toEqualTypeOf<number>();
      expectTypeOf(yield* gather([future, task])).toEqualTypeOf<[string, number]>();
      expectTypeOf(yield* gather([future, task], { returnExceptions: true })).toEqualTypeOf<
        [string | Error, number | Error]
      >();
      expectTypeOf(yield* shield(future)).toEqualTypeOf<string>();
      expectTypeOf(yield* waitFor(future, 10)).toEqualTypeOf<string>();
      expectTypeOf(yield* wait([task])).toEqualTypeOf<WaitResult<Task<number>>>();
      return 'end';
    });
    expectTypeOf(bodies).returns.toEqualTypeOf<Coroutine<string>>();
    expect(bodies).toBeInstanceOf(Function);
  });

  test('yields nothing by hand', () => {
    const wrong = [
      () =>
        // @ts-expect-error: a bare yield
        coroutine(function* () {
          yield;
        }),
      () =>
        // @ts-expect-error: a value
        coroutine(function* () {
          yield 5;
        }),
      () =>
        // @ts-expect-error: a promise; until(promise) waits for one
        coroutine(function* () {
          yield Promise.resolve();
        }),
      () =>
        // @ts-expect-error: a future without the star
        coroutine(function* (future: Future<void>) {
          yield future;
        }),
      () =>
        // @ts-expect-error: an iterable that is no coroutine
        coroutine(function* () {
          yield* [1, 2];
        }),
    ];
    expect(wrong.length).toBe(5);
  });
});

describe('a future', () => {
  test('has its type in all that it gives', () => {
    expectTypeOf<Future<string>['result']>().returns.toEqualTypeOf<string>();
    expectTypeOf<Future<string>['exception']>().returns.toEqualTypeOf<Error | null>();
    expectTypeOf<Awaited<Future<string>>>().toEqualTypeOf<string>();
    expectTypeOf<Awaited<Coroutine<string>>>().toEqualTypeOf<string>();
    expectTypeOf<Task<string>>().toExtend<Future<string>>();
    expectTypeOf<Task<string>>().toExtend<PromiseLike<string>>();
    expect(new Future<string>().done()).toBe(false);
  });

  test('of a string stands where one of anything is wanted, and not the other way round', () => {
    expectTypeOf<Future<string>>().toExtend<Future<unknown>>();
    expectTypeOf<Future<unknown>>().not.toExtend<Future<string>>();
    expect(Future).toBeInstanceOf(Function);
  });

  test('of a task takes no result', () => {
    expectTypeOf<Task<string>['setResult']>().parameters.toEqualTypeOf<[]>();
    expectTypeOf<Task<string>['setResult']>().returns.toBeNever();
    expect(createTask(sync(() => 1)).done()).toBe(false);
  });
});

describe('what makes tasks and futures', () => {
  test('keeps the type of what it is given', () => {
    const make = (call: Coroutine<number>, promise: Promise<string>, group: TaskGroup) => ({
      ofCoroutine: createTask(call),
      ofAsync: createTask(async (signal) => signal.aborted),
      ensured: ensureFuture(promise),
      wrapped: wrapFuture(promise),
      grouped: group.createTask(call),
      completed: asCompleted([call, call]),
      ran: run(call),
      ranLater: run(() => promise),
    });
    type Made = ReturnType<typeof make>;
    expectTypeOf<Made['ofCoroutine']>().toEqualTypeOf<Task<number>>();
    expectTypeOf<Made['ofAsync']>().toEqualTypeOf<Task<boolean>>();
    expectTypeOf<Made['ensured']>().toEqualTypeOf<Future<string>>();
    expectTypeOf<Made['wrapped']>().toEqualTypeOf<Future<string>>();
    expectTypeOf<Made['grouped']>().toEqualTypeOf<Task<number>>();
    expectTypeOf<Made['completed']>().toEqualTypeOf<AsCompleted<number>>();
    expectTypeOf<Made['ran']>().toEqualTypeOf<Promise<number>>();
    expectTypeOf<Made['ranLater']>().toEqualTypeOf<Promise<string>>();
    expect(make).toBeInstanceOf(Function);
  });

  test('refuses what is none of them', () => {
    const wrong = [
      // @ts-expect-error: a number
      () => createTask(5),
      // @ts-expect-error: a generator that is no coroutine
      (body: Body<void>) => createTask(body),
      // @ts-expect-error: a function that returns no promise
      () => createTask(() => 5),
      // @ts-expect-error: a text
      () => ensureFuture('text'),
      // @ts-expect-error: a coroutine; make it a task
      () => wait([sleep(1)]),
      // @ts-expect-error: no such word
      () => wait([new Future<void>()], { returnWhen: 'SOMETIME' }),
    ];
    expect(wrong.length).toBe(6);
  });

  test('gather keeps a tuple a tuple', () => {
    type Given = readonly [Future<string>, Coroutine<number>, Promise<boolean>];
    expectTypeOf<Results<Given>>().toEqualTypeOf<[string, number, boolean]>();
    const many = (futures: Future<string>[]) => gather(futures);
    expectTypeOf<ReturnType<typeof many>>().toEqualTypeOf<Future<string[]>>();
    expect(gather).toBeInstanceOf(Function);
  });
});

describe('a block', () => {
  test('has the type of what its body returns', () => {
    const blocks = (future: Future<string>) => ({
      group: taskGroup(function* (group) {
        expectTypeOf(group).toEqualTypeOf<TaskGroup>();
        return yield* future;
      }),
      timeout: timeout(10, function* (limit) {
        expectTypeOf(limit).toEqualTypeOf<Timeout>();
        return yield* future;
      }),
    });
    expectTypeOf<ReturnType<typeof blocks>['group']>().toEqualTypeOf<Coroutine<string>>();
    expectTypeOf<ReturnType<typeof blocks>['timeout']>().toEqualTypeOf<Coroutine<string>>();
    expect(blocks).toBeInstanceOf(Function);
  });
});
