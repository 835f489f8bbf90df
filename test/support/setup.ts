// RxJS rethrows an error that nobody handles from a bare timer, outside any test, and a rejection nobody handles would
// only be printed. Both are collected here and fail the test that caused them.
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { config } from 'rxjs';

const unhandled: unknown[] = [];
const collect = (error: unknown) => {
  unhandled.push(error);
};

// Set before any loop exists: a NodeEventLoop leaves a handler alone that is already there.
config.onUnhandledError = collect;

beforeAll(() => {
  process.on('unhandledRejection', collect);
});

afterEach(() => {
  expect(unhandled.splice(0)).toEqual([]);
});

afterAll(async () => {
  // RxJS reports on a timer of 0 ms, so one more turn of the timers catches what the last test left behind.
  await new Promise((resolve) => setTimeout(resolve, 2));
  process.off('unhandledRejection', collect);
  expect(unhandled.splice(0)).toEqual([]);
});
