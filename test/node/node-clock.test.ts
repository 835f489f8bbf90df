import { afterEach, expect, jest, test } from '@jest/globals';
import { NodeClock } from '../../src/node/node-clock.ts';

// On the wall clock where this is the wall clock: nothing is measured, only the order of things is looked at.

afterEach(() => {
  jest.useRealTimers();
});

test('time does not go back, and added to the epoch it is the time of day', () => {
  const clock = new NodeClock();
  const earlier = clock.now();
  expect(clock.now()).toBeGreaterThanOrEqual(earlier);
  // The two clocks of the platform drift apart by milliseconds in a long life.
  expect(Math.abs(clock.epoch + clock.now() - Date.now())).toBeLessThan(60_000);
});

test('a wake-up comes before I/O, and what waits for I/O to be polled after it', async () => {
  const clock = new NodeClock();
  const order: string[] = [];
  await new Promise<void>((resolve) => {
    clock.wakeAfterPoll(() => {
      order.push('after poll');
      resolve();
    });
    clock.queueMicrotask(() => order.push('microtask'));
    clock.wake(() => order.push('wake'));
    order.push('code');
  });
  expect(order[0]).toBe('code');
  expect(order.slice(1, 3).sort()).toEqual(['microtask', 'wake']);
  expect(order[3]).toBe('after poll');
});

/** Node's timers moved by hand; the rest stays Node's own. */
const fakeTimers = () =>
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });

test('an alarm rings once, and one that is set again or cleared does not ring for the old time', () => {
  fakeTimers();
  const clock = new NodeClock();
  const rings: number[] = [];
  const began = Date.now();
  const alarm = clock.createAlarm(() => rings.push(Date.now() - began));
  alarm.set(50);
  alarm.set(20);
  alarm.hold(false);
  alarm.hold(true);
  jest.advanceTimersByTime(100);
  alarm.set(10);
  alarm.clear();
  alarm.clear();
  alarm.hold(false);
  jest.advanceTimersByTime(100);
  expect(rings).toEqual([20]);
});

test('an alarm does not ring before its time, to which fractions of a millisecond belong', () => {
  fakeTimers();
  let rings = 0;
  new NodeClock().createAlarm(() => rings++).set(10.1);
  jest.advanceTimersByTime(10);
  expect(rings).toBe(0);
  jest.advanceTimersByTime(1);
  expect(rings).toBe(1);
});

test('a delay longer than Node can wait does not ring at once', () => {
  fakeTimers();
  let rings = 0;
  new NodeClock().createAlarm(() => rings++).set(2 ** 40);
  jest.advanceTimersByTime(2 ** 31 - 2);
  expect(rings).toBe(0);
});
