import { expect, test } from '@jest/globals';
import { TaskGroupError } from 'rxduct';
import { isInstance, makeException, pythonNameOf } from './exceptions.ts';

const NAMES = [
  ...['ValueError', 'RuntimeError', 'TypeError', 'AppError', 'TimeoutError', 'CancelledError', 'InvalidStateError'],
  ...['QueueEmpty', 'QueueFull', 'BrokenBarrierError', 'Exception', 'BaseException'],
];

test.each(NAMES)('%s is called as in Python, and has its message', (name) => {
  const error = makeException(name, 'message');
  expect(pythonNameOf(error)).toBe(name);
  expect(error.message).toBe('message');
});

const BASES: Readonly<Record<string, readonly string[]>> = {
  BaseException: ['BaseException'],
  CancelledError: ['CancelledError', 'BaseException'],
  Exception: ['Exception', 'BaseException'],
  BrokenBarrierError: ['BrokenBarrierError', 'RuntimeError', 'Exception', 'BaseException'],
};

test.each(NAMES)('a %s is caught by its bases, and by nothing else', (name) => {
  const bases = BASES[name] ?? [name, 'Exception', 'BaseException'];
  const error = makeException(name);
  for (const type of [...NAMES, 'ExceptionGroup', 'BaseExceptionGroup']) {
    expect([type, isInstance(error, type)]).toEqual([type, bases.includes(type)]);
  }
});

test('a group is an Exception unless a member is none', () => {
  const plain = new TaskGroupError('', [makeException('AppError')]);
  const other = new TaskGroupError('', [makeException('AppError'), makeException('BaseException')]);
  const catching = ['ExceptionGroup', 'BaseExceptionGroup', 'Exception', 'BaseException', 'AppError'];
  expect(catching.filter((type) => isInstance(plain, type))).toEqual(catching.slice(0, 4));
  expect(catching.filter((type) => isInstance(other, type))).toEqual(['BaseExceptionGroup', 'BaseException']);
});
