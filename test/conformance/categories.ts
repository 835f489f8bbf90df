// The names under which the corpus writes errors: those of Python's exception classes.
import { isNativeError } from 'node:util/types';

const BY_CODE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'ConnectionRefusedError',
  ECONNRESET: 'ConnectionResetError',
  ECONNABORTED: 'ConnectionAbortedError',
  EPIPE: 'BrokenPipeError',
  ENOENT: 'FileNotFoundError',
  ETIMEDOUT: 'TimeoutError',
  EACCES: 'PermissionError',
  EPERM: 'PermissionError',
};

const BY_NAME: Readonly<Record<string, string>> = {
  UsageError: 'RuntimeError',
  InvalidStateError: 'RuntimeError',
  NotSupportedError: 'NotImplementedError',
  RangeError: 'ValueError',
};

const OWN_NAMES = new Set(['TypeError', 'TimeoutError', 'CancelledError', 'LimitError', 'ProtocolError']);

// Classes of rxduct and of JavaScript go first, by name: all of them carry a code of their own, or none. `instanceof`
// does not help, because jest runs tests in a realm of their own and Node makes its errors in another.
export const categoryOf = (error: unknown): string => {
  if (error === null || error === undefined) return 'null';
  if (!isNativeError(error)) return typeof error;
  const named = BY_NAME[error.name] ?? (OWN_NAMES.has(error.name) ? error.name : undefined);
  if (named !== undefined) return named;
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return error.name;
  return BY_CODE[code] ?? 'OSError';
};
