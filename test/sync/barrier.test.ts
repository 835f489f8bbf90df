import { describe, expect, test } from '@jest/globals';
import { Barrier, type Body, BrokenBarrierError, CancelledError, createTask, gather, UsageError } from 'rxduct';
import { failureOf, inLoop, spawn, steps } from '../support/virtual.ts';

const PARTIES = 5;

/** So many tasks with the same body. */
const crowd = <T>(count: number, body: () => Body<T>) => Array.from({ length: count }, () => spawn(body));

/** Nobody waits, and it can be used again. */
const expectIdle = (barrier: Barrier) => expect([barrier.nWaiting, barrier.broken]).toEqual([0, false]);

test.each([[0], [-4], [Number.NaN]])('a number of parties that is none is a RangeError: %p', (parties) => {
  expect(() => new Barrier(parties)).toThrow(RangeError);
});

test('a new barrier has its parties, and nobody waits', () => {
  const barrier = new Barrier(PARTIES);
  expect(barrier.parties).toBe(PARTIES);
  expectIdle(barrier);
});

test(
  'use gives each task its place in the order of arrival',
  inLoop(function* () {
    const barrier = new Barrier(3);
    const order: number[] = [];
    const enter = () =>
      barrier.use(function* (index) {
        yield* [];
        order.push(index);
        return index;
      });
    const results = yield* gather([enter(), enter(), enter()]);
    expect(results).toEqual([0, 1, 2]);
    // The last one to come goes on first, and does not give way.
    expect(order).toEqual([2, 0, 1]);
    expectIdle(barrier);
  }),
);

test(
  'the only party never waits',
  inLoop(function* (loop) {
    let turned = false;
    loop.callSoon(() => {
      turned = true;
    });
    const barrier = new Barrier(1);
    expect(yield* barrier.wait()).toBe(0);
    expect(turned).toBe(false);
    expectIdle(barrier);
  }),
);

test(
  'the only party may come again and again',
  inLoop(function* () {
    const barrier = new Barrier(1);
    const tasks = [createTask(barrier.wait())];
    yield* steps();
    expect(barrier.nWaiting).toBe(0);
    tasks.push(createTask(barrier.wait()));
    yield* steps();
    expect(tasks.map((task) => task.result())).toEqual([0, 0]);
    expectIdle(barrier);
  }),
);

test(
  'nWaiting counts those that have come',
  inLoop(function* () {
    const barrier = new Barrier(3);
    const tasks = [];
    for (const expected of [1, 2, 0]) {
      tasks.push(createTask(barrier.wait()));
      yield* steps();
      expect(barrier.nWaiting).toBe(expected);
    }
    expect(yield* gather(tasks)).toEqual([0, 1, 2]);
    expectIdle(barrier);
  }),
);

test(
  'a barrier can be used again, also inside of its own block',
  inLoop(function* () {
    const barrier = new Barrier(PARTIES);
    const order: string[] = [];
    const tasks = crowd(PARTIES, () =>
      barrier
        .use(function* () {
          order.push('outer');
          yield* barrier.use(function* () {
            yield* [];
            order.push('inner');
          });
        })
        .takeBody(),
    );
    yield* gather(tasks);
    expect(order).toEqual([...Array(PARTIES).fill('outer'), ...Array(PARTIES).fill('inner')]);
    expectIdle(barrier);
  }),
);

test(
  'each round gives every place once',
  inLoop(function* () {
    const barrier = new Barrier(PARTIES);
    const tasks = crowd(PARTIES, function* () {
      return [yield* barrier.wait(), yield* barrier.wait()];
    });
    const places = yield* gather(tasks);
    for (const round of [0, 1]) {
      expect(places.map((pair) => pair[round]).sort()).toEqual([0, 1, 2, 3, 4]);
    }
    expectIdle(barrier);
  }),
);

test(
  'while it drains nobody counts as waiting',
  inLoop(function* () {
    const barrier = new Barrier(PARTIES);
    const seen: number[] = [];
    yield* gather(
      crowd(PARTIES, function* () {
        yield* barrier.wait();
        seen.push(barrier.nWaiting);
      }),
    );
    expect(seen).toEqual([0, 0, 0, 0, 0]);
    expectIdle(barrier);
  }),
);

test(
  'who comes while it drains waits for the next round',
  inLoop(function* () {
    const again = 2;
    const barrier = new Barrier(PARTIES);
    const others = new Barrier(PARTIES - again);
    let left = again;
    let met = 0;
    const tasks = crowd(PARTIES, function* () {
      yield* barrier.wait();
      if (left > 0) {
        left--;
      } else {
        yield* others.wait();
        met++;
      }
      yield* barrier.wait();
    });
    yield* gather(tasks);
    expect(met).toBe(PARTIES - again);
    expectIdle(barrier);
  }),
);

test(
  'a cancelled task does not count any more',
  inLoop(function* () {
    const barrier = new Barrier(3);
    const [first, second] = [createTask(barrier.wait()), createTask(barrier.wait())];
    yield* steps();
    expect(barrier.nWaiting).toBe(2);
    first.cancel();
    yield* steps();
    expect(barrier.nWaiting).toBe(1);
    expect(yield* failureOf(first)).toBeInstanceOf(CancelledError);
    const third = createTask(barrier.wait());
    yield* steps();
    expect(barrier.nWaiting).toBe(2);
    // The place of arrival is the number of those that wait: 1 twice, as the first one has left.
    expect(yield* gather([second, third, createTask(barrier.wait())])).toEqual([1, 1, 2]);
    expectIdle(barrier);
  }),
);

describe('abort', () => {
  test(
    'breaks the barrier until it is reset',
    inLoop(function* () {
      const barrier = new Barrier(1);
      yield* barrier.abort();
      expect([barrier.nWaiting, barrier.broken]).toEqual([0, true]);
      const error = yield* failureOf(barrier.wait());
      expect(error).toBeInstanceOf(BrokenBarrierError);
      expect(error).toBeInstanceOf(UsageError);
      expect(error).toMatchObject({ code: 'ERR_BROKEN_BARRIER' });
      yield* barrier.reset();
      expectIdle(barrier);
      expect(yield* barrier.wait()).toBe(0);
    }),
  );

  test(
    'reaches those that drain and those that wait for the next round',
    inLoop(function* () {
      const barrier = new Barrier(PARTIES);
      const half = Math.floor(PARTIES / 2);
      const broken = { draining: 0, blocked: 0 };
      let passed = 0;
      const tasks = crowd(PARTIES, function* () {
        try {
          yield* barrier.wait();
        } catch (error) {
          expect(error).toBeInstanceOf(BrokenBarrierError);
          broken.draining++;
          return;
        }
        if (++passed > half) {
          yield* barrier.abort();
          return;
        }
        expect(yield* failureOf(barrier.wait())).toBeInstanceOf(BrokenBarrierError);
        broken.blocked++;
      });
      yield* gather(tasks);
      expect(broken).toEqual({ draining: half, blocked: PARTIES - half - 1 });
      expect([barrier.nWaiting, barrier.broken]).toEqual([0, true]);
    }),
  );

  test(
    'by one whose block failed is told to the others when they come again',
    inLoop(function* () {
      const barrier = new Barrier(PARTIES);
      const failure = new Error('oops');
      let broken = 0;
      const tasks = crowd(PARTIES, function* () {
        try {
          yield* barrier.use(function* (index) {
            yield* [];
            if (index === 2) throw failure;
          });
          yield* barrier.wait();
          throw new Error('not reached');
        } catch (error) {
          if (error === failure) yield* barrier.abort();
          else if (error instanceof BrokenBarrierError) broken++;
          else throw error;
        }
      });
      yield* gather(tasks);
      expect([broken, barrier.broken, barrier.nWaiting]).toEqual([PARTIES - 1, true, 0]);
    }),
  );
});
