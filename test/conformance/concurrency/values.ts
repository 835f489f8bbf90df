// Values, exceptions and futures as the lines of a trace show them.
import { type Future, InvalidStateError, TaskGroupError } from 'rxduct';
import { hasOwnMessage, pythonNameOf } from './exceptions.ts';

/** Stands for a message that the library wrote: rxduct's differ from CPython's, and `compare.ts` takes any. */
export const LIBRARY_MESSAGE = '\u0000';

const HIDDEN = '*';

const messageOf = (error: Error): string => {
  if (error instanceof InvalidStateError) return HIDDEN;
  if (!hasOwnMessage(error)) return LIBRARY_MESSAGE;
  return /[<{]/.test(error.message) ? HIDDEN : error.message;
};

export const formatError = (error: Error): string => {
  const text = `${pythonNameOf(error)}(${messageOf(error)})`;
  return error instanceof TaskGroupError ? `${text}[${error.errors.map(formatError).join(',')}]` : text;
};

export const formatValue = (value: unknown): string => {
  if (value instanceof Error) return formatError(value);
  if (Array.isArray(value)) return `[${value.map(formatValue).join(',')}]`;
  return JSON.stringify(value ?? null);
};

/** Reads nothing that a waiter would miss. */
export const formatState = (future: Future<unknown>): string => {
  if (!future.done()) return 'pending';
  if (future.cancelled()) return 'cancelled';
  const exception = future.exception();
  return exception === null ? `result ${formatValue(future.result())}` : `exception ${formatError(exception)}`;
};
