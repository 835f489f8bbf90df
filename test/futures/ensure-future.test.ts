import { describe, expect, test } from '@jest/globals';
import { type Awaitable, createTask, ensureFuture, Future, Task, VirtualEventLoop } from 'rxduct';
import { Bench, sync, thrown } from './bench.ts';

const bench = Bench.use();

describe('ensureFuture', () => {
  test('makes a task of a coroutine, on the loop that is given', () => {
    const other = new VirtualEventLoop();
    const task = ensureFuture(
      sync(() => 'ok'),
      other,
    );
    expect([task instanceof Task, task.getLoop() === other]).toEqual([true, true]);
    other.runUntilIdle();
    expect(task.result()).toBe('ok');
  });

  test('makes a task of a coroutine, on the current loop', () => {
    const task = ensureFuture(sync(() => 'ok'));
    expect(task.getLoop() === bench.loop).toBe(true);
    bench.finish();
    expect(task.result()).toBe('ok');
  });

  test('makes a task of a coroutine, on the loop that is running', () => {
    const inside = bench.main(function* () {
      const task = ensureFuture(sync(() => 'ok'));
      return [task.getLoop() === bench.loop, yield* task];
    });
    expect(inside).toEqual([true, 'ok']);
  });

  test('gives a future back as it is', () => {
    const future = new Future<string>();
    future.setResult('ko');
    expect(ensureFuture(future) === future).toBe(true);
    expect(ensureFuture(future, bench.loop) === future).toBe(true);
  });

  test('gives a task back as it is', () => {
    const task = createTask(sync(() => 'ok'));
    expect(ensureFuture(task) === task).toBe(true);
    expect(ensureFuture(task, bench.loop) === task).toBe(true);
    bench.finish();
  });

  test.each([
    ['future', () => new Future<string>()],
    ['task', () => createTask(sync(() => 'ok'))],
  ])('refuses a %s of another loop', (_what, make) => {
    expect(thrown(() => ensureFuture<string>(make(), new VirtualEventLoop()))).toBeInstanceOf(RangeError);
    bench.finish();
  });

  test('makes a task of a promise', async () => {
    const task = ensureFuture(Promise.resolve('promised'));
    bench.settle();
    await null;
    bench.settle();
    expect([task instanceof Task, task.result()]).toEqual([true, 'promised']);
  });

  test.each([['ok'], [5], [null], [undefined], [{}], [() => 1]])('refuses what cannot be waited for: %p', (value) => {
    expect(thrown(() => ensureFuture(value as unknown as Awaitable<unknown>))).toBeInstanceOf(TypeError);
  });

  test('refuses a coroutine that was run already', () => {
    const call = sync(() => 1);
    createTask(call);
    expect(thrown(() => ensureFuture(call))).toMatchObject({ code: 'ERR_USAGE' });
    bench.finish();
  });
});
