import { expect, test } from '@jest/globals';
import { delay, interval, map, merge, NEVER, observeOn, of, subscribeOn, take, timeout, timer, toArray } from 'rxjs';
import { ManualClock } from '../support/manual-clock.ts';
import { ManualLoop } from '../support/manual-loop.ts';

test('a loop has one scheduler', () => {
  const loop = new ManualLoop();
  expect(loop.scheduler).toBe(loop.scheduler);
});

test('now is the time since 1970', () => {
  const loop = new ManualLoop({ clock: new ManualClock(5, 1_700_000_000_000) });
  loop.manual.spend(10);
  expect(loop.scheduler.now()).toBe(1_700_000_000_015);
});

test('observeOn puts every value into its place among the callbacks of the loop', () => {
  const loop = new ManualLoop();
  const order: unknown[] = [];
  loop.callSoon(() => order.push('before'));
  of(1, 2)
    .pipe(observeOn(loop.scheduler))
    .subscribe({ next: (value) => order.push(value), complete: () => order.push('complete') });
  loop.callSoon(() => order.push('after'));
  expect(order).toEqual([]);
  loop.settle();
  expect(order).toEqual(['before', 1, 2, 'complete', 'after']);
});

test('subscribeOn subscribes in a callback of the loop', () => {
  const loop = new ManualLoop();
  const seen: number[] = [];
  of(1)
    .pipe(subscribeOn(loop.scheduler))
    .subscribe((value) => seen.push(value));
  expect(seen).toEqual([]);
  loop.settle();
  expect(seen).toEqual([1]);
});

test('timer, interval and delay follow the time of the loop', () => {
  const loop = new ManualLoop();
  const seen: string[] = [];
  const { scheduler } = loop;
  merge(
    timer(15, scheduler).pipe(map(() => 'timer')),
    interval(10, scheduler).pipe(
      take(3),
      map((index) => `interval ${index}`),
    ),
    of('delayed').pipe(delay(25, scheduler)),
  ).subscribe({
    next: (what) => seen.push(`${what} at ${loop.time()}`),
    complete: () => seen.push(`complete at ${loop.time()}`),
  });
  loop.advance(100);
  expect(seen).toEqual([
    'interval 0 at 10',
    'timer at 15',
    'interval 1 at 20',
    'delayed at 25',
    'interval 2 at 30',
    'complete at 30',
  ]);
});

test('an interval that was taken from enough leaves no timer behind', () => {
  const loop = new ManualLoop();
  const seen: number[][] = [];
  interval(10, loop.scheduler)
    .pipe(take(2), toArray())
    .subscribe((values) => seen.push(values));
  loop.advance(20);
  expect(seen).toEqual([[0, 1]]);
  expect(loop.manual.alarm.keepsAlive).toBe(false);
});

test('timeout of RxJS runs on the loop', () => {
  const loop = new ManualLoop();
  const errors: string[] = [];
  NEVER.pipe(timeout({ each: 30, scheduler: loop.scheduler })).subscribe({
    error: (error: Error) => errors.push(`${error.name} at ${loop.time()}`),
  });
  loop.advance(100);
  expect(errors).toEqual(['TimeoutError at 30']);
});

test('unsubscribing cancels work with and without a delay', () => {
  const loop = new ManualLoop();
  let ran = 0;
  const soon = loop.scheduler.schedule(() => ran++);
  const later = loop.scheduler.schedule(() => ran++, 10);
  soon.unsubscribe();
  later.unsubscribe();
  expect(loop.manual.alarm.keepsAlive).toBe(false);
  loop.advance(100);
  expect(ran).toBe(0);
});

test('work gets its state, and may schedule itself again with another', () => {
  const loop = new ManualLoop();
  const seen: string[] = [];
  const subscription = loop.scheduler.schedule<number>(
    function (count = 0) {
      seen.push(`${count} at ${loop.time()}`);
      if (count < 3) this.schedule(count + 1, 10 * count);
    },
    5,
    1,
  );
  loop.advance(100);
  expect(seen).toEqual(['1 at 5', '2 at 15', '3 at 35']);
  expect(subscription.closed).toBe(true);
});

test('work that unsubscribes itself is not repeated', () => {
  const loop = new ManualLoop();
  let ran = 0;
  loop.scheduler.schedule(function () {
    ran++;
    this.unsubscribe();
    this.schedule();
  });
  loop.advance(100);
  expect(ran).toBe(1);
});

test('scheduling the same work again before it has run moves it', () => {
  const loop = new ManualLoop();
  const seen: number[] = [];
  loop.scheduler.schedule<string>(function (state) {
    if (state !== undefined) {
      seen.push(loop.time());
      return;
    }
    this.schedule('a', 10);
    this.schedule('b', 20);
  });
  loop.advance(100);
  expect(seen).toEqual([20]);
});

test('what work throws goes to the exception handler, and ends the work', () => {
  const loop = new ManualLoop();
  const exception = new Error('oops');
  let ran = 0;
  const subscription = loop.scheduler.schedule(function () {
    ran++;
    this.schedule(undefined, 10);
    throw exception;
  }, 10);
  loop.advance(100);
  expect(ran).toBe(1);
  expect(subscription.closed).toBe(true);
  expect(loop.reports.map((report) => report.exception)).toEqual([exception]);
});

test('work that is done leaves the subscription it was added to', () => {
  const loop = new ManualLoop();
  const subscription = loop.scheduler.schedule(() => {});
  expect(subscription.closed).toBe(false);
  loop.settle();
  expect(subscription.closed).toBe(true);
});
