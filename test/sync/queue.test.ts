import { describe, expect, test } from '@jest/globals';
import { createTask, gather, Queue, QueueEmpty, QueueFull, sleep } from 'rxduct';
import { inLoop, spawn, steps, thrownBy } from '../support/virtual.ts';

test(
  'a queue is empty until something is put, and again when it is taken',
  inLoop(function* () {
    const queue = new Queue<number>();
    expect([queue.empty(), queue.qsize()]).toEqual([true, 0]);
    yield* queue.put(1);
    expect([queue.empty(), queue.qsize()]).toEqual([false, 1]);
    expect(yield* queue.get()).toBe(1);
    expect([queue.empty(), queue.qsize()]).toEqual([true, 0]);
  }),
);

test(
  'a queue is full at its maximum size; without one, never',
  inLoop(function* () {
    for (const unbounded of [new Queue<number>(), new Queue<number>(-1)]) {
      unbounded.putNowait(1);
      expect(unbounded.full()).toBe(false);
    }
    const queue = new Queue<number>(1);
    expect([queue.maxsize, queue.full()]).toEqual([1, false]);
    yield* queue.put(1);
    expect(queue.full()).toBe(true);
  }),
);

test(
  'items come out in the order in which they were put',
  inLoop(function* () {
    const queue = new Queue<number>();
    for (const item of [1, 3, 2]) yield* queue.put(item);
    expect([yield* queue.get(), yield* queue.get(), yield* queue.get()]).toEqual([1, 3, 2]);
  }),
);

test(
  'any value is an item',
  inLoop(function* () {
    const values = [undefined, null, 0, '', Number.NaN, false];
    const queue = new Queue<unknown>();
    for (const value of values) queue.putNowait(value);
    for (const value of values) expect(yield* queue.get()).toBe(value);
  }),
);

test(
  'put waits at the maximum size until an item is taken',
  inLoop(function* () {
    const queue = new Queue<number>(2);
    const put: number[] = [];
    const task = spawn(function* () {
      for (const item of [0, 1, 2]) {
        yield* queue.put(item);
        put.push(item);
      }
      return true;
    });
    yield* steps(2);
    expect(put).toEqual([0, 1]);
    expect(yield* queue.get()).toBe(0);
    yield* steps();
    expect(put).toEqual([0, 1, 2]);
    expect([yield* queue.get(), yield* queue.get()]).toEqual([1, 2]);
    expect(task.result()).toBe(true);
  }),
);

describe('get', () => {
  test(
    'of what is there does not give way to the loop',
    inLoop(function* (loop) {
      let turned = false;
      loop.callSoon(() => {
        turned = true;
      });
      const queue = new Queue<number>();
      yield* queue.put(1);
      expect(yield* queue.get()).toBe(1);
      expect(turned).toBe(false);
    }),
  );

  test(
    'wakes one that waits for room',
    inLoop(function* () {
      const queue = new Queue<number>(1);
      queue.putNowait(1);
      const [first, second] = [createTask(queue.put(2)), createTask(queue.put(3))];
      yield* steps();
      expect(yield* queue.get()).toBe(1);
      yield* steps();
      expect([first.done(), second.done()]).toEqual([true, false]);
      yield* queue.get();
      yield* second;
    }),
  );

  test(
    'waits for an item',
    inLoop(function* (loop) {
      const queue = new Queue<number>();
      const task = createTask(queue.get());
      yield* steps(3);
      expect(task.done()).toBe(false);
      loop.callLater(10, () => queue.putNowait(1));
      expect(yield* task).toBe(1);
      expect(loop.time()).toBe(10);
    }),
  );

  test(
    'takes what tasks put that had not run yet',
    inLoop(function* () {
      const queue = new Queue<string>(1);
      const tasks = [createTask(queue.put('a')), createTask(queue.put('b'))];
      expect([yield* queue.get(), yield* queue.get()]).toEqual(['a', 'b']);
      yield* gather(tasks);
    }),
  );

  test(
    'waits again when the item it was woken for was taken meanwhile',
    inLoop(function* () {
      const queue = new Queue<string>();
      const task = createTask(queue.get());
      yield* steps();
      queue.putNowait('a');
      expect(queue.getNowait()).toBe('a');
      yield* steps(3);
      expect(task.done()).toBe(false);
      queue.putNowait('b');
      expect(yield* task).toBe('b');
    }),
  );
});

describe('put', () => {
  test(
    'without a maximum size never waits',
    inLoop(function* (loop) {
      let turned = false;
      loop.callSoon(() => {
        turned = true;
      });
      const queue = new Queue<number>();
      for (let item = 0; item < 1000; item++) yield* queue.put(item);
      expect([turned, queue.qsize()]).toEqual([false, 1000]);
      expect(yield* queue.get()).toBe(0);
    }),
  );

  test(
    'waits for room',
    inLoop(function* (loop) {
      const queue = new Queue<number>(1);
      loop.callLater(10, () => queue.getNowait());
      yield* queue.put(1);
      expect(loop.time()).toBe(0);
      yield* queue.put(2);
      expect([loop.time(), queue.qsize()]).toEqual([10, 1]);
    }),
  );

  test(
    'wakes one that waits for an item',
    inLoop(function* () {
      const queue = new Queue<string>();
      const task = createTask(queue.get());
      yield* steps();
      yield* queue.put('a');
      expect(yield* task).toBe('a');
    }),
  );

  test(
    'of a task is done before another one takes the item',
    inLoop(function* () {
      const queue = new Queue<number>();
      const task = createTask(queue.put(1));
      expect(yield* queue.get()).toBe(1);
      expect(task.done()).toBe(true);
    }),
  );

  test(
    'waits again when the room it was woken for was used meanwhile',
    inLoop(function* () {
      const queue = new Queue<string>(1);
      queue.putNowait('a');
      const task = createTask(queue.put('c'));
      yield* steps();
      queue.getNowait();
      queue.putNowait('b');
      yield* steps(3);
      expect(task.done()).toBe(false);
      expect([yield* queue.get(), yield* queue.get()]).toEqual(['b', 'c']);
    }),
  );
});

test('putNowait and getNowait do without a loop', () => {
  const queue = new Queue<number>();
  queue.putNowait(1);
  expect(queue.getNowait()).toBe(1);
});

test('getNowait of an empty queue is a QueueEmpty', () => {
  const error = thrownBy(() => new Queue().getNowait());
  expect(error).toBeInstanceOf(QueueEmpty);
  expect(error).toMatchObject({ code: 'ERR_QUEUE_EMPTY' });
});

test('putNowait into a full queue is a QueueFull', () => {
  const queue = new Queue<number>(1);
  queue.putNowait(1);
  const error = thrownBy(() => queue.putNowait(2));
  expect(error).toBeInstanceOf(QueueFull);
  expect(error).toMatchObject({ code: 'ERR_QUEUE_FULL' });
  expect(queue.qsize()).toBe(1);
});

test(
  'a maximum size with a fraction is rounded up',
  inLoop(function* () {
    const queue = new Queue<number>(1.3);
    yield* queue.put(1);
    expect(queue.full()).toBe(false);
    yield* queue.put(2);
    expect(queue.full()).toBe(true);
    expect(thrownBy(() => queue.putNowait(3))).toBeInstanceOf(QueueFull);
  }),
);

describe('a producer and a consumer that keep step come to their end', () => {
  test(
    'over one place',
    inLoop(function* () {
      const queue = new Queue<number>(1);
      const got: number[] = [];
      const consumer = spawn(function* () {
        while (got.length < 5) got.push(yield* queue.get());
      });
      yield* spawn(function* () {
        for (let item = 0; item < 5; item++) yield* queue.put(item);
      });
      yield* consumer;
      expect(got).toEqual([0, 1, 2, 3, 4]);
    }),
  );

  test(
    'when all places are emptied at once',
    inLoop(function* () {
      const queue = new Queue<number>(2);
      const getter = spawn(function* () {
        yield* sleep(0);
        for (let left = queue.qsize(); left > 0; left--) queue.getNowait();
      });
      const putters = [0, 1, 2, 3].map((item) => createTask(queue.put(item)));
      yield* gather([getter, ...putters]);
      expect([queue.getNowait(), queue.getNowait(), queue.empty()]).toEqual([2, 3, true]);
    }),
  );
});
