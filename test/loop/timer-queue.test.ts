import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TimerHandle, type TimerOwner } from '../../src/loop/timer-handle.ts';
import { TimerQueue } from '../../src/loop/timer-queue.ts';

/** A queue whose timers are numbered, as the loop would own them. */
class Bench implements TimerOwner {
  readonly queue = new TimerQueue();
  now = 0;
  /** How often a timer was sorted in. */
  schedules = 0;

  currentTime(): number {
    return this.now;
  }

  schedule(timer: TimerHandle): void {
    this.schedules++;
    this.queue.add(timer);
  }

  forget(timer: TimerHandle): void {
    this.queue.forget(timer);
  }

  callExceptionHandler(): void {}

  add(when: number): TimerHandle {
    const timer = new TimerHandle(this, when, when - this.now, () => {}, []);
    this.queue.add(timer);
    return timer;
  }

  take(now: number): TimerHandle[] {
    this.now = now;
    const taken: TimerHandle[] = [];
    this.queue.takeDue(now, (timer) => taken.push(timer));
    return taken;
  }
}

test('timers come out by deadline, and equal deadlines in the order of scheduling', () => {
  const bench = new Bench();
  const [c, a1, b, a2] = [7.5, 5.25, 5.5, 5.25].map((when) => bench.add(when));
  expect(bench.take(8)).toEqual([a1, a2, b, c]);
});

test('a timer is taken when its millisecond has passed, and not before', () => {
  const bench = new Bench();
  const timer = bench.add(10.001);
  expect(bench.take(10.999)).toEqual([]);
  expect(bench.take(11)).toEqual([timer]);
  const exact = bench.add(12);
  expect(bench.take(12)).toEqual([exact]);
});

test('a deadline that moved back is not taken at its old time', () => {
  const bench = new Bench();
  const timer = bench.add(10);
  timer.reschedule(20);
  expect(bench.queue.nextDue()).toBe(10);
  expect(bench.take(10)).toEqual([]);
  expect(bench.queue.size).toBe(1);
  expect(bench.take(19)).toEqual([]);
  expect(bench.take(20)).toEqual([timer]);
});

test('a deadline that moved back and has passed as well is taken in the same go, in its place', () => {
  const bench = new Bench();
  const moved = bench.add(10);
  const other = bench.add(15);
  moved.reschedule(20);
  expect(bench.take(30)).toEqual([other, moved]);
});

test('a deadline that moved forward is taken at the new time, once', () => {
  const bench = new Bench();
  const timer = bench.add(20);
  timer.reschedule(10);
  expect(bench.take(10)).toEqual([timer]);
  expect(bench.take(100)).toEqual([]);
  expect(bench.queue.size).toBe(0);
});

test('a timer that left its millisecond and came back to it is taken once', () => {
  const bench = new Bench();
  const timer = bench.add(10);
  timer.reschedule(5);
  timer.reschedule(10);
  expect(bench.take(5)).toEqual([]);
  expect(bench.take(10)).toEqual([timer]);
  expect(bench.queue.size).toBe(0);
});

test('moving a deadline back sorts nothing in, even within the millisecond', () => {
  const bench = new Bench();
  const timer = bench.add(9.1);
  for (let i = 2; i < 10_000; i++) timer.reschedule(9 + i / 10);
  expect(bench.schedules).toBe(0);
});

test('the places that cancelled timers leave are swept', () => {
  const bench = new Bench();
  const timers = Array.from({ length: 1000 }, (_, i) => bench.add(i + 1));
  for (const timer of timers.slice(0, -1)) timer.cancel();
  expect(bench.queue.size).toBe(1);
  // At most about a hundred places that nobody wants are left, those that were given up last.
  expect(bench.queue.nextDue()).toBeGreaterThan(850);
  expect(bench.take(1000)).toEqual(timers.slice(-1));
});

test('a time-out that is shortened and lengthened again and again does not pile up in the bucket it comes back to', () => {
  let looks = 0;
  class Counted extends TimerHandle {
    override when(): number {
      looks++;
      return super.when();
    }
  }
  const bench = new Bench();
  const timer = new Counted(bench, 100_000, 0, () => {}, []);
  bench.queue.add(timer);
  for (let now = 1; now <= 5000; now++) {
    timer.reschedule(now);
    timer.reschedule(100_000);
    expect(bench.take(now)).toEqual([]);
  }
  looks = 0;
  expect(bench.take(100_000)).toEqual([timer]);
  expect(looks).toBeLessThan(1000);
});

test('a deadline before the beginning of time is due at once, and can be moved and cancelled', () => {
  const bench = new Bench();
  const timer = bench.add(-1);
  timer.reschedule(5);
  expect(bench.queue.size).toBe(1);
  expect(bench.take(4)).toEqual([]);
  expect(bench.take(5)).toEqual([timer]);
  const cancelled = bench.add(-1);
  cancelled.cancel();
  expect(bench.queue.size).toBe(0);
  const infinite = bench.add(Number.NEGATIVE_INFINITY);
  expect(bench.take(5)).toEqual([infinite]);
});

test('a queue behaves as a list sorted by deadline, through adding, cancelling, moving and taking', () => {
  const time = fc.integer({ min: -4, max: 240 }).map((quarters) => quarters / 4);
  const index = fc.nat({ max: 200 });
  const command = fc.oneof(
    { weight: 4, arbitrary: fc.record({ add: time }) },
    { weight: 2, arbitrary: fc.record({ cancel: index }) },
    { weight: 3, arbitrary: fc.record({ move: index, to: time }) },
    { weight: 2, arbitrary: fc.record({ take: fc.integer({ min: 0, max: 40 }) }) },
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 200, size: 'max' }), (commands) => {
      const bench = new Bench();
      const all: TimerHandle[] = [];
      const moved = new Set<TimerHandle>();
      let waiting: TimerHandle[] = [];
      const numbers = (timers: TimerHandle[]) => timers.map((timer) => all.indexOf(timer));
      for (const each of commands) {
        const picked = all[('cancel' in each ? each.cancel : 'move' in each ? each.move : 0) % Math.max(1, all.length)];
        if ('add' in each) {
          const timer = bench.add(bench.now + each.add);
          all.push(timer);
          waiting.push(timer);
        } else if ('cancel' in each) {
          picked?.cancel();
          waiting = waiting.filter((timer) => timer !== picked);
        } else if ('move' in each && picked !== undefined) {
          picked.reschedule(bench.now + each.to);
          if (picked.cancelled()) continue;
          moved.add(picked);
          if (!waiting.includes(picked)) waiting.push(picked);
        } else if ('take' in each) {
          const taken = bench.take(bench.now + each.take / 2);
          const due = waiting.filter((timer) => Math.ceil(timer.when()) <= bench.now);
          waiting = waiting.filter((timer) => !due.includes(timer));
          due.sort((a, b) => a.when() - b.when());
          expect(taken.map((timer) => timer.when())).toEqual(due.map((timer) => timer.when()));
          expect(numbers(taken).sort()).toEqual(numbers(due).sort());
          // Where a timer that was moved stands among equal ones is not promised.
          const unmoved = (timer: TimerHandle) => !moved.has(timer);
          expect(numbers(taken.filter(unmoved))).toEqual(numbers(due.filter(unmoved)));
        }
        expect(bench.queue.size).toBe(waiting.length);
        const next = Math.min(...waiting.map((timer) => Math.ceil(timer.when())));
        expect(bench.queue.nextDue()).toBeLessThanOrEqual(Math.max(0, next));
      }
    }),
    { numRuns: 100 },
  );
});
