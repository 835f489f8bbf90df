import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Barrier, Condition, Event, sleep } from 'rxduct';
import { cancelAt, inLoop, spawn } from '../support/virtual.ts';

const cancellation = { cancelled: fc.option(fc.nat(8)), hops: fc.nat(3) };

test('no notification is lost: nobody waits while there is what it waits for, whoever is cancelled when', () => {
  const consumers = fc.array(fc.record({ arrival: fc.nat(4), ...cancellation }), { maxLength: 10 });
  const producers = fc.array(fc.record({ time: fc.nat(6), tokens: fc.integer({ min: 1, max: 3 }) }), { maxLength: 6 });
  fc.assert(
    fc.property(consumers, producers, (takers, makers) => {
      inLoop(function* (loop) {
        const condition = new Condition();
        let tokens = 0;
        let made = 0;
        let taken = 0;
        let waiting = 0;
        for (const { arrival, cancelled, hops } of takers) {
          loop.callAt(arrival, () => {
            const task = spawn(function* () {
              waiting++;
              try {
                yield* condition.use(function* () {
                  yield* condition.waitFor(() => tokens > 0);
                  tokens--;
                  taken++;
                });
              } finally {
                waiting--;
              }
            });
            cancelAt(loop, task, cancelled, hops);
          });
        }
        for (const maker of makers) {
          loop.callAt(maker.time, () => {
            spawn(function* () {
              yield* condition.acquire();
              tokens += maker.tokens;
              made += maker.tokens;
              condition.notify(maker.tokens);
              condition.release();
            }).markRetrieved();
          });
        }
        yield* sleep(1000);
        expect(taken + tokens).toBe(made);
        expect(waiting > 0 && tokens > 0).toBe(false);
        expect(condition.locked()).toBe(false);
        // Whoever is left goes on as soon as there is enough for all.
        yield* condition.acquire();
        tokens += waiting;
        condition.notifyAll();
        condition.release();
        yield* sleep(1);
        expect(waiting).toBe(0);
      })();
    }),
    { numRuns: 200 },
  );
});

test('an event lets through all who wait when it is set, and nobody else', () => {
  const waiters = fc.array(fc.record({ arrival: fc.nat(8), ...cancellation }), { maxLength: 10 });
  fc.assert(
    fc.property(waiters, fc.nat(8), (schedule, time) => {
      inLoop(function* (loop) {
        const event = new Event();
        const through: number[] = [];
        let left = 0;
        loop.callAt(time, () => event.set());
        for (const { arrival, cancelled, hops } of schedule) {
          loop.callAt(arrival, () => {
            const task = spawn(function* () {
              try {
                yield* event.wait();
                through.push(loop.time());
              } catch {
                left++;
              }
            });
            // A task that is cancelled before its first step runs none of this.
            cancelAt(loop, task, cancelled === null ? null : Math.max(cancelled, arrival + 1), hops);
          });
        }
        yield* sleep(1000);
        expect(through.length + left).toBe(schedule.length);
        for (const at of through) expect(at).toBeGreaterThanOrEqual(time);
      })();
    }),
    { numRuns: 200 },
  );
});

test('a barrier lets tasks through in groups, each place once, whenever they come', () => {
  const arrivals = fc.array(fc.nat(6), { maxLength: 15 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), arrivals, (parties, times) => {
      inLoop(function* (loop) {
        const barrier = new Barrier(parties);
        const places: number[] = [];
        const tasks = times.map((time) =>
          spawn(function* () {
            yield* sleep(time);
            places.push(yield* barrier.wait());
          }),
        );
        yield* sleep(1000);
        const groups = Math.floor(times.length / parties);
        expect(places.length).toBe(groups * parties);
        for (let group = 0; group < groups; group++) {
          const own = places.slice(group * parties, (group + 1) * parties);
          expect(own.sort()).toEqual(Array.from({ length: parties }, (_, place) => place));
        }
        expect(barrier.nWaiting).toBe(times.length - groups * parties);
        for (const task of tasks) task.cancel();
        yield* sleep(1);
        expect([barrier.nWaiting, loop.time()]).toEqual([0, 1001]);
      })();
    }),
    { numRuns: 100 },
  );
});
