import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ReadyQueue } from '../../src/loop/ready-queue.ts';

function drain<T>(queue: ReadyQueue<T>): T[] {
  const items: T[] = [];
  while (queue.length > 0) items.push(queue.shift() as T);
  return items;
}

test('an empty queue gives undefined, however often it is asked', () => {
  const queue = new ReadyQueue<number>();
  expect([queue.shift(), queue.shift(), queue.length]).toEqual([undefined, undefined, 0]);
});

test('a queue behaves as an array with push and shift, through every growth and wrap of its ring', () => {
  const command = fc.oneof(
    { weight: 4, arbitrary: fc.record({ push: fc.integer({ min: 1, max: 100 }) }) },
    { weight: 4, arbitrary: fc.record({ shift: fc.integer({ min: 1, max: 100 }) }) },
    { weight: 1, arbitrary: fc.constant({ clear: true }) },
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const queue = new ReadyQueue<number>();
      let model: number[] = [];
      let next = 0;
      for (const each of commands) {
        if ('push' in each) {
          for (let i = 0; i < each.push; i++) {
            queue.push(next);
            model.push(next++);
          }
        } else if ('shift' in each) {
          for (let i = 0; i < each.shift; i++) expect(queue.shift()).toBe(model.shift());
        } else {
          queue.clear();
          model = [];
        }
        expect(queue.length).toBe(model.length);
      }
      expect(drain(queue)).toEqual(model);
    }),
  );
});

test('a ring that is full while its head is not at the start keeps the order when it grows', () => {
  const queue = new ReadyQueue<number>();
  for (let i = 0; i < 64; i++) queue.push(i);
  for (let i = 0; i < 40; i++) queue.shift();
  for (let i = 64; i < 200; i++) queue.push(i);
  expect(drain(queue)).toEqual(Array.from({ length: 160 }, (_, i) => i + 40));
});

test('an item may be undefined', () => {
  const queue = new ReadyQueue<number | undefined>();
  queue.push(undefined);
  queue.push(1);
  expect(queue.length).toBe(2);
  expect([queue.shift(), queue.shift()]).toEqual([undefined, 1]);
});
