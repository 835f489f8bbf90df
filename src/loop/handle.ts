import type { ExceptionContext } from './exception-context.ts';

/** What a handle needs of its loop: to report what its callback threw. */
export interface HandleOwner {
  callExceptionHandler(context: ExceptionContext): void;
}

/** What the loop calls back. */
export type Callback = (...args: never[]) => unknown;

const NO_ARGUMENTS: readonly never[] = [];

/** A callback that waits for its turn, as returned by `callSoon`. */
export class Handle {
  /** Where the handle was made; only in debug mode. */
  sourceTraceback: string | undefined;
  readonly #owner: HandleOwner;
  #callback: Callback | null;
  #args: readonly unknown[];

  constructor(owner: HandleOwner, callback: Callback, args: readonly unknown[]) {
    this.#owner = owner;
    this.#callback = callback;
    this.#args = args.length === 0 ? NO_ARGUMENTS : args;
  }

  /** Takes the callback out; it will not run. Frees the callback and its arguments at once. */
  cancel(): void {
    this.#callback = null;
    this.#args = NO_ARGUMENTS;
  }

  cancelled(): boolean {
    return this.#callback === null;
  }

  /** Runs the callback now; what it throws goes to the loop's exception handler. */
  run(): void {
    const callback = this.#callback;
    if (callback === null) return;
    try {
      if (this.#args.length === 0) callback();
      else callback(...(this.#args as never[]));
    } catch (exception) {
      const context: ExceptionContext = { message: `Exception in callback ${this}`, exception, handle: this };
      if (this.sourceTraceback !== undefined) context.sourceTraceback = this.sourceTraceback;
      this.#owner.callExceptionHandler(context);
    }
  }

  [Symbol.dispose](): void {
    this.cancel();
  }

  toString(): string {
    const name = this.#callback === null ? 'cancelled' : this.#callback.name || 'anonymous';
    return `<Handle ${name}>`;
  }
}
