import { type Observer, observable, type Unsubscribable } from 'rxjs';
import { asError, CancelledError, InvalidStateError, thrownValue } from '../errors.ts';
import { getEventLoop } from '../loop/current-loop.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import { FutureWait } from './suspension.ts';

/** Called with the future once it is done. */
export type DoneCallback<T> = (future: Future<T>) => void;

type State = 'pending' | 'finished' | 'cancelled';

interface NeverRetrieved {
  loop: EventLoop;
  exception: Error;
}

const neverRetrieved = new FinalizationRegistry<NeverRetrieved>(({ loop, exception }) => {
  loop.callExceptionHandler({ message: 'Future exception was never retrieved', exception });
});

/**
 * A result that is not there yet.
 *
 * Done-callbacks run through `callSoon`, in the order in which they were added: never inside the call that completes the
 * future. It is thenable, so that `await future` works, and an `ObservableInput`, so that `from(future)` does. An exception that
 * nobody has looked at when the future is collected goes to the loop's exception handler; it never ends the process.
 *
 * Follows `asyncio.Future`. An exception that is no Error is wrapped into one.
 */
export class Future<T> implements PromiseLike<T> {
  readonly #loop: EventLoop;
  #state: State = 'pending';
  #result: T | undefined;
  #exception: Error | null = null;
  #cancelMessage: string | undefined;
  /** The error that cancelled it; handed out once, as CPython does. */
  #cancelledError: CancelledError | null = null;
  #retrieved = false;
  // Typed loosely so that a future of strings can stand where one of anything is wanted.
  #callbacks: ((future: never) => void)[] | null = null;

  constructor(loop: EventLoop = getEventLoop()) {
    this.#loop = loop;
  }

  getLoop(): EventLoop {
    return this.#loop;
  }

  done(): boolean {
    return this.#state !== 'pending';
  }

  cancelled(): boolean {
    return this.#state === 'cancelled';
  }

  /**
   * The result.
   *
   * @throws InvalidStateError if there is none yet; CancelledError if the future was cancelled; else its exception.
   */
  result(): T {
    const exception = this.exception();
    if (exception !== null) throw exception;
    return this.#result as T;
  }

  /**
   * The exception, or null if there is a result. Counts as having been told.
   *
   * @throws InvalidStateError if the future is not done; CancelledError if it was cancelled.
   */
  exception(): Error | null {
    if (this.#state === 'cancelled') throw this.makeCancelledError();
    if (this.#state === 'pending') throw new InvalidStateError('the future has no result yet; await it, or ask done()');
    this.markRetrieved();
    return this.#exception;
  }

  /** @throws InvalidStateError if the future is done. */
  setResult(result: T): void {
    this.#finish('finished');
    this.#result = result;
    this.#schedule();
  }

  /** @throws InvalidStateError if the future is done. */
  setException(exception: unknown): void {
    this.#finish('finished');
    this.#exception = asError(exception);
    if (!this.#retrieved) neverRetrieved.register(this, { loop: this.#loop, exception: this.#exception }, this);
    this.#schedule();
  }

  /** Gives the result up. False if the future was done already. */
  cancel(message?: string): boolean {
    if (this.#state !== 'pending') return false;
    this.#state = 'cancelled';
    this.#cancelMessage = message;
    this.#schedule();
    return true;
  }

  /**
   * A coroutine waits with `yield* future`: for the result, or for what it failed with.
   *
   * What it yields is nobody's business, and typed as `never`: RxJS's `from` would take it for values.
   */
  [Symbol.iterator](): Generator<never, T, void> {
    return new FutureWait(this) as unknown as Generator<never, T, void>;
  }

  /** What a waiter is to be thrown: the exception, a CancelledError, or null for a result. Counts as having been told. */
  takeFailure(): Error | null {
    if (this.#state === 'cancelled') return this.makeCancelledError();
    this.markRetrieved();
    return this.#exception;
  }

  /** The CancelledError of a future that was cancelled; with its message, but that of a coroutine only once. */
  makeCancelledError(): CancelledError {
    const error = this.#cancelledError ?? new CancelledError(this.#cancelMessage);
    this.#cancelledError = null;
    return error;
  }

  /** The message `cancel` was given. */
  get cancelMessage(): string | undefined {
    return this.#cancelMessage;
  }

  /** For tasks: cancelled by the error that left the coroutine. */
  protected cancelWith(error: CancelledError): void {
    this.#cancelledError = error;
    // That of a request which came later than the error would stand in what is made for the second waiter.
    this.#cancelMessage = undefined;
    this.#state = 'cancelled';
    this.#schedule();
  }

  /** For tasks: the message to be delivered with a cancellation that waits. */
  protected setCancelMessage(message: string | undefined): void {
    this.#cancelMessage = message;
  }

  /** Says that somebody else has been told, or will be: a failure is then nothing to report. */
  markRetrieved(): this {
    if (this.#exception !== null && !this.#retrieved) neverRetrieved.unregister(this);
    this.#retrieved = true;
    return this;
  }

  /** Calls back through `callSoon` once the future is done; soon, if it is done already. */
  addDoneCallback(callback: DoneCallback<T>): void {
    if (this.#state !== 'pending') {
      this.#loop.callSoon(callback, this);
      return;
    }
    this.#callbacks ??= [];
    this.#callbacks.push(callback);
  }

  /** Removes every registration of `callback`, and says how many there were. */
  removeDoneCallback(callback: DoneCallback<T>): number {
    const callbacks = this.#callbacks ?? [];
    this.#callbacks = callbacks.filter((other) => other !== callback);
    return callbacks.length - this.#callbacks.length;
  }

  // biome-ignore lint/suspicious/noThenProperty: a future is awaited like a promise; that is its purpose.
  then<R1 = T, R2 = never>(
    onFulfilled?: ((value: T) => R1 | PromiseLike<R1>) | null,
    onRejected?: ((reason: unknown) => R2 | PromiseLike<R2>) | null,
  ): Promise<R1 | R2> {
    const settled = new Promise<T>((resolve, reject) => {
      this.addDoneCallback(() => {
        try {
          resolve(this.result());
        } catch (reason) {
          reject(thrownValue(reason));
        }
      });
    });
    return settled.then(onFulfilled, onRejected);
  }

  static {
    // The key RxJS looks for: '@@observable', unless a polyfill made `Symbol.observable` first, which is why it is no method.
    Object.defineProperty(Future.prototype, observable, {
      value(this: Future<unknown>) {
        return { subscribe: (observer: Partial<Observer<unknown>>) => this.#subscribe(observer) };
      },
    });
  }

  /** For RxJS: one value and completion, or an error. Unsubscribing does not cancel: others may wait for the same future. */
  #subscribe(observer: Partial<Observer<T>>): Unsubscribable {
    const tell = () => {
      try {
        observer.next?.(this.result());
      } catch (error) {
        observer.error?.(error);
        return;
      }
      observer.complete?.();
    };
    this.addDoneCallback(tell);
    return { unsubscribe: () => this.removeDoneCallback(tell) };
  }

  #finish(state: State): void {
    if (this.#state !== 'pending') {
      throw new InvalidStateError(`the future is ${this.#state} already; a result can be set once`);
    }
    this.#state = state;
  }

  #schedule(): void {
    const callbacks = this.#callbacks;
    this.#callbacks = null;
    for (const callback of callbacks ?? []) this.#loop.callSoon(callback as DoneCallback<T>, this);
  }
}
