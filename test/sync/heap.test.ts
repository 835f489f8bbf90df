import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Heap } from '../../src/sync/heap.ts';
import { HEAPQ_ORDERS } from './heapq-orders.ts';

interface Item {
  key: number;
  number: number;
}

const drain = <T>(heap: Heap<T>): T[] => {
  const items: T[] = [];
  while (heap.length > 0) items.push(heap.shift() as T);
  return items;
};

const sorted = (items: readonly number[]) => [...items].sort((a, b) => a - b);

test.each(HEAPQ_ORDERS.map(({ keys, order }) => [keys, order] as const))(
  'equal items come out in the order of heapq: %s',
  (keys, order) => {
    const heap = new Heap<Item>((a, b) => a.key - b.key);
    const out: Item[] = [];
    let number = 0;
    for (const operation of keys) {
      if (operation === '-') out.push(heap.shift() as Item);
      else heap.push({ key: Number(operation), number: number++ });
    }
    out.push(...drain(heap));
    expect(out.map((item) => item.number)).toEqual(order);
  },
);

test('whatever is pushed comes out sorted', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (items) => {
      const heap = new Heap<number>((a, b) => a - b);
      for (const item of items) heap.push(item);
      expect(drain(heap)).toEqual(sorted(items));
    }),
  );
});

test('an empty heap gives undefined, and stays usable', () => {
  const heap = new Heap<number>((a, b) => a - b);
  expect(heap.shift()).toBeUndefined();
  heap.push(1);
  expect([heap.shift(), heap.shift(), heap.length]).toEqual([1, undefined, 0]);
});

test('undefined is an item like others', () => {
  const heap = new Heap<number | undefined>((a, b) => (a ?? 9) - (b ?? 9));
  for (const item of [1, undefined, 2, undefined]) heap.push(item);
  expect(drain(heap)).toEqual([1, 2, undefined, undefined]);
});

test('a comparison that throws costs no item in push, and in shift only the one to be returned', () => {
  const pushed = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(pushed, fc.nat(60), fc.nat(60), (items, failingPush, failingShift) => {
      let left = failingPush;
      const oops = new Error('oops');
      const heap = new Heap<number>((a, b) => {
        if (left-- === 0) throw oops;
        return a - b;
      });
      for (const item of items) attempt(() => heap.push(item), oops);
      expect(heap.length).toBe(items.length);
      left = failingShift;
      const out: (number | null)[] = [];
      while (heap.length > 0) out.push(attempt(() => heap.shift() as number, oops));
      const got = out.filter((item) => item !== null);
      expect(got.length).toBeGreaterThanOrEqual(items.length - 1);
      const missing = [...items];
      for (const item of got) {
        expect(missing).toContain(item);
        missing.splice(missing.indexOf(item), 1);
      }
    }),
  );
});

/** What the call gives; null if it throws this very error. */
const attempt = <T>(call: () => T, expected: Error): T | null => {
  try {
    return call();
  } catch (error) {
    expect(error).toBe(expected);
    return null;
  }
};
