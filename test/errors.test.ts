import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import {
  asError,
  CancelledError,
  ConnectionError,
  InvalidStateError,
  isCancelled,
  LimitError,
  NotSupportedError,
  ProtocolError,
  RxductError,
  TimeoutError,
  UsageError,
} from '../src/errors.ts';

const details = { owner: 'mapAsync', limit: 3, seen: 4 };
const cause = new Error('the cause');

test.each([
  [new RxductError('ERR_X', 'text', { cause }), 'RxductError', 'ERR_X'],
  [new UsageError('text', { cause }), 'UsageError', 'ERR_USAGE'],
  [new UsageError('text', { cause, code: 'ERR_OWN' }), 'UsageError', 'ERR_OWN'],
  [new InvalidStateError('text', { cause }), 'InvalidStateError', 'ERR_INVALID_STATE'],
  [new NotSupportedError('text', { cause }), 'NotSupportedError', 'ERR_NOT_SUPPORTED'],
  [new TimeoutError('text', { cause }), 'TimeoutError', 'ETIMEDOUT'],
  [new ProtocolError('text', { cause }), 'ProtocolError', 'ERR_PROTOCOL'],
  [new ConnectionError('text', { cause }), 'ConnectionError', 'ECONNRESET'],
])('%p has its name, code, message and cause', (error, name, code) => {
  expect(error).toBeInstanceOf(RxductError);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name, code, message: 'text', cause });
  expect(error.stack).toContain('errors.test');
});

test('an error without a cause has none', () => {
  expect('cause' in new UsageError('text')).toBe(false);
});

test('a wrong state is a wrong use', () => {
  expect(new InvalidStateError('text')).toBeInstanceOf(UsageError);
});

test('a limit says whose it is, how much was allowed and how much was seen', () => {
  expect(new LimitError('text', details)).toMatchObject({
    name: 'LimitError',
    code: 'ERR_LIMIT',
    message: 'text',
    ...details,
  });
});

test('a protocol error carries the bytes, as far as they are known', () => {
  const bytes = Buffer.from('left over');
  expect(new ProtocolError('text', { bytes }).bytes).toBe(bytes);
  expect(new ProtocolError('text').bytes).toBeUndefined();
});

test('an error of a subclass bears the name of the subclass', () => {
  class OwnError extends ProtocolError {}
  expect(new OwnError('text').name).toBe('OwnError');
});

describe('the code of a connection error', () => {
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const unreachable = Object.assign(new Error('unreachable'), { code: 'EHOSTUNREACH' });

  test.each([
    ['what it is given', { code: 'EOWN', cause: refused }, 'EOWN'],
    ['that of its cause', { cause: refused, errors: [unreachable] }, 'ECONNREFUSED'],
    ['that of the first of several failures', { errors: [unreachable, refused] }, 'EHOSTUNREACH'],
    ['that of a reset if nothing is known', {}, 'ECONNRESET'],
    ['that of a reset if the cause is no error', { cause: null }, 'ECONNRESET'],
    [
      'that of a reset if the cause has a number for a code',
      { cause: new DOMException('gone', 'AbortError') },
      'ECONNRESET',
    ],
  ])('is %s', (_what, options, code) => {
    expect(new ConnectionError('text', options).code).toBe(code);
  });

  test('stands beside the failures', () => {
    expect(new ConnectionError('text', { errors: [refused] }).errors).toEqual([refused]);
    expect(new ConnectionError('text').errors).toEqual([]);
  });
});

describe('a cancellation', () => {
  test('stands outside of the tree', () => {
    const error = new CancelledError('enough');
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(RxductError);
    expect(error).toMatchObject({ name: 'CancelledError', code: 'ERR_CANCELLED', message: 'enough' });
    expect(new CancelledError().message).toBe('');
  });

  test('carries no stack, and leaves the stacks of other errors alone', () => {
    const limit = Error.stackTraceLimit;
    expect(new CancelledError().stack?.includes('\n')).toBe(false);
    expect(Error.stackTraceLimit).toBe(limit);
    expect(new Error().stack).toContain('errors.test');
  });

  test('is told from other errors', () => {
    const values = [new CancelledError(), new RxductError('ERR_CANCELLED', 'text'), new Error(), null, undefined];
    expect(values.map(isCancelled)).toEqual([true, false, false, false, false]);
  });
});

describe('asError', () => {
  test.each([[new Error()], [new RangeError()], [new CancelledError()], [runInNewContext('new TypeError()')]])(
    'hands on what is an Error already: %p',
    (error) => {
      expect(asError(error)).toBe(error);
    },
  );

  test.each([['text'], [undefined], [null], [42], [Symbol('s')], [{ a: 1 }]])('wraps %p', (value) => {
    expect(asError(value)).toMatchObject({ name: 'RxductError', code: 'ERR_THROWN_VALUE', cause: value });
  });

  test('wraps also what cannot be made a text', () => {
    const bare = Object.create(null);
    const hostile = {
      toString() {
        throw new Error('no');
      },
    };
    for (const value of [bare, hostile])
      expect(asError(value)).toMatchObject({ code: 'ERR_THROWN_VALUE', cause: value });
  });
});
