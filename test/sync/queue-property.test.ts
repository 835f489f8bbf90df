import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LifoQueue, PriorityQueue, Queue, sleep } from 'rxduct';
import { cancelAt, inLoop, spawn } from '../support/virtual.ts';

/** A task that puts or gets so many items, pausing in between; it may be cancelled. */
interface Actor {
  puts: boolean;
  arrival: number;
  items: number;
  pause: number;
  cancelled: number | null;
  hops: number;
}

const actors = fc.array(
  fc.record({
    puts: fc.boolean(),
    arrival: fc.nat(3),
    items: fc.integer({ min: 1, max: 4 }),
    pause: fc.nat(2),
    cancelled: fc.option(fc.nat(4)),
    hops: fc.nat(2),
  }),
  { maxLength: 12 },
);

const play = (queue: Queue<number>, cast: readonly Actor[]) => {
  const put: number[] = [];
  const got: number[] = [];
  let waitingToPut = 0;
  let waitingToGet = 0;

  function* act(number: number, actor: Actor) {
    for (let turn = 0; turn < actor.items; turn++) {
      if (actor.puts) {
        // Of one producer, later items are larger.
        const item = number * 100 + turn;
        waitingToPut++;
        try {
          yield* queue.put(item);
          put.push(item);
        } finally {
          waitingToPut--;
        }
      } else {
        waitingToGet++;
        try {
          got.push(yield* queue.get());
        } finally {
          waitingToGet--;
        }
      }
      if (queue.maxsize > 0) expect(queue.qsize()).toBeLessThanOrEqual(queue.maxsize);
      if (actor.pause > 0) yield* sleep(actor.pause - 1);
    }
  }

  const left: number[] = [];
  inLoop(function* (loop) {
    for (const [number, actor] of cast.entries()) {
      loop.callAt(actor.arrival, () => {
        const task = spawn(() => act(number, actor));
        cancelAt(loop, task, actor.cancelled, actor.hops);
      });
    }
    yield* sleep(1000);
    // Nobody waits for what is there: no wake-up was lost.
    if (waitingToGet > 0) expect(queue.qsize()).toBe(0);
    if (waitingToPut > 0) expect(queue.full()).toBe(true);
    expect(queue.qsize()).toBe(put.length - got.length);
    while (!queue.empty()) {
      // Through an array, as what is taken out lets others put.
      left.push(queue.getNowait());
      yield* sleep(1);
    }
  })();
  return { put, got: [...got, ...left] };
};

const sorted = (items: readonly number[]) => [...items].sort((a, b) => a - b);
const sizes = fc.integer({ min: 0, max: 3 });

test.each([
  ['Queue', (size: number) => new Queue<number>(size)],
  ['LifoQueue', (size: number) => new LifoQueue<number>(size)],
  ['PriorityQueue', (size: number) => new PriorityQueue<number>(size)],
])('every item put into a %s is got exactly once, and no wake-up is lost, whoever is cancelled when', (_name, make) => {
  fc.assert(
    fc.property(sizes, actors, (size, cast) => {
      const { put, got } = play(make(size), cast);
      expect(sorted(got)).toEqual(sorted(put));
    }),
    { numRuns: 200 },
  );
});

test('the items of one producer come out of a queue in the order in which it put them', () => {
  fc.assert(
    fc.property(sizes, actors, (size, cast) => {
      const { got } = play(new Queue<number>(size), cast);
      for (const number of cast.keys()) {
        const own = got.filter((item) => Math.floor(item / 100) === number);
        expect(own).toEqual(sorted(own));
      }
    }),
    { numRuns: 200 },
  );
});
