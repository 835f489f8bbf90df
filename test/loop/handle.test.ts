import { expect, test } from '@jest/globals';
import type { ExceptionContext } from '../../src/loop/exception-context.ts';
import { Handle } from '../../src/loop/handle.ts';

const owner = () => {
  const reports: ExceptionContext[] = [];
  return { reports, callExceptionHandler: (context: ExceptionContext) => void reports.push(context) };
};

test('a handle calls back with its arguments', () => {
  const calls: unknown[][] = [];
  const handle = new Handle(owner(), (...args: unknown[]) => calls.push(args), [1, 'two', null]);
  handle.run();
  new Handle(owner(), (...args: unknown[]) => calls.push(args), []).run();
  expect(calls).toEqual([[1, 'two', null], []]);
});

test('a cancelled handle does nothing', () => {
  let calls = 0;
  const handle = new Handle(owner(), () => calls++, []);
  expect(handle.cancelled()).toBe(false);
  handle.cancel();
  handle.cancel();
  handle.run();
  expect([handle.cancelled(), calls]).toEqual([true, 0]);
});

test('what a callback throws is reported with the handle, and with its origin if that is known', () => {
  const reporter = owner();
  const exception = new Error('oops');
  const handle = new Handle(
    reporter,
    function work() {
      throw exception;
    },
    [],
  );
  handle.run();
  handle.sourceTraceback = 'here';
  handle.run();
  expect(reporter.reports).toEqual([
    { message: 'Exception in callback <Handle work>', exception, handle },
    { message: 'Exception in callback <Handle work>', exception, handle, sourceTraceback: 'here' },
  ]);
});

test('a handle shows the name of its callback', () => {
  const named = new Handle(owner(), function work() {}, []);
  expect(String(named)).toBe('<Handle work>');
  expect(String(new Handle(owner(), () => {}, []))).toBe('<Handle anonymous>');
  named.cancel();
  expect(String(named)).toBe('<Handle cancelled>');
});

test('a handle is disposed of by cancelling it', () => {
  const handle = new Handle(owner(), () => {}, []);
  handle[Symbol.dispose]();
  expect(handle.cancelled()).toBe(true);
});
