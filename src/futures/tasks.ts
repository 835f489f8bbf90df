import { getEventLoop } from '../loop/current-loop.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import type { Task } from './task.ts';
import { tasksOf } from './task-registry.ts';

/** The task whose coroutine is running now; null outside of one. */
export function currentTask(loop: EventLoop = getEventLoop()): Task<unknown> | null {
  return tasksOf(loop).current as Task<unknown> | null;
}

/** The tasks of the loop that are not done. A copy. */
export function allTasks(loop: EventLoop = getEventLoop()): Set<Task<unknown>> {
  return new Set(tasksOf(loop).all) as Set<Task<unknown>>;
}
