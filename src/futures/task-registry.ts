import type { EventLoop } from '../loop/event-loop.ts';
import type { Future } from './future.ts';

/**
 * The tasks of one loop: which one runs now, and all that are not done.
 *
 * The references are strong: a task that nobody keeps goes on to its end. asyncio's are weak, and tasks vanish.
 */
export class TaskRegistry {
  // Tasks, all of them; typed as futures, so that this file and the class need not know each other.
  current: Future<unknown> | null = null;
  readonly all: Set<Future<unknown>> = new Set();
  #named = 0;

  /** `Task-1`, `Task-2`, … */
  nextName(): string {
    return `Task-${++this.#named}`;
  }
}

const registries = new WeakMap<EventLoop, TaskRegistry>();

/** The registry of a loop. */
export function tasksOf(loop: EventLoop): TaskRegistry {
  let registry = registries.get(loop);
  if (registry === undefined) {
    registry = new TaskRegistry();
    registries.set(loop, registry);
  }
  return registry;
}
