import { asError, CancelledError, TaskGroupError, UsageError } from '../errors.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import { Coroutine } from './coroutine.ts';
import { createTask, type TaskSource } from './create-task.ts';
import { Future } from './future.ts';
import type { Body } from './suspension.ts';
import type { Task, TaskOptions } from './task.ts';
import { currentTask } from './tasks.ts';

/**
 * Tasks that live no longer than a block. The first that fails cancels the others and the block; all failures come together in one
 * `TaskGroupError`, that of the block last.
 *
 * A cancellation from outside cancels the tasks and is passed on when they have ended. Follows `asyncio.TaskGroup`; tasks are
 * cancelled in the order of their creation, where asyncio walks a set.
 */
export class TaskGroup {
  readonly #tasks = new Set<Task<unknown>>();
  readonly #errors: Error[] = [];
  #parent: Task<unknown> | null = null;
  #exiting = false;
  #aborting = false;
  #parentCancelRequested = false;
  #allDone: Future<void> | null = null;

  /**
   * Starts a task of the group.
   *
   * @throws UsageError outside of the block, or while the group is being cancelled; the coroutine is closed then.
   */
  createTask<T>(source: TaskSource<T>, options: Omit<TaskOptions, 'loop'> = {}): Task<T> {
    const refusal = this.#refusal();
    if (refusal !== null) {
      if (source instanceof Coroutine) source.close();
      throw new UsageError(`TaskGroup.createTask: ${refusal}`);
    }
    const task = createTask(source, { ...options, loop: this.#loop() });
    // Also if it is done already, by an eager start: its failure would cancel the block, or a sibling, in the middle of a step.
    this.#tasks.add(task);
    task.addDoneCallback(this.#taskDone);
    return task;
  }

  /** Enters the block; for `taskGroup`. @throws UsageError outside of a task, or the second time. */
  enter(): void {
    if (this.#parent !== null) throw new UsageError('a task group can be entered once');
    const parent = currentTask();
    if (parent === null) throw new UsageError('a task group can only be used inside of a task');
    this.#parent = parent;
  }

  /** Leaves the block with what left it, or null: waits for the tasks, then throws what is due. For `taskGroup`. */
  *exit(error: unknown): Body<void> {
    this.#exiting = true;
    let cancellation = error instanceof CancelledError ? error : null;
    if (error !== null && !this.#aborting) this.#abort();
    while (this.#tasks.size > 0) {
      this.#allDone ??= new Future(this.#loop());
      try {
        yield* this.#allDone;
      } catch (raised) {
        // Only the first request counts: once the tasks are being cancelled, another one changes nothing.
        if (!this.#aborting) {
          cancellation = raised as CancelledError;
          this.#abort();
        }
      }
      this.#allDone = null;
    }
    const parent = this.#parent as Task<unknown>;
    if (this.#parentCancelRequested && parent.uncancel() === 0) cancellation = null;
    if (cancellation !== null && this.#errors.length === 0) throw cancellation;
    if (error !== null && !(error instanceof CancelledError)) this.#errors.push(asError(error));
    if (this.#errors.length === 0) return;
    if (parent.cancelling() > 0) {
      // The request from outside is still to be delivered, behind the errors, at the next wait.
      parent.uncancel();
      parent.cancel();
    }
    throw new TaskGroupError('unhandled errors in a TaskGroup', this.#errors);
  }

  #loop(): EventLoop {
    return (this.#parent as Task<unknown>).getLoop();
  }

  #refusal(): string | null {
    if (this.#parent === null) return 'the block of the group was not entered yet';
    if (this.#exiting && this.#tasks.size === 0) return 'the group is finished';
    return this.#aborting ? 'the group is being cancelled' : null;
  }

  #abort(): void {
    this.#aborting = true;
    for (const task of this.#tasks) if (!task.done()) task.cancel();
  }

  readonly #taskDone = (task: Future<unknown>): void => {
    this.#tasks.delete(task as Task<unknown>);
    if (this.#tasks.size === 0 && this.#allDone?.done() === false) this.#allDone.setResult();
    if (task.cancelled()) return;
    const exception = task.exception();
    if (exception === null) return;
    this.#errors.push(exception);
    const parent = this.#parent as Task<unknown>;
    if (parent.done()) {
      const message = 'a task of a group failed after the group had ended';
      this.#loop().callExceptionHandler({ message, exception, task });
    } else if (!this.#aborting && !this.#parentCancelRequested) {
      this.#abort();
      this.#parentCancelRequested = true;
      parent.cancel();
    }
  };
}

/**
 * Runs a block whose tasks have all ended when it is left.
 *
 * ```ts
 * yield* taskGroup(function* (group) {
 *   group.createTask(fetchOne());
 *   group.createTask(fetchOther());
 * });
 * ```
 *
 * @throws TaskGroupError with all failures.
 */
export function taskGroup<T>(body: (group: TaskGroup) => { [Symbol.iterator](): Body<T> }): Coroutine<T> {
  return new Coroutine(run(body), 'taskGroup');
}

function* run<T>(body: (group: TaskGroup) => { [Symbol.iterator](): Body<T> }): Body<T> {
  const group = new TaskGroup();
  group.enter();
  let result: T;
  try {
    result = yield* body(group);
  } catch (error) {
    yield* group.exit(error);
    throw error;
  }
  yield* group.exit(null);
  return result;
}
