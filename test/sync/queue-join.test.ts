import { describe, expect, test } from '@jest/globals';
import { createTask, LifoQueue, PriorityQueue, Queue, sleep } from 'rxduct';
import { inLoop, spawn, steps, thrownBy } from '../support/virtual.ts';

describe.each([
  ['Queue', () => new Queue<number>()],
  ['LifoQueue', () => new LifoQueue<number>()],
  ['PriorityQueue', () => new PriorityQueue<number>()],
])('a %s', (_name, make) => {
  test('refuses taskDone more often than items were put with a RangeError', () => {
    const queue = make();
    expect(thrownBy(() => queue.taskDone())).toBeInstanceOf(RangeError);
    queue.putNowait(1);
    queue.taskDone();
    expect(thrownBy(() => queue.taskDone())).toBeInstanceOf(RangeError);
  });

  test(
    'is joined once every item has been dealt with',
    inLoop(function* (loop) {
      const queue = make();
      for (let item = 0; item < 100; item++) queue.putNowait(item);
      let sum = 0;
      const workers = [1, 2].map(() =>
        spawn(function* () {
          for (;;) {
            sum += yield* queue.get();
            yield* sleep(1);
            queue.taskDone();
          }
        }),
      );
      yield* queue.join();
      expect([sum, loop.time()]).toEqual([4950, 50]);
      for (const worker of workers) worker.cancel();
    }),
  );

  test(
    'that nothing was put into is joined at once, and as often as one likes',
    inLoop(function* (loop) {
      let turned = false;
      loop.callSoon(() => {
        turned = true;
      });
      const queue = make();
      yield* queue.join();
      yield* queue.join();
      expect(turned).toBe(false);
    }),
  );
});

test(
  'an item taken out but not dealt with holds join up',
  inLoop(function* () {
    const queue = new Queue<number>();
    queue.putNowait(1);
    queue.getNowait();
    const joined = createTask(queue.join());
    yield* steps(3);
    expect(joined.done()).toBe(false);
    queue.taskDone();
    yield* joined;
  }),
);

test(
  'an item put after the last one was dealt with does not hold up a join that was released',
  inLoop(function* () {
    const queue = new Queue<number>();
    queue.putNowait(1);
    const joined = createTask(queue.join());
    yield* steps();
    queue.taskDone();
    queue.putNowait(2);
    yield* joined;
    const again = createTask(queue.join());
    yield* steps(3);
    expect(again.done()).toBe(false);
    again.cancel();
  }),
);
