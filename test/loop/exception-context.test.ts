import { expect, test } from '@jest/globals';
import { formatExceptionContext } from '../../src/loop/exception-context.ts';

class Thing {}

test('a context is printed with its details by name and the stack last', () => {
  const exception = new Error('oops');
  exception.stack = 'the stack';
  const handle = { toString: () => '<Handle f>' };
  const context = { zeal: 3, message: 'it failed', exception, handle, future: new Thing(), bare: Object.create(null) };
  expect(formatExceptionContext(context).split('\n')).toEqual([
    'it failed',
    '  bare: <object without text>',
    '  future: <Thing>',
    '  handle: <Handle f>',
    '  zeal: 3',
    'the stack',
  ]);
});

test('a thrown value that is no Error is printed as it is', () => {
  expect(formatExceptionContext({ message: 'm', exception: 'text' })).toBe('m\ntext');
  expect(formatExceptionContext({ message: 'm', exception: null })).toBe('m\nnull');
  expect(formatExceptionContext({ message: 'm', exception: Symbol('s') })).toBe('m\nSymbol(s)');
  expect(formatExceptionContext({ message: 'm' })).toBe('m');
});
