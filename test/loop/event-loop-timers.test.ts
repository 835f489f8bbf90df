import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ManualLoop } from '../support/manual-loop.ts';

test('timers that are due go behind the callbacks that are ready', () => {
  const loop = new ManualLoop();
  const order: string[] = [];
  loop.callLater(0, () => order.push('timer'));
  loop.callSoon(() => order.push('soon 1'));
  loop.callSoon(() => {
    order.push('soon 2');
    loop.callSoon(() => order.push('next iteration'));
  });
  loop.settle();
  expect(order).toEqual(['soon 1', 'soon 2', 'timer', 'next iteration']);
});

test('callLater(0) runs after the callSoon that was scheduled before it', () => {
  const loop = new ManualLoop();
  const order: string[] = [];
  loop.callSoon(() => order.push('soon'));
  loop.callLater(0, () => order.push('timer'));
  loop.settle();
  expect(order).toEqual(['soon', 'timer']);
});

test('callLater(0) made inside a callback waits for the next iteration', () => {
  const loop = new ManualLoop();
  const order: string[] = [];
  loop.callSoon(() => {
    loop.callLater(0, () => order.push('timer'));
    loop.callSoon(() => order.push('soon'));
    order.push('first');
  });
  loop.callSoon(() => order.push('second'));
  loop.settle();
  expect(order).toEqual(['first', 'second', 'soon', 'timer']);
});

test('a negative delay is one of zero', () => {
  const loop = new ManualLoop();
  const order: string[] = [];
  loop.callLater(-100, () => order.push('early'));
  loop.callLater(Number.NEGATIVE_INFINITY, () => order.push('earliest'));
  loop.settle();
  expect(order).toEqual(['earliest', 'early']);
});

test('an infinite delay never ends, and keeps nothing alive', () => {
  const loop = new ManualLoop();
  let fired = 0;
  const timer = loop.callLater(Number.POSITIVE_INFINITY, () => fired++);
  expect(loop.manual.alarm.keepsAlive).toBe(false);
  loop.advance(1e9);
  expect(fired).toBe(0);
  timer.reschedule(loop.time() + 1);
  loop.advance(1);
  expect(fired).toBe(1);
});

test.each(['callLater', 'callAt'] as const)('%s refuses NaN', (method) => {
  const loop = new ManualLoop();
  expect(() => loop[method](Number.NaN, () => {})).toThrow(RangeError);
});

test('a timer made by a callback that has run for a while is not early', () => {
  const loop = new ManualLoop();
  const fired: number[] = [];
  loop.callSoon(() => {
    loop.manual.spend(50);
    loop.callLater(10, () => fired.push(loop.time()));
  });
  loop.advance(1000);
  expect(fired).toEqual([60]);
});

test('callAt runs at a time of the loop', () => {
  const loop = new ManualLoop();
  loop.manual.spend(100);
  const fired: string[] = [];
  loop.callAt(120, () => fired.push(`at ${loop.time()}`));
  loop.callAt(90, () => fired.push(`past, at ${loop.time()}`));
  loop.advance(50);
  expect(fired).toEqual(['past, at 100', 'at 120']);
});

test('no timer is early, none is more than a millisecond late, and equal deadlines keep their order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 30 }), (quarters) => {
      const delays = quarters.map((quarter) => quarter / 4);
      const loop = new ManualLoop();
      const fired: { index: number; delay: number; at: number }[] = [];
      delays.forEach((delay, index) => {
        loop.callLater(delay, () => fired.push({ index, delay, at: loop.time() }));
      });
      loop.advance(30);
      const expected = delays.map((delay, index) => ({ index, delay })).sort((a, b) => a.delay - b.delay);
      expect(fired.map(({ index, delay }) => ({ index, delay }))).toEqual(expected);
      for (const { delay, at } of fired) {
        expect(at).toBeGreaterThanOrEqual(delay);
        expect(at).toBeLessThan(delay + 1);
      }
    }),
  );
});

test('an alarm that rings too early is set again', () => {
  const loop = new ManualLoop();
  const fired: number[] = [];
  loop.callLater(100, () => fired.push(loop.time()));
  loop.manual.spend(40);
  loop.manual.alarm.ring();
  expect(fired).toEqual([]);
  expect(loop.manual.alarm.at).toBe(100);
  loop.advance(60);
  expect(fired).toEqual([100]);
});

test('the alarm is set once for the earliest timer, and moved only for an earlier one', () => {
  const loop = new ManualLoop();
  loop.callLater(50, () => {});
  loop.callLater(60, () => {});
  expect([loop.manual.alarm.at, loop.manual.alarm.settings]).toEqual([50, 1]);
  loop.callLater(20, () => {});
  expect([loop.manual.alarm.at, loop.manual.alarm.settings]).toEqual([20, 2]);
});

test('timers made in callbacks set the alarm when the queue has been drained', () => {
  const loop = new ManualLoop();
  loop.callSoon(() => {
    for (let i = 1; i <= 10; i++) loop.callLater(100 - i, () => {});
  });
  loop.settle();
  expect([loop.manual.alarm.at, loop.manual.alarm.settings]).toEqual([90, 1]);
});

test('a timer keeps the process alive until it has fired or been cancelled', () => {
  const loop = new ManualLoop();
  const { alarm } = loop.manual;
  const cancelled = loop.callLater(10, () => {});
  expect(alarm.keepsAlive).toBe(true);
  cancelled.cancel();
  expect(alarm.keepsAlive).toBe(false);
  loop.callLater(20, () => {});
  expect(alarm.keepsAlive).toBe(true);
  loop.advance(20);
  expect(alarm.keepsAlive).toBe(false);
});

test('a timer cancelled in a callback does not keep the process alive either', () => {
  const loop = new ManualLoop();
  const timer = loop.callLater(10, () => {});
  loop.callSoon(() => timer.cancel());
  loop.settle();
  expect(loop.manual.alarm.keepsAlive).toBe(false);
});

test('an alarm that rings while wake-ups are outstanding leaves the work to them', () => {
  const loop = new ManualLoop();
  const order: string[] = [];
  loop.callLater(10, () => order.push('timer'));
  loop.callSoon(() => order.push('soon'));
  loop.manual.spend(10);
  loop.manual.alarm.ring();
  expect(order).toEqual([]);
  loop.settle();
  expect(order).toEqual(['soon', 'timer']);
});
