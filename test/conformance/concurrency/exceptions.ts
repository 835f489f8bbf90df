// Python's exceptions as programs know them: how each is made, what it is called, and what catches it.
import {
  BrokenBarrierError,
  CancelledError,
  InvalidStateError,
  QueueEmpty,
  QueueFull,
  TaskGroupError,
  TimeoutError,
  UsageError,
} from 'rxduct';

/** An exception that only Python has. */
class PythonError extends Error {
  readonly pythonName: string;

  constructor(pythonName: string, message: string) {
    super(message);
    this.pythonName = pythonName;
  }
}

/** For classes that write their messages themselves. */
const withMessage = (error: Error, message: string): Error => {
  error.message = message;
  return error;
};

const MAKERS: Readonly<Record<string, (message: string) => Error>> = {
  RuntimeError: (message) => new UsageError(message),
  TypeError: (message) => new TypeError(message),
  TimeoutError: (message) => new TimeoutError(message),
  CancelledError: (message) => new CancelledError(message),
  InvalidStateError: (message) => new InvalidStateError(message),
  QueueEmpty: (message) => withMessage(new QueueEmpty(), message),
  QueueFull: (message) => withMessage(new QueueFull(0), message),
  BrokenBarrierError: (message) => new BrokenBarrierError(message),
};

const madeByPrograms = new WeakSet<Error>();

/** The exception of an instruction such as `raise ValueError e1`. */
export const makeException = (pythonName: string, message = ''): Error => {
  const make = MAKERS[pythonName];
  const error = make === undefined ? new PythonError(pythonName, message) : make(message);
  madeByPrograms.add(error);
  return error;
};

/**
 * Whether the message is to be shown: it is the program's own. That of a cancellation is, being an argument of `cancel`; a plain
 * Error is the interpreter's complaint about the program.
 */
export const hasOwnMessage = (error: Error): boolean =>
  madeByPrograms.has(error) || error instanceof CancelledError || error.constructor === Error;

/** Subclasses stand before their bases. */
const NAMES: readonly (readonly [new (...args: never[]) => Error, string])[] = [
  [CancelledError, 'CancelledError'],
  [InvalidStateError, 'InvalidStateError'],
  [BrokenBarrierError, 'BrokenBarrierError'],
  [UsageError, 'RuntimeError'],
  [TimeoutError, 'TimeoutError'],
  [QueueEmpty, 'QueueEmpty'],
  [QueueFull, 'QueueFull'],
  [RangeError, 'ValueError'],
  [TypeError, 'TypeError'],
];

export const pythonNameOf = (error: Error): string => {
  if (error instanceof PythonError) return error.pythonName;
  // Python picks the class by what is inside.
  if (error instanceof TaskGroupError) {
    return error.errors.every((inner) => isInstance(inner, 'Exception')) ? 'ExceptionGroup' : 'BaseExceptionGroup';
  }
  return NAMES.find(([type]) => error instanceof type)?.[1] ?? error.name;
};

const NO_EXCEPTIONS: readonly string[] = ['BaseException', 'CancelledError', 'BaseExceptionGroup'];

/** Python's `isinstance`. */
export const isInstance = (error: Error, type: string): boolean => {
  const name = pythonNameOf(error);
  if (type === name || type === 'BaseException') return true;
  if (type === 'Exception') return !NO_EXCEPTIONS.includes(name);
  if (type === 'BaseExceptionGroup') return name === 'ExceptionGroup';
  return type === 'RuntimeError' && name === 'BrokenBarrierError';
};
