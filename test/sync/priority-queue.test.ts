import { expect, test } from '@jest/globals';
import { createTask, PriorityQueue } from 'rxduct';
import { failureOf, inLoop, steps, thrownBy } from '../support/virtual.ts';

const drain = <T>(queue: PriorityQueue<T>): T[] => {
  const items: T[] = [];
  while (!queue.empty()) items.push(queue.getNowait());
  return items;
};

test(
  'the smallest item comes first',
  inLoop(function* () {
    const queue = new PriorityQueue<number>();
    for (const item of [1, 3, 2]) yield* queue.put(item);
    expect([yield* queue.get(), yield* queue.get(), yield* queue.get()]).toEqual([1, 2, 3]);
  }),
);

test('strings and dates have a natural order, too', () => {
  const words = new PriorityQueue<string>();
  for (const word of ['pear', 'apple', 'plum']) words.putNowait(word);
  expect(drain(words)).toEqual(['apple', 'pear', 'plum']);
  const dates = new PriorityQueue<Date>();
  const [early, late] = [new Date(0), new Date(1)];
  dates.putNowait(late);
  dates.putNowait(early);
  expect(drain(dates)).toEqual([early, late]);
});

test('a comparison decides what comes first', () => {
  const queue = new PriorityQueue<{ priority: number }>(0, (a, b) => b.priority - a.priority);
  for (const priority of [1, 3, 2]) queue.putNowait({ priority });
  expect(drain(queue).map(({ priority }) => priority)).toEqual([3, 2, 1]);
});

test(
  'who waits gets the item that is smallest when it runs',
  inLoop(function* () {
    const queue = new PriorityQueue<number>();
    const task = createTask(queue.get());
    yield* steps();
    queue.putNowait(2);
    queue.putNowait(1);
    expect(yield* task).toBe(1);
  }),
);

test('a maximum size bounds it', () => {
  const queue = new PriorityQueue<number>(1);
  queue.putNowait(1);
  expect(thrownBy(() => queue.putNowait(0))).toMatchObject({ code: 'ERR_QUEUE_FULL' });
});

test(
  'a comparison that throws leaves the item in the queue, uncounted, and wakes nobody',
  inLoop(function* () {
    const oops = new RangeError('oops');
    const queue = new PriorityQueue<number>(0, (a, b) => {
      if (a === 13 || b === 13) throw oops;
      return a - b;
    });
    queue.putNowait(1);
    expect(yield* failureOf(queue.put(13))).toBe(oops);
    expect(queue.qsize()).toBe(2);
    // Only the first one was counted.
    queue.taskDone();
    yield* queue.join();
    expect(thrownBy(() => queue.taskDone())).toBeInstanceOf(RangeError);
    expect([yield* queue.get(), yield* queue.get()]).toEqual([1, 13]);
  }),
);
