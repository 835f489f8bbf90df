import { describe, expect, test } from '@jest/globals';
import { createTask, LifoQueue, PriorityQueue, Queue, sleep } from 'rxduct';
import { lastValueFrom, map, take, toArray } from 'rxjs';
import { inLoopAsync } from '../support/virtual.ts';

const filled = (...items: number[]) => {
  const queue = new Queue<number>();
  for (const item of items) queue.putNowait(item);
  return queue;
};

/** Puts an item every 10 ms, then shuts the queue down. */
const produce = (queue: Queue<number>, count: number) =>
  createTask(async () => {
    for (let item = 0; item < count; item++) {
      await sleep(10);
      await queue.put(item);
    }
    queue.shutdown();
  });

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe('for await over a queue', () => {
  test(
    'takes the items out until it is shut down',
    inLoopAsync(async () => {
      const queue = new Queue<number>(1);
      const producer = produce(queue, 4);
      expect(await collect(queue)).toEqual([0, 1, 2, 3]);
      await producer;
      expect(await collect(queue)).toEqual([]);
    }),
  );

  test(
    'takes nothing out beyond what the loop has seen',
    inLoopAsync(async () => {
      const queue = filled(1, 2, 3);
      for await (const item of queue) if (item === 2) break;
      expect(queue.qsize()).toBe(1);
    }),
  );

  test(
    'gives several loops every item once',
    inLoopAsync(async () => {
      const queue = new Queue<number>(2);
      const [left, right] = [collect(queue), collect(queue)];
      await produce(queue, 20);
      const all = [...(await left), ...(await right)];
      expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, item) => item));
    }),
  );

  test(
    'gives the items of the other kinds in their order',
    inLoopAsync(async () => {
      for (const [queue, expected] of [
        [new LifoQueue<number>(), [2, 3, 1]],
        [new PriorityQueue<number>(), [1, 2, 3]],
      ] as const) {
        for (const item of [1, 3, 2]) queue.putNowait(item);
        queue.shutdown();
        expect(await collect(queue)).toEqual(expected);
      }
    }),
  );
});

describe('toObservable', () => {
  test(
    'emits the items, and completes when the queue is shut down',
    inLoopAsync(async () => {
      const queue = new Queue<number>();
      const doubled = queue.toObservable().pipe(
        map((item) => item * 2),
        toArray(),
      );
      const values = lastValueFrom(doubled);
      await produce(queue, 3);
      expect(await values).toEqual([0, 2, 4]);
    }),
  );

  test(
    'is cold: nothing is taken out until somebody subscribes',
    inLoopAsync(async () => {
      const queue = filled(1, 2);
      const items = queue.toObservable();
      await sleep(10);
      expect(queue.qsize()).toBe(2);
      queue.shutdown();
      expect(await lastValueFrom(items.pipe(toArray()))).toEqual([1, 2]);
    }),
  );

  test(
    'takes no more than it has emitted when a subscriber leaves while it is told',
    inLoopAsync(async () => {
      const queue = filled(1, 2, 3);
      expect(await lastValueFrom(queue.toObservable().pipe(take(2), toArray()))).toEqual([1, 2]);
      await sleep(10);
      expect(queue.qsize()).toBe(1);
    }),
  );

  test(
    'loses no item when a subscriber leaves while it waits',
    inLoopAsync(async () => {
      const queue = new Queue<number>();
      const got: number[] = [];
      const subscription = queue.toObservable().subscribe((item) => got.push(item));
      await sleep(10);
      subscription.unsubscribe();
      queue.putNowait(1);
      await sleep(10);
      expect([got, queue.qsize()]).toEqual([[], 1]);
    }),
  );
});
