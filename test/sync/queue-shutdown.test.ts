import { describe, expect, test } from '@jest/globals';
import { CancelledError, createTask, LifoQueue, PriorityQueue, Queue, QueueShutDown } from 'rxduct';
import { failureOf, inLoop, steps, thrownBy } from '../support/virtual.ts';

const filled = (maxsize = 0, ...items: number[]) => {
  const queue = new Queue<number>(maxsize);
  for (const item of items) queue.putNowait(item);
  return queue;
};

test(
  'an empty queue that is shut down gives and takes nothing',
  inLoop(function* () {
    const queue = filled();
    queue.shutdown();
    for (const call of [() => queue.getNowait(), () => queue.putNowait(1)]) {
      const error = thrownBy(call);
      expect(error).toBeInstanceOf(QueueShutDown);
      expect(error).toMatchObject({ code: 'ERR_QUEUE_SHUT_DOWN' });
    }
    expect(yield* failureOf(queue.get())).toBeInstanceOf(QueueShutDown);
    expect(yield* failureOf(queue.put(1))).toBeInstanceOf(QueueShutDown);
  }),
);

test(
  'what is there can be taken after the shutdown, and nothing more',
  inLoop(function* () {
    const queue = filled(0, 1, 2);
    queue.shutdown();
    expect([yield* queue.get(), queue.getNowait()]).toEqual([1, 2]);
    expect(yield* failureOf(queue.get())).toBeInstanceOf(QueueShutDown);
    expect(thrownBy(() => queue.getNowait())).toBeInstanceOf(QueueShutDown);
  }),
);

test(
  'a full queue that is shut down says so, and not that it is full',
  inLoop(function* () {
    const queue = filled(1, 1);
    queue.shutdown();
    expect(thrownBy(() => queue.putNowait(2))).toBeInstanceOf(QueueShutDown);
    expect(yield* failureOf(queue.put(2))).toBeInstanceOf(QueueShutDown);
    expect([queue.full(), queue.qsize()]).toEqual([true, 1]);
  }),
);

describe.each([[false], [true]])('a shutdown, immediate: %p,', (immediate) => {
  test(
    'wakes all who wait for an item',
    inLoop(function* () {
      const queue = filled();
      const tasks = [createTask(queue.get()), createTask(queue.get())];
      yield* steps();
      queue.shutdown({ immediate });
      for (const task of tasks) expect(yield* failureOf(task)).toBeInstanceOf(QueueShutDown);
    }),
  );

  test(
    'wakes all who wait for room',
    inLoop(function* () {
      const queue = filled(1, 1);
      const tasks = [createTask(queue.put(2)), createTask(queue.put(3))];
      yield* steps();
      queue.shutdown({ immediate });
      for (const task of tasks) expect(yield* failureOf(task)).toBeInstanceOf(QueueShutDown);
      expect(queue.qsize()).toBe(immediate ? 0 : 1);
    }),
  );

  test(
    'refuses also one who was woken for room before it',
    inLoop(function* () {
      const queue = filled(1, 1);
      const task = createTask(queue.put(2));
      yield* steps();
      queue.getNowait();
      queue.shutdown({ immediate });
      expect(yield* failureOf(task)).toBeInstanceOf(QueueShutDown);
      expect(queue.empty()).toBe(true);
    }),
  );

  test(
    'a second time changes nothing',
    inLoop(function* () {
      const queue = filled();
      queue.shutdown({ immediate });
      queue.shutdown({ immediate });
      expect(yield* failureOf(queue.get())).toBeInstanceOf(QueueShutDown);
      yield* queue.join();
    }),
  );

  test(
    'loses to a cancellation of the one who waits',
    inLoop(function* () {
      const queue = filled();
      const task = createTask(queue.get());
      yield* steps();
      queue.shutdown({ immediate });
      task.cancel();
      expect(yield* failureOf(task)).toBeInstanceOf(CancelledError);
    }),
  );
});

describe('a shutdown that is not immediate', () => {
  test(
    'leaves join waiting until what is there has been dealt with',
    inLoop(function* () {
      const queue = filled(0, 1, 2);
      const joined = createTask(queue.join());
      yield* steps();
      queue.shutdown();
      yield* queue.get();
      queue.taskDone();
      yield* steps(3);
      expect(joined.done()).toBe(false);
      yield* queue.get();
      queue.taskDone();
      yield* joined;
    }),
  );

  test(
    'leaves the item to one who was woken for it before',
    inLoop(function* () {
      const queue = filled();
      const task = createTask(queue.get());
      yield* steps();
      queue.putNowait(1);
      queue.shutdown();
      expect(yield* task).toBe(1);
    }),
  );

  test(
    'may be followed by one that is',
    inLoop(function* () {
      const queue = filled(0, 1, 2);
      queue.shutdown();
      queue.shutdown({ immediate: true });
      expect([queue.qsize(), thrownBy(() => queue.getNowait()) instanceof QueueShutDown]).toEqual([0, true]);
      yield* queue.join();
    }),
  );
});

describe('an immediate shutdown', () => {
  test(
    'drops what is there, and counts it as dealt with',
    inLoop(function* () {
      const queue = filled(0, 1, 2);
      const joined = createTask(queue.join());
      yield* steps();
      queue.shutdown({ immediate: true });
      expect([queue.empty(), queue.qsize()]).toEqual([true, 0]);
      yield* joined;
      expect(thrownBy(() => queue.taskDone())).toBeInstanceOf(RangeError);
    }),
  );

  test(
    'leaves join waiting for what was taken out and not dealt with',
    inLoop(function* () {
      const queue = filled(0, 1, 2, 3);
      const joined = createTask(queue.join());
      yield* queue.get();
      yield* steps();
      queue.shutdown({ immediate: true });
      yield* steps(3);
      expect(joined.done()).toBe(false);
      queue.taskDone();
      yield* joined;
    }),
  );

  test('drops what was dealt with before it was taken out, without counting it twice', () => {
    const queue = filled(0, 1, 2);
    queue.taskDone();
    queue.taskDone();
    queue.shutdown({ immediate: true });
    expect(queue.empty()).toBe(true);
    expect(thrownBy(() => queue.taskDone())).toBeInstanceOf(RangeError);
  });

  test(
    'takes the item from one who was woken for it',
    inLoop(function* () {
      const queue = filled();
      const task = createTask(queue.get());
      yield* steps();
      queue.putNowait(1);
      queue.shutdown({ immediate: true });
      expect(yield* failureOf(task)).toBeInstanceOf(QueueShutDown);
    }),
  );

  test('empties the other kinds of queues as well', () => {
    for (const queue of [new LifoQueue<number>(), new PriorityQueue<number>()]) {
      queue.putNowait(2);
      queue.putNowait(1);
      queue.shutdown({ immediate: true });
      expect(queue.empty()).toBe(true);
      expect(thrownBy(() => queue.getNowait())).toBeInstanceOf(QueueShutDown);
    }
  });
});
