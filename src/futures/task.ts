import { asError, CancelledError, InvalidStateError, UsageError } from '../errors.ts';
import { getEventLoop } from '../loop/current-loop.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import { getRunning } from '../loop/running-loop.ts';
import { Future } from './future.ts';
import { type Body, FutureWait, NEXT_ITERATION } from './suspension.ts';
import { type TaskRegistry, tasksOf } from './task-registry.ts';

/** How a task begins. */
export interface TaskOptions {
  /** @default 'Task-N' */
  readonly name?: string | undefined;
  /** @default getEventLoop() */
  readonly loop?: EventLoop | undefined;
  /** Runs the first step at once, inside of the call, if a callback of the loop is running. @default false */
  readonly eagerStart?: boolean | undefined;
}

/**
 * A coroutine that the loop runs: step by step, each up to the next wait.
 *
 * A cancellation is a request. It is thrown into the coroutine as a CancelledError where it waits, and what it waits for is
 * cancelled with it; the coroutine may catch it, clean up, and even go on. `cancelling()` counts the requests, `uncancel()` takes one
 * back. Follows `asyncio.Task` of CPython 3.14.
 */
export class Task<T> extends Future<T> {
  readonly #body: Body<T>;
  readonly #registry: TaskRegistry;
  #name: string;
  #waitingFor: Future<unknown> | null = null;
  #mustCancel = false;
  #cancelRequests = 0;
  #wakeup: ((future: Future<unknown>) => void) | null = null;
  #waitedForItself = false;

  constructor(body: Body<T>, options: TaskOptions = {}) {
    const loop = options.loop ?? getEventLoop();
    super(loop);
    this.#body = body;
    this.#registry = tasksOf(loop);
    this.#name = options.name ?? this.#registry.nextName();
    if (options.eagerStart && getRunning() === loop) {
      this.#registry.all.add(this as Future<unknown>);
      this.#step(null);
    } else {
      // First, so that a closed loop, which refuses, keeps no task that never runs.
      loop.callSoon(Task.#start, this as Task<unknown>);
      this.#registry.all.add(this as Future<unknown>);
    }
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  /** The generator it runs. */
  getBody(): Body<T> {
    return this.#body;
  }

  /** What it waits for now; null if it is running or ready. */
  get waitingFor(): Future<unknown> | null {
    return this.#waitingFor;
  }

  /**
   * Asks the coroutine to end: throws a CancelledError into it where it waits. False if the task is done. The task is cancelled
   * once the error leaves the coroutine.
   */
  override cancel(message?: string): boolean {
    if (this.done()) return false;
    this.#cancelRequests++;
    if (this.#waitingFor?.cancel(message)) return true;
    this.#mustCancel = true;
    this.setCancelMessage(message);
    return true;
  }

  /** How many requests to cancel are outstanding. */
  cancelling(): number {
    return this.#cancelRequests;
  }

  /** Takes one request back; the last one withdraws a cancellation that was not delivered yet. Returns how many are left. */
  uncancel(): number {
    if (this.#cancelRequests > 0) this.#cancelRequests--;
    if (this.#cancelRequests === 0) this.#mustCancel = false;
    return this.#cancelRequests;
  }

  /** @throws UsageError: the result of a task is what its coroutine returns. */
  override setResult(): never {
    throw new UsageError('a task has no setResult: its result is what its coroutine returns');
  }

  /** @throws UsageError: the exception of a task is what its coroutine throws. */
  override setException(): never {
    throw new UsageError('a task has no setException: its exception is what its coroutine throws');
  }

  /** @throws UsageError after the task has waited for itself, until it is done: it stays blocked, as CPython's does. */
  override [Symbol.iterator](): Generator<never, T, void> {
    if (this.#waitedForItself && !this.done()) {
      throw new UsageError(`${this} has waited for itself; it cannot be awaited any more`);
    }
    return super[Symbol.iterator]();
  }

  override toString(): string {
    return `<Task ${this.#name}${this.done() ? ' done' : ''}>`;
  }

  static #start(task: Task<unknown>): void {
    task.#step(null);
  }

  static #fail(task: Task<unknown>, error: Error): void {
    task.#step(error);
  }

  /** Runs the coroutine up to its next wait; `error` is thrown into it. */
  #step(error: Error | null): void {
    if (this.done()) throw new InvalidStateError(`${this} is stepped although it is done`);
    let thrown = error;
    if (this.#mustCancel) {
      if (!(thrown instanceof CancelledError)) thrown = this.makeCancelledError();
      this.#mustCancel = false;
    }
    this.#waitingFor = null;
    const registry = this.#registry;
    const outer = registry.current;
    registry.current = this as Future<unknown>;
    try {
      const result = thrown === null ? this.#body.next() : this.#body.throw(thrown);
      if (result.done) this.#return(result.value);
      else this.#suspend(result.value);
    } catch (raised) {
      this.#raise(raised);
    } finally {
      registry.current = outer;
    }
  }

  #return(value: T): void {
    this.#registry.all.delete(this as Future<unknown>);
    if (this.#mustCancel) {
      // Cancelled in its last step: the value is lost.
      this.#mustCancel = false;
      super.cancel(this.cancelMessage);
    } else {
      super.setResult(value);
    }
  }

  #raise(raised: unknown): void {
    this.#registry.all.delete(this as Future<unknown>);
    if (raised instanceof CancelledError) this.cancelWith(raised);
    else super.setException(asError(raised));
  }

  #suspend(yielded: unknown): void {
    const loop = this.getLoop();
    if (yielded instanceof FutureWait) {
      const future = yielded.future as Future<unknown>;
      if (future.getLoop() !== loop) {
        this.#refuse(new UsageError(`${this} waits for a future of another event loop`));
      } else if ((future as unknown) === this) {
        this.#waitedForItself = true;
        this.#refuse(new UsageError(`${this} cannot wait for itself`));
      } else {
        this.#waitFor(future);
      }
    } else if (yielded === NEXT_ITERATION) {
      loop.callSoon(Task.#start, this as Task<unknown>);
    } else {
      this.#refuse(new UsageError(describeBadYield(this, yielded)));
    }
  }

  #waitFor(future: Future<unknown>): void {
    this.#wakeup ??= (done) => this.#step(done.takeFailure());
    future.addDoneCallback(this.#wakeup);
    this.#waitingFor = future;
    if (this.#mustCancel && future.cancel(this.cancelMessage)) this.#mustCancel = false;
  }

  #refuse(error: UsageError): void {
    this.getLoop().callSoon(Task.#fail, this as Task<unknown>, error);
  }
}

function describeBadYield(task: object, yielded: unknown): string {
  const value = yielded as { then?: unknown; subscribe?: unknown } | null | undefined;
  if (yielded instanceof Future) return `${task}: a future was yielded bare; write yield* future`;
  if (typeof value?.then === 'function') return `${task}: a promise was yielded bare; write yield* until(promise)`;
  if (typeof value?.subscribe === 'function') {
    return `${task}: an observable was yielded bare; write yield* until(observable)`;
  }
  return `${task}: a bare yield of ${value === undefined ? 'nothing' : typeof value}; wait with yield*`;
}
