import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Body, BoundedSemaphore, type Coroutine, Lock, Semaphore, sleep } from 'rxduct';
import { cancelAt, inLoop, spawn } from '../support/virtual.ts';

interface Holder {
  acquire(): Coroutine<true>;
  release(): void;
  locked(): boolean;
}

/** When a task comes, how long it holds, and when it is cancelled; times are few, so that many things happen in one step. */
interface Visit {
  arrival: number;
  stay: number;
  cancelled: number | null;
  /** Iterations after its time that the cancellation comes. */
  hops: number;
}

const visits = fc.array(
  fc.record({
    arrival: fc.nat(6),
    stay: fc.nat(3),
    cancelled: fc.option(fc.nat(12)),
    hops: fc.nat(3),
  }),
  { maxLength: 12 },
);

/** What happened: who came, who got in, and how many were inside at once. */
class Record {
  readonly came: number[] = [];
  readonly entered: number[] = [];
  readonly cancelled = new Set<number>();
  inside = 0;
  most = 0;

  *visit(holder: Holder, number: number, stay: number): Body<void> {
    this.came.push(number);
    try {
      yield* holder.acquire();
    } catch (error) {
      this.cancelled.add(number);
      throw error;
    }
    this.entered.push(number);
    this.inside++;
    this.most = Math.max(this.most, this.inside);
    try {
      yield* sleep(stay);
    } finally {
      this.inside--;
      holder.release();
    }
  }
}

const play = (holder: Holder, permits: number, schedule: readonly Visit[]) => {
  const record = new Record();
  inLoop(function* (loop) {
    for (const [number, { arrival, stay, cancelled, hops }] of schedule.entries()) {
      loop.callAt(arrival, () => {
        const task = spawn(() => record.visit(holder, number, stay));
        cancelAt(loop, task, cancelled, hops);
      });
    }
    yield* sleep(1000);
    // All is over: nobody stands there, and every permit is free and can be had at once.
    for (let left = permits; left > 0; left--) {
      expect(holder.locked()).toBe(false);
      yield* holder.acquire();
      expect(loop.time()).toBe(1000);
    }
    expect(holder.locked()).toBe(true);
  })();
  return record;
};

const check = (make: (permits: number) => Holder, most: number) =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: most }), visits, (permits, schedule) => {
      const record = play(make(permits), permits, schedule);
      expect(record.most).toBeLessThanOrEqual(permits);
      // Everybody got in who was not cancelled before, in the order of arrival.
      expect(record.entered).toEqual(record.came.filter((number) => !record.cancelled.has(number)));
    }),
    { numRuns: 300 },
  );

test('a lock lets in one at a time, in the order of arrival, and loses no wake-up, whoever is cancelled when', () => {
  check(() => new Lock(), 1);
});

test('a semaphore lets in as many as it has permits, in the order of arrival, and loses none of them', () => {
  check((permits) => new Semaphore(permits), 3);
});

test('a bounded semaphore does the same, and never thinks it was released too often', () => {
  check((permits) => new BoundedSemaphore(permits), 3);
});
