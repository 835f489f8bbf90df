import { describe, expect, test } from '@jest/globals';
import { CancelledError, createTask, Queue, TimeoutError, waitFor } from 'rxduct';
import { failureOf, inLoop, steps } from '../support/virtual.ts';

describe('a cancelled get', () => {
  test(
    'leaves the item to the next one',
    inLoop(function* () {
      const queue = new Queue<string>();
      const [first, second] = [createTask(queue.get()), createTask(queue.get())];
      yield* steps();
      first.cancel();
      yield* steps();
      expect(first.cancelled()).toBe(true);
      yield* queue.put('a');
      expect(yield* second).toBe('a');
    }),
  );

  test(
    'that was woken already drops no item',
    inLoop(function* () {
      const queue = new Queue<number>();
      const reader = createTask(queue.get());
      yield* steps();
      queue.putNowait(1);
      queue.putNowait(2);
      reader.cancel();
      expect(yield* failureOf(reader)).toBeInstanceOf(CancelledError);
      expect([yield* queue.get(), yield* queue.get()]).toEqual([1, 2]);
    }),
  );

  test(
    'that was woken already wakes another one',
    inLoop(function* () {
      const queue = new Queue<number>();
      const [first, second, third] = [createTask(queue.get()), createTask(queue.get()), createTask(queue.get())];
      yield* steps();
      queue.putNowait(1);
      queue.putNowait(2);
      first.cancel();
      expect(yield* failureOf(first)).toBeInstanceOf(CancelledError);
      expect([yield* second, yield* third]).toEqual([1, 2]);
    }),
  );

  test(
    'that was woken, with the item taken meanwhile, wakes nobody',
    inLoop(function* () {
      const queue = new Queue<number>();
      const [first, second] = [createTask(queue.get()), createTask(queue.get())];
      yield* steps();
      queue.putNowait(1);
      queue.getNowait();
      first.cancel();
      yield* steps(3);
      expect([first.cancelled(), second.done()]).toEqual([true, false]);
      second.cancel();
    }),
  );

  test(
    'that stands in the queue still is passed over by a put',
    inLoop(function* () {
      const queue = new Queue<number>();
      const [first, second] = [createTask(queue.get()), createTask(queue.get())];
      yield* steps();
      first.cancel();
      queue.putNowait(1);
      expect(yield* second).toBe(1);
      expect(first.cancelled()).toBe(true);
    }),
  );

  test(
    'that was not woken wakes nobody, though there is an item on its way to another one',
    inLoop(function* () {
      const queue = new Queue<number>();
      const tasks = [0, 1, 2, 3].map(() => createTask(queue.get()));
      const [first, second, third, fourth] = tasks;
      yield* steps();
      second?.cancel();
      queue.putNowait(1);
      yield* steps(3);
      // Woken in vain, the third would have to stand behind the fourth.
      queue.putNowait(2);
      yield* steps();
      expect([first?.result(), second?.cancelled(), third?.result(), fourth?.done()]).toEqual([1, true, 2, false]);
      fourth?.cancel();
    }),
  );

  test(
    'by a time-out leaves nothing behind',
    inLoop(function* () {
      const queue = new Queue<number>(5);
      expect(yield* failureOf(waitFor(queue.get(), 100))).toBeInstanceOf(TimeoutError);
      queue.putNowait(1);
      expect([yield* queue.get(), queue.empty()]).toEqual([1, true]);
    }),
  );
});

describe('a cancelled put', () => {
  test(
    'that was woken already has put nothing',
    inLoop(function* () {
      const queue = new Queue<number>(1);
      queue.putNowait(1);
      const writer = createTask(queue.put(2));
      yield* steps();
      expect(queue.getNowait()).toBe(1);
      writer.cancel();
      expect(yield* failureOf(writer)).toBeInstanceOf(CancelledError);
      yield* queue.put(3);
      expect([queue.getNowait(), queue.qsize()]).toEqual([3, 0]);
    }),
  );

  test(
    'behind others leaves these their turn',
    inLoop(function* () {
      const queue = new Queue<string>(1);
      const [a, b, x] = [createTask(queue.put('a')), createTask(queue.put('b')), createTask(queue.put('x'))];
      yield* steps();
      expect([a.done(), b.done()]).toEqual([true, false]);
      x.cancel();
      yield* steps();
      expect(x.cancelled()).toBe(true);
      expect(queue.getNowait()).toBe('a');
      yield* steps();
      expect(queue.getNowait()).toBe('b');
      yield* b;
      expect(queue.empty()).toBe(true);
    }),
  );

  test(
    'leaves the queue of the putters',
    inLoop(function* () {
      const queue = new Queue<number>(1);
      queue.putNowait(1);
      const [first, second] = [createTask(queue.put(2)), createTask(queue.put(3))];
      yield* steps();
      first.cancel();
      expect(yield* failureOf(first)).toBeInstanceOf(CancelledError);
      expect(queue.getNowait()).toBe(1);
      yield* second;
      expect([queue.getNowait(), queue.empty()]).toEqual([3, true]);
    }),
  );

  test(
    'that was woken already wakes another one',
    inLoop(function* () {
      const queue = new Queue<number>(1);
      queue.putNowait(1);
      const [first, second] = [createTask(queue.put(2)), createTask(queue.put(3))];
      yield* steps();
      queue.getNowait();
      first.cancel();
      yield* second;
      expect([first.cancelled(), queue.getNowait()]).toEqual([true, 3]);
    }),
  );

  test(
    'that was woken, with the room used meanwhile, wakes nobody',
    inLoop(function* () {
      const queue = new Queue<number>(1);
      queue.putNowait(1);
      const [first, second, third] = [createTask(queue.put(2)), createTask(queue.put(3)), createTask(queue.put(5))];
      yield* steps();
      queue.getNowait();
      queue.putNowait(4);
      first.cancel();
      yield* steps(3);
      expect([first.cancelled(), second.done(), queue.qsize()]).toEqual([true, false, 1]);
      // Woken in vain, the second would have had to stand behind the third.
      expect([yield* queue.get(), yield* queue.get(), yield* queue.get()]).toEqual([4, 3, 5]);
      expect(third.done()).toBe(true);
    }),
  );
});
