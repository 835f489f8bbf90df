// Which task or future a name of a program means.
import { currentTask, type Future, type Task } from 'rxduct';

/** An instruction refers to something that does not exist (yet): it is logged, and passed over. */
export class MissingName extends Error {}

/** The entry of a table by its name. @throws MissingName */
export const lookUp = <T>(table: ReadonlyMap<string, T>, name: string): T => {
  const found = table.get(name);
  if (found === undefined) throw new MissingName(name);
  return found;
};

export class Names {
  readonly #meanings = new Map<string, Future<unknown>>();
  /** Every registration of a task, replaced and repeated ones too. */
  readonly #registrations: (readonly [name: string, task: Task<unknown>])[] = [];

  /** `self` is the task that runs now; a plain callback has none. @throws MissingName */
  get(name: string): Future<unknown> {
    if (name !== 'self') return lookUp(this.#meanings, name);
    const task = currentTask();
    if (task === null) throw new MissingName(name);
    return task;
  }

  /** As `get`, for what only a task can do. */
  task(name: string): Task<unknown> {
    return this.get(name) as Task<unknown>;
  }

  /** A future, or what gather and shield return: not waited for at the end. */
  set(name: string, future: Future<unknown>): void {
    this.#meanings.set(name, future);
  }

  register(name: string, task: Task<unknown>): void {
    if (this.#meanings.get(name) === task) return;
    this.#meanings.set(name, task);
    this.#registrations.push([name, task]);
  }

  /** The names of the tasks that are not done, in the order of registration. */
  pending(): readonly string[] {
    return this.#registrations.filter(([, task]) => !task.done()).map(([name]) => name);
  }
}
