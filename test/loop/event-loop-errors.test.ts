import { expect, jest, test } from '@jest/globals';
import type { ExceptionContext } from '../../src/loop/exception-context.ts';
import { ManualLoop } from '../support/manual-loop.ts';

const consoleError = () => jest.spyOn(console, 'error').mockImplementation(() => {});

test('what a callback throws goes to the exception handler, and the others of its batch run', () => {
  const loop = new ManualLoop();
  const exception = new Error('oops');
  const order: string[] = [];
  const handle = loop.callSoon(() => {
    throw exception;
  });
  loop.callSoon(() => order.push('second'));
  const timer = loop.callLater(0, () => {
    throw exception;
  });
  loop.settle();
  loop.callSoon(() => order.push('third'));
  loop.settle();
  expect(order).toEqual(['second', 'third']);
  expect(loop.reports).toEqual([
    { message: expect.any(String), exception, handle },
    { message: expect.any(String), exception, handle: timer },
  ]);
});

test('a handle made in debug mode says where', () => {
  const loop = new ManualLoop({ debug: true });
  expect(loop.getDebug()).toBe(true);
  loop.callSoon(() => {
    throw new Error('oops');
  });
  loop.callLater(0, () => {
    throw new Error('oops');
  });
  loop.settle();
  expect(loop.reports.length).toBe(2);
  for (const report of loop.reports) {
    expect(report.sourceTraceback?.split('\n')[0]).toContain('event-loop-errors.test');
  }
});

test('the handler is told the loop, and null brings the default back', () => {
  const error = consoleError();
  const loop = new ManualLoop();
  const seen: unknown[] = [];
  const handler = (...args: unknown[]) => void seen.push(args);
  loop.setExceptionHandler(handler);
  expect(loop.getExceptionHandler()).toBe(handler);
  const context: ExceptionContext = { message: 'told' };
  loop.callExceptionHandler(context);
  expect(seen).toEqual([[loop, context]]);
  loop.setExceptionHandler(null);
  expect(loop.getExceptionHandler()).toBe(null);
  loop.callExceptionHandler(context);
  expect(error.mock.calls).toEqual([['told']]);
});

test('only a function or null can be the handler', () => {
  const loop = new ManualLoop();
  expect(() => loop.setExceptionHandler('text' as unknown as null)).toThrow(TypeError);
  expect(() => loop.setExceptionHandler(undefined as unknown as null)).toThrow(TypeError);
});

test('a handler that throws is reported by the default one', () => {
  const error = consoleError();
  const loop = new ManualLoop();
  loop.setExceptionHandler(() => {
    throw new Error('the handler itself');
  });
  const order: string[] = [];
  loop.callSoon(() => {
    throw new Error('the cause');
  });
  loop.callSoon(() => order.push('next'));
  loop.settle();
  expect(order).toEqual(['next']);
  expect(error.mock.calls.length).toBe(1);
  expect(String(error.mock.calls[0])).toContain('the handler itself');
});

test('a thrown value that has no text does not stop the loop', () => {
  const error = consoleError();
  const loop = new ManualLoop();
  const order: string[] = [];
  loop.setExceptionHandler(() => {
    throw Object.create(null);
  });
  loop.callSoon(() => {
    throw Object.create(null);
  });
  loop.callSoon(() => order.push('next'));
  loop.settle();
  loop.callSoon(() => order.push('later'));
  loop.settle();
  expect(order).toEqual(['next', 'later']);
  expect(error.mock.calls.length).toBe(1);
});

test('a slow callback is reported in debug mode', () => {
  const loop = new ManualLoop({ debug: true });
  loop.callSoon(function quick() {
    loop.manual.spend(99);
  });
  loop.callSoon(function slow() {
    loop.manual.spend(100);
  });
  loop.settle();
  expect(loop.warnings).toEqual(['Executing <Handle slow> took 100 ms']);
  loop.slowCallbackDuration = 10;
  loop.callSoon(() => loop.manual.spend(10));
  loop.settle();
  expect(loop.warnings.length).toBe(2);
});

test('nobody is told of slow callbacks outside of debug mode', () => {
  const loop = new ManualLoop();
  loop.callSoon(() => loop.manual.spend(10_000));
  loop.settle();
  loop.setDebug(true);
  loop.callSoon(() => loop.manual.spend(10_000));
  loop.settle();
  expect(loop.warnings.length).toBe(1);
});
