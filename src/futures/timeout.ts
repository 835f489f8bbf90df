import { CancelledError, TimeoutError, UsageError } from '../errors.ts';
import { getRunningLoop } from '../loop/current-loop.ts';
import { Coroutine } from './coroutine.ts';
import type { Body } from './suspension.ts';
import type { Task } from './task.ts';
import { currentTask } from './tasks.ts';

type State = 'created' | 'active' | 'expiring' | 'expired' | 'finished';

/**
 * A limit on the time of a block of a coroutine.
 *
 * At the deadline the task is cancelled; if that cancellation, and no other, leaves the block, it becomes a TimeoutError. Told
 * apart by the task's count of requests, so that limits may stand in one another, and a cancellation from outside is never
 * swallowed. Follows `asyncio.Timeout`.
 */
export class Timeout {
  #state: State = 'created';
  #when: number | null;
  #handle: { cancel(): void } | null = null;
  #task: Task<unknown> | null = null;
  #cancellingBefore = 0;

  /** `when` in loop time, milliseconds; null: no limit. */
  constructor(when: number | null) {
    this.#when = when;
  }

  /** The deadline in loop time; null if there is none. */
  when(): number | null {
    return this.#when;
  }

  /** Whether the deadline has come while the block was running. */
  expired(): boolean {
    return this.#state === 'expiring' || this.#state === 'expired';
  }

  /** Sets another deadline; one that has passed fires through `callSoon`. @throws UsageError outside of the block or once expired. */
  reschedule(when: number | null): void {
    if (this.#state !== 'active') throw new UsageError(`reschedule: the timeout is ${this.#state}, not active`);
    this.#when = when;
    this.#handle?.cancel();
    this.#handle = null;
    if (when === null) return;
    const loop = getRunningLoop();
    const expire = () => this.#expire();
    this.#handle = when <= loop.time() ? loop.callSoon(expire) : loop.callAt(when, expire);
  }

  /** Enters the block; for `timeout`. @throws UsageError outside of a task, or the second time. */
  enter(): void {
    if (this.#state !== 'created') throw new UsageError('a timeout can be entered once');
    const task = currentTask();
    if (task === null) throw new UsageError('a timeout can only be used inside of a task');
    this.#state = 'active';
    this.#task = task;
    this.#cancellingBefore = task.cancelling();
    this.reschedule(this.#when);
  }

  /** Leaves the block with what left it, or null; returns what is to be thrown instead. For `timeout`. */
  exit(error: unknown): unknown {
    this.#handle?.cancel();
    this.#handle = null;
    if (this.#state === 'expiring') {
      this.#state = 'expired';
      const task = this.#task as Task<unknown>;
      if (task.uncancel() <= this.#cancellingBefore && error instanceof CancelledError) {
        return new TimeoutError('the block took longer than its timeout', { cause: error });
      }
    } else if (this.#state === 'active') {
      this.#state = 'finished';
    }
    return error;
  }

  #expire(): void {
    this.#task?.cancel();
    this.#state = 'expiring';
    this.#handle = null;
  }
}

/**
 * Runs a block of a coroutine for at most `delay` milliseconds; null: without a limit.
 *
 * ```ts
 * const line = yield* timeout(5000, () => reader.readLine());
 * ```
 *
 * @throws TimeoutError, after the block has cleaned up.
 */
export function timeout<T>(
  delay: number | null,
  body: (timeout: Timeout) => Iterable<unknown> & { [Symbol.iterator](): Body<T> },
): Coroutine<T> {
  return new Coroutine(
    run(() => (delay === null ? null : getRunningLoop().time() + delay), body),
    'timeout',
  );
}

/** The same with a deadline in loop time. */
export function timeoutAt<T>(
  when: number | null,
  body: (timeout: Timeout) => Iterable<unknown> & { [Symbol.iterator](): Body<T> },
): Coroutine<T> {
  return new Coroutine(
    run(() => when, body),
    'timeoutAt',
  );
}

function* run<T>(deadline: () => number | null, body: (timeout: Timeout) => { [Symbol.iterator](): Body<T> }): Body<T> {
  const limit = new Timeout(deadline());
  limit.enter();
  let result: T;
  try {
    result = yield* body(limit);
  } catch (error) {
    throw limit.exit(error);
  }
  limit.exit(null);
  return result;
}
