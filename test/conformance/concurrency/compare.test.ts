import { describe, expect, test } from '@jest/globals';
import { InvalidStateError, TaskGroupError, TimeoutError } from 'rxduct';
import { findDifference } from './compare.ts';
import { makeException } from './exceptions.ts';
import { formatError } from './values.ts';

const areEqual = (expected: string, error: Error): boolean =>
  findDifference([`0 w raise ${expected}`], [`0 w raise ${formatError(error)}`]) === null;

describe('messages', () => {
  test('of the library may differ', () => {
    expect(areEqual('TimeoutError()', new TimeoutError('it took too long'))).toBe(true);
    expect(areEqual("TypeError(can't compare)", new TypeError('no order'))).toBe(true);
    expect(areEqual('RuntimeError(*)', new RangeError('no'))).toBe(false);
  });

  test('of a program must not', () => {
    expect(areEqual('TimeoutError(e1)', makeException('TimeoutError', 'e1'))).toBe(true);
    expect(areEqual('TimeoutError(e2)', makeException('TimeoutError', 'e1'))).toBe(false);
    expect(areEqual('TimeoutError(*)', makeException('TimeoutError', 'e1'))).toBe(false);
    expect(areEqual('QueueEmpty()', makeException('QueueEmpty'))).toBe(true);
  });

  test('of a cancellation must not: they are arguments of cancel', () => {
    expect(areEqual('CancelledError(bye)', makeException('CancelledError', 'bye'))).toBe(true);
    expect(areEqual('CancelledError()', makeException('CancelledError', 'bye'))).toBe(false);
  });

  test('are hidden where the corpus hides them', () => {
    expect(areEqual('InvalidStateError(*)', makeException('InvalidStateError', 'own'))).toBe(true);
    expect(areEqual('InvalidStateError(*)', new InvalidStateError('not done'))).toBe(true);
    expect(areEqual('ValueError(*)', makeException('ValueError', '<task>'))).toBe(true);
  });

  test('of a group may differ, those of its members by their own rules', () => {
    const group = (message: string): Error =>
      new TaskGroupError('2 failed', [makeException('AppError', message), new TimeoutError('late')]);
    expect(areEqual('ExceptionGroup(unhandled errors)[AppError(e1),TimeoutError()]', group('e1'))).toBe(true);
    expect(areEqual('ExceptionGroup(unhandled errors)[AppError(e1),TimeoutError()]', group('e2'))).toBe(false);
  });
});

describe('the first difference', () => {
  test('is told by its line', () => {
    expect(findDifference(['a', 'b', 'c'], ['a', 'x', 'y'])).toEqual({ line: 2, expected: 'b', actual: 'x' });
  });

  test('may stand past the end of either trace', () => {
    expect(findDifference(['a'], ['a', 'b'])).toEqual({ line: 2, expected: undefined, actual: 'b' });
    expect(findDifference(['a', 'b'], ['a'])).toEqual({ line: 2, expected: 'b', actual: undefined });
  });
});
