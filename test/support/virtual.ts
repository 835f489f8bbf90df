import { expect } from '@jest/globals';
import {
  type Body,
  type Coroutine,
  coroutine,
  createTask,
  type Future,
  run,
  setEventLoop,
  sleep,
  type Task,
  VirtualEventLoop,
} from 'rxduct';

/**
 * A test whose body is the main task of a virtual loop of its own. The loop runs until nothing is left to do; a body that is stuck,
 * and an error that no caller can receive, fail the test.
 */
export const inLoop = (body: (loop: VirtualEventLoop) => Body<void>) => (): void => {
  const loop = new VirtualEventLoop();
  const reports: unknown[] = [];
  loop.setExceptionHandler((_loop, { exception, message }) => reports.push(exception ?? message));
  setEventLoop(loop);
  try {
    const main = createTask(coroutine(body)(loop));
    loop.runUntilIdle();
    main.result();
    expect(reports).toEqual([]);
  } finally {
    setEventLoop(null);
    loop.close();
  }
};

/** The same for an `async` body: promises settle between the iterations. */
export const inLoopAsync = (body: () => Promise<void>) => (): Promise<void> =>
  run(body, { loopFactory: () => new VirtualEventLoop() });

/** A task that runs a body. */
export const spawn = <T>(body: () => Body<T>, name?: string): Task<T> => createTask(coroutine(body)(), { name });

/** Gives way to the loop for so many iterations. */
export function* steps(count = 1): Body<void> {
  for (let step = 0; step < count; step++) yield* sleep(0);
}

/** Cancels a task at a time, or a few iterations after it; null: never. */
export function cancelAt(loop: VirtualEventLoop, task: Task<unknown>, time: number | null, hops: number): void {
  const hop = (left: number): void => {
    if (left === 0) task.cancel();
    else loop.callSoon(hop, left - 1);
  };
  if (time !== null) loop.callAt(time, hop, hops);
}

/** What an awaitable fails with. */
export function* failureOf(awaitable: Future<unknown> | Coroutine<unknown>): Body<unknown> {
  try {
    yield* awaitable;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

/** What a call throws. */
export const thrownBy = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};
