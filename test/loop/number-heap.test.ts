import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NumberHeap } from '../../src/loop/number-heap.ts';

const pops = (heap: NumberHeap): number[] => {
  const values: number[] = [];
  for (let value = heap.pop(); value !== undefined; value = heap.pop()) values.push(value);
  return values;
};

test('an empty heap has no least number', () => {
  const heap = new NumberHeap();
  expect([heap.peek(), heap.pop(), heap.pop()]).toEqual([undefined, undefined, undefined]);
});

test('numbers come out in order, equal ones as often as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 200 }), (values) => {
      const heap = new NumberHeap();
      for (const value of values) heap.push(value);
      expect(pops(heap)).toEqual([...values].sort((a, b) => a - b));
    }),
  );
});

test('the least number is at the top through any mix of pushes and pops', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.double({ noNaN: true }), { freq: 2 }), { maxLength: 300 }), (commands) => {
      const heap = new NumberHeap();
      const model: number[] = [];
      for (const value of commands) {
        if (value === null) {
          expect(heap.pop()).toBe(model.shift());
        } else {
          // -0 and 0 are one number to a heap.
          heap.push(value + 0);
          model.push(value + 0);
          model.sort((a, b) => a - b);
        }
        expect(heap.peek()).toBe(model[0]);
      }
    }),
  );
});

test('a cleared heap starts afresh', () => {
  const heap = new NumberHeap();
  for (const value of [3, 1, 2]) heap.push(value);
  heap.clear();
  heap.push(7);
  expect(pops(heap)).toEqual([7]);
});
