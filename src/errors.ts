/**
 * Every error of rxduct, on one page.
 *
 * An error has a stable `code`; match on that, never on the text. What the operating system reports stays Node's own error
 * object with Node's `code` (`ECONNRESET`, `EADDRINUSE`, …). Wrong types are a native `TypeError`, wrong numbers a native
 * `RangeError`. `CancelledError` stands outside the tree, so that `catch (e) { if (e instanceof RxductError) … }` never
 * swallows a cancellation.
 */

/** The base of all errors of this library. */
export class RxductError extends Error {
  /** Stable, and documented; what a program should match on. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** A method was called where it must not be: your call, not the peer's bytes. Python's `RuntimeError`. */
export class UsageError extends RxductError {
  constructor(message: string, options?: ErrorOptions & { code?: string }) {
    super(options?.code ?? 'ERR_USAGE', message, options);
  }
}

/** A result was read before there was one, or set twice. */
export class InvalidStateError extends UsageError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, { ...options, code: 'ERR_INVALID_STATE' });
  }
}

/** The operation exists in asyncio but cannot be had here; the message says why. Python's `NotImplementedError`. */
export class NotSupportedError extends RxductError {
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_NOT_SUPPORTED', message, options);
  }
}

/** Something took longer than it was given. Its `code` is `ETIMEDOUT`, that of a time-out of the operating system. */
export class TimeoutError extends RxductError {
  constructor(message: string, options?: ErrorOptions) {
    super('ETIMEDOUT', message, options);
  }
}

/** The peer's bytes break the protocol: a frame cut short, a prefix that makes no sense. */
export class ProtocolError extends RxductError {
  /** The bytes that could not be used, as far as they are known. */
  readonly bytes: Uint8Array | undefined;

  constructor(message: string, options?: ErrorOptions & { bytes?: Uint8Array }) {
    super('ERR_PROTOCOL', message, options);
    this.bytes = options?.bytes;
  }
}

/** A bound was overrun; says whose, which, and by how much. */
export class LimitError extends RxductError {
  /** The operator, codec or buffer that has the limit. */
  readonly owner: string;
  /** Bytes or items; the message says which. */
  readonly limit: number;
  /** The amount that was seen, in the unit of `limit`. */
  readonly seen: number;

  constructor(message: string, details: { owner: string; limit: number; seen: number }) {
    super('ERR_LIMIT', message);
    this.owner = details.owner;
    this.limit = details.limit;
    this.seen = details.seen;
  }
}

/**
 * A connection could not be made, or was lost while something was being sent over it.
 *
 * `code` is the operating system's where it gave one (`ECONNREFUSED`), else `ECONNRESET`, as what asyncio's `drain` raises.
 */
export class ConnectionError extends RxductError {
  /** Each failure, if several addresses were tried. */
  readonly errors: readonly Error[];

  constructor(message: string, options: ErrorOptions & { code?: string | undefined; errors?: readonly Error[] } = {}) {
    super(options.code ?? codeOf(options.cause) ?? codeOf(options.errors?.[0]) ?? 'ECONNRESET', message, options);
    this.errors = options.errors ?? [];
  }
}

/** Tasks of a group failed; `errors` holds what each failed with, that of the group's own block last. */
export class TaskGroupError extends RxductError {
  readonly errors: readonly Error[];

  constructor(message: string, errors: readonly Error[]) {
    super('ERR_TASK_GROUP', message, { cause: errors[0] });
    this.errors = errors;
  }

  /** The errors for which `wanted` holds, and the others; each group null if it would be empty. Groups inside are split as well. */
  split(wanted: (error: Error) => boolean): [matching: TaskGroupError | null, rest: TaskGroupError | null] {
    const matching: Error[] = [];
    const rest: Error[] = [];
    for (const error of this.errors) {
      if (error instanceof TaskGroupError && !wanted(error)) {
        const [inside, outside] = error.split(wanted);
        if (inside !== null) matching.push(inside);
        if (outside !== null) rest.push(outside);
      } else {
        (wanted(error) ? matching : rest).push(error);
      }
    }
    const group = (errors: Error[]) => (errors.length === 0 ? null : new TaskGroupError(this.message, errors));
    return [group(matching), group(rest)];
  }
}

/** There is nothing in the queue; from `getNowait`. */
export class QueueEmpty extends RxductError {
  constructor() {
    super('ERR_QUEUE_EMPTY', 'the queue is empty; await get() to wait for an item');
  }
}

/** The queue is at its maximum size; from `putNowait`. */
export class QueueFull extends RxductError {
  constructor(maxsize: number) {
    super('ERR_QUEUE_FULL', `the queue holds ${maxsize} items, its maximum; await put() to wait for room`);
  }
}

/** The queue was shut down: nothing can be put, and nothing is left to get. */
export class QueueShutDown extends RxductError {
  constructor() {
    super('ERR_QUEUE_SHUT_DOWN', 'the queue was shut down');
  }
}

/** A barrier was aborted or reset while a task waited at it. */
export class BrokenBarrierError extends UsageError {
  constructor(message: string) {
    super(message, { code: 'ERR_BROKEN_BARRIER' });
  }
}

function codeOf(error: unknown): string | undefined {
  // A DOMException (what an AbortSignal gives as its reason) has a number there.
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/**
 * A coroutine, a task or a wait was cancelled. Not an `RxductError`, as Python's is no `Exception`.
 *
 * It carries no stack: capturing one costs 12 µs against 0.9, and the line that would stand there is the loop's.
 */
export class CancelledError extends Error {
  readonly code = 'ERR_CANCELLED';

  constructor(message = '') {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'CancelledError';
  }
}

/** Whether `error` is a cancellation, and therefore to be passed on and not handled. */
export function isCancelled(error: unknown): error is CancelledError {
  return error instanceof CancelledError;
}

/** `value` itself if it is an Error, else an Error that names it: what is thrown need not be one, what we hand on is. */
export function asError(value: unknown): Error {
  if (value instanceof Error) return value;
  // Node's own errors come from another realm inside a vm context (jest): not `instanceof` ours, and Errors all the same.
  if (Object.prototype.toString.call(value) === '[object Error]') return value as Error;
  return new RxductError('ERR_THROWN_VALUE', `a value that is no Error was thrown: ${textOf(value)}`, { cause: value });
}

/** What was thrown, if `asError` wrapped it; for promises, which carry any value. */
export function thrownValue(error: unknown): unknown {
  return error instanceof RxductError && error.code === 'ERR_THROWN_VALUE' ? error.cause : error;
}

/** `value` as text. Never throws, as `String` does for an object without a prototype: it is used where errors are handled. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return `<${typeof value} without text>`;
  }
}
