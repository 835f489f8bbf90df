// Tasks for groups that fail in several ways, and what becomes of the groups.
import { expect } from '@jest/globals';
import {
  type Body,
  type Coroutine,
  coroutine,
  createTask,
  type Future,
  sleep,
  type Task,
  type TaskGroup,
  TaskGroupError,
  taskGroup,
} from 'rxduct';
import { sync } from './bench.ts';

export const crash: (delay: number) => Coroutine<never> = coroutine(function* (delay: number) {
  yield* sleep(delay);
  throw new RangeError(`after ${delay}`);
});

/** Fails only when it is cancelled. */
export const crashWhenCancelled: () => Coroutine<void> = coroutine(function* () {
  try {
    yield* sleep(10_000);
  } finally {
    yield* sync(() => {
      throw new SyntaxError('in the clean-up');
    });
  }
});

/** Sleeps, and notes when it is cancelled. */
export const noting = (order: string[], note: string): Coroutine<void> =>
  coroutine(function* () {
    try {
      yield* sleep(5000);
    } catch (error) {
      order.push(note);
      throw error;
    }
  })();

export const inGroup = <T>(body: (group: TaskGroup) => { [Symbol.iterator](): Body<T> }): Task<T> =>
  createTask(taskGroup(body));

/** What a group failed with, as texts; groups inside of it in brackets. */
export const errorsOf = (error: unknown): unknown => {
  expect(error).toBeInstanceOf(TaskGroupError);
  const { code, errors } = error as TaskGroupError;
  expect(code).toBe('ERR_TASK_GROUP');
  return errors.map((inner) => (inner instanceof TaskGroupError ? errorsOf(inner) : `${inner.name}: ${inner.message}`));
};

export const groupErrors = (task: Future<unknown>): unknown => errorsOf(task.exception());
