import { expect, test } from '@jest/globals';
import { ManualLoop } from '../support/manual-loop.ts';

test('a timer tells its deadline', () => {
  const loop = new ManualLoop();
  loop.manual.spend(5);
  const timer = loop.callLater(10, () => {});
  expect(timer.when()).toBe(15);
  timer.reschedule(40);
  expect(timer.when()).toBe(40);
});

test('refresh starts the delay afresh', () => {
  const loop = new ManualLoop();
  const fired: number[] = [];
  const timer = loop.callLater(10, () => fired.push(loop.time()));
  loop.advance(8);
  timer.refresh();
  loop.advance(9);
  expect(fired).toEqual([]);
  loop.advance(1);
  expect(fired).toEqual([18]);
});

test('refresh revives a timer that has fired', () => {
  const loop = new ManualLoop();
  const fired: number[] = [];
  const timer = loop.callLater(10, () => fired.push(loop.time()));
  loop.advance(15);
  timer.refresh();
  loop.advance(100);
  expect(fired).toEqual([10, 25]);
});

test('a timer that refreshes itself is an interval', () => {
  const loop = new ManualLoop();
  const fired: number[] = [];
  const timer = loop.callLater(10, () => {
    if (fired.push(loop.time()) < 3) timer.refresh();
  });
  loop.advance(100);
  expect(fired).toEqual([10, 20, 30]);
});

test('a timer made by callAt is refreshed by the delay it had when it was made', () => {
  const loop = new ManualLoop();
  loop.manual.spend(100);
  const fired: number[] = [];
  const timer = loop.callAt(130, () => fired.push(loop.time()));
  loop.advance(20);
  timer.refresh();
  loop.advance(100);
  expect(fired).toEqual([150]);
});

test('reschedule takes the callback arguments along', () => {
  const loop = new ManualLoop();
  const calls: unknown[] = [];
  loop.callLater(5, (a: number, b: string) => calls.push(a, b), 1, 'x').reschedule(50);
  loop.advance(49);
  expect(calls).toEqual([]);
  loop.advance(1);
  expect(calls).toEqual([1, 'x']);
});

test('reschedule into the past runs the timer in the next iteration', () => {
  const loop = new ManualLoop();
  loop.manual.spend(100);
  const fired: number[] = [];
  loop.callLater(1000, () => fired.push(loop.time())).reschedule(3);
  loop.settle();
  expect(fired).toEqual([100]);
});

test.each([
  ['while it waits', 0],
  ['after it has fired', 20],
])('a timer that is cancelled %s stays cancelled under refresh and reschedule', (_when, wait) => {
  const loop = new ManualLoop();
  let fired = 0;
  const timer = loop.callLater(10, () => fired++);
  loop.advance(wait);
  const before = fired;
  timer.cancel();
  timer.cancel();
  timer.refresh();
  timer.reschedule(loop.time() + 1);
  loop.advance(100);
  expect([timer.cancelled(), fired]).toEqual([true, before]);
});

test('a timer cancelled by the callback in front of it does not run', () => {
  const loop = new ManualLoop();
  let fired = 0;
  loop.callLater(10, () => timer.cancel());
  const timer = loop.callLater(10, () => fired++);
  loop.advance(100);
  expect(fired).toBe(0);
  expect(loop.manual.alarm.keepsAlive).toBe(false);
});

test('a timer moved by the callback in front of it, when both were due, runs once and at the new time', () => {
  const loop = new ManualLoop();
  const fired: number[] = [];
  loop.callLater(10, () => timer.reschedule(30));
  const timer = loop.callLater(10, () => fired.push(loop.time()));
  loop.advance(100);
  expect(fired).toEqual([30]);
});

test('a timer moved into the past by the callback in front of it runs once, in the next iteration', () => {
  const loop = new ManualLoop();
  const order: string[] = [];
  loop.callLater(10, () => {
    timer.reschedule(0);
    loop.callSoon(() => order.push('soon'));
  });
  const timer = loop.callLater(10, () => order.push('timer'));
  loop.callLater(10, () => order.push('same batch'));
  loop.advance(100);
  expect(order).toEqual(['same batch', 'soon', 'timer']);
});

test('a timer moved and then cancelled by the callback in front of it does not run', () => {
  const loop = new ManualLoop();
  let fired = 0;
  loop.callLater(10, () => {
    timer.reschedule(30);
    timer.cancel();
  });
  const timer = loop.callLater(10, () => fired++);
  loop.advance(100);
  expect(fired).toBe(0);
  expect(loop.manual.alarm.keepsAlive).toBe(false);
});

test('rescheduling to NaN is refused, and does not stop the timers of the loop', () => {
  const loop = new ManualLoop();
  const fired: string[] = [];
  const timer = loop.callLater(10, () => fired.push('a'));
  loop.callLater(20, () => fired.push('b'));
  expect(() => timer.reschedule(Number.NaN)).toThrow(RangeError);
  loop.advance(10);
  expect(() => timer.reschedule(Number.NaN)).toThrow(RangeError);
  loop.advance(10);
  expect(fired).toEqual(['a', 'b']);
});

test('a timer that leaves its scope under `using` is cancelled', () => {
  const loop = new ManualLoop();
  let fired = 0;
  {
    using _timer = loop.callLater(10, () => fired++);
  }
  loop.advance(100);
  expect(fired).toBe(0);
});

test('a timer shows its callback and its deadline', () => {
  const loop = new ManualLoop();
  const timer = loop.callLater(10, function expire() {});
  expect(String(timer)).toBe('<TimerHandle when=10 expire>');
  timer.cancel();
  expect(String(timer)).toBe('<TimerHandle when=10 cancelled>');
});

test('an idle time-out restarted by every message sets no alarm and sorts nothing in', () => {
  const loop = new ManualLoop();
  const fired: number[] = [];
  const timer = loop.callLater(1000, () => fired.push(loop.time()));
  for (let i = 0; i < 900; i++) {
    loop.manual.spend(1);
    timer.refresh();
  }
  expect(loop.manual.alarm.settings).toBe(1);
  loop.advance(10_000);
  expect(fired).toEqual([1900]);
  expect(loop.manual.alarm.settings).toBe(2);
});
