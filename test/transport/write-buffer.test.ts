import { expect, test } from '@jest/globals';
import type { DirectEncoder } from '../../src/codec/direct-encoder.ts';
import { SlabPool } from '../../src/transport/slab.ts';
import { COPY_LIMIT, SLICE_LIMIT, WriteBuffer } from '../../src/transport/write-buffer.ts';

const setUp = (): { pool: SlabPool; buffer: WriteBuffer } => {
  const pool = new SlabPool();
  return { pool, buffer: new WriteBuffer(pool) };
};

const drain = (buffer: WriteBuffer): Buffer => {
  const slices: Buffer[] = [];
  for (let slice = buffer.next(); slice !== null; slice = buffer.next()) {
    slices.push(Buffer.from(slice));
    buffer.taken();
  }
  return Buffer.concat(slices);
};

test('an empty buffer has nothing to hand out', () => {
  const { buffer } = setUp();
  buffer.append('');
  buffer.append(new Uint8Array(0));
  expect([buffer.size, buffer.next()]).toEqual([0, null]);
});

test('small writes lie side by side and leave as one', () => {
  const { buffer } = setUp();
  buffer.append('one ');
  buffer.append(Buffer.from('two '));
  buffer.append(new Uint8Array([51]));
  expect(buffer.size).toBe(9);
  expect(buffer.next()?.toString()).toBe('one two 3');
  buffer.taken();
  expect([buffer.size, buffer.next()]).toEqual([0, null]);
});

test('the slice in flight is counted until it has been taken', () => {
  const { buffer } = setUp();
  buffer.append('abc');
  buffer.next();
  expect(buffer.size).toBe(3);
  buffer.append('de');
  expect(buffer.size).toBe(5);
  buffer.taken();
  expect(buffer.size).toBe(2);
  expect(drain(buffer).toString()).toBe('de');
});

test('a string is sent as UTF-8, also where it is not well formed', () => {
  const { buffer } = setUp();
  const text = 'ä☃🂡\ud800';
  buffer.append(text);
  expect(buffer.size).toBe(Buffer.byteLength(text));
  expect(drain(buffer)).toEqual(Buffer.from(text));
});

test('a string too long for a copy is sent as UTF-8 as well', () => {
  const { buffer } = setUp();
  const text = 'ä☃'.repeat(COPY_LIMIT);
  buffer.append(text);
  expect(drain(buffer)).toEqual(Buffer.from(text));
});

test.each([1, 16, 17, COPY_LIMIT])('memory of %p bytes may be used again after the write', (size) => {
  const { buffer } = setUp();
  const memory = Buffer.alloc(size, 'x');
  buffer.append(memory);
  memory.fill('y');
  expect(drain(buffer)).toEqual(Buffer.alloc(size, 'x'));
});

test('larger memory is not copied', () => {
  const { buffer } = setUp();
  const memory = Buffer.alloc(COPY_LIMIT + 1, 'x');
  buffer.append(memory);
  const slice = buffer.next() as Buffer;
  expect([slice.buffer === memory.buffer, slice.byteOffset === memory.byteOffset]).toEqual([true, true]);
});

test('a view of larger memory sends what it shows', () => {
  const { buffer } = setUp();
  const memory = new Uint8Array(3 * COPY_LIMIT).fill(1);
  memory.fill(7, COPY_LIMIT, COPY_LIMIT + 5);
  buffer.append(memory.subarray(COPY_LIMIT, 3 * COPY_LIMIT));
  const sent = drain(buffer);
  expect([sent.length, [...sent.subarray(0, 6)]]).toEqual([2 * COPY_LIMIT, [7, 7, 7, 7, 7, 1]]);
});

test('a slice is as large as it can be, up to its limit', () => {
  const { buffer } = setUp();
  buffer.append(Buffer.alloc(2.5 * SLICE_LIMIT, 'a'));
  buffer.append('b');
  const sizes: number[] = [];
  for (let slice = buffer.next(); slice !== null; slice = buffer.next()) {
    sizes.push(slice.length);
    buffer.taken();
  }
  expect(sizes).toEqual([SLICE_LIMIT, SLICE_LIMIT, SLICE_LIMIT / 2 + 1]);
});

test('a server that sends what it wrote before it writes again works in the same memory for ever', () => {
  const { pool, buffer } = setUp();
  const slab = pool.slabFor(1);
  for (let i = 0; i < 1000; i++) {
    buffer.append('x'.repeat(1000));
    expect(drain(buffer).length).toBe(1000);
  }
  expect(pool.slabFor(1)).toBe(slab);
  expect(slab.used).toBe(0);
});

test('a message that takes no bytes is nothing, also if it is encoded in place', () => {
  const { buffer } = setUp();
  const empty: DirectEncoder<string> = { size: () => 0, encodeInto: () => {} };
  buffer.appendEncoded(empty, '', 0);
  expect([buffer.size, buffer.next()]).toEqual([0, null]);
});

test('a message that cannot be encoded leaves no trace', () => {
  const { pool, buffer } = setUp();
  const encodeInto = () => {
    throw new RangeError('oops');
  };
  expect(() => buffer.appendEncoded({ size: () => 5, encodeInto }, '', 5)).toThrow(RangeError);
  expect([buffer.size, buffer.next(), pool.slabFor(1).used]).toEqual([0, null, 0]);
});

test('clearing drops what waits, and gives the memory back', () => {
  const { pool, buffer } = setUp();
  buffer.append('abc');
  buffer.append(Buffer.alloc(100_000));
  buffer.clear();
  expect([buffer.size, buffer.next()]).toEqual([0, null]);
  expect(pool.slabFor(1).used).toBe(0);
  buffer.taken();
  buffer.append('d');
  expect(drain(buffer).toString()).toBe('d');
});

test('a slice in flight keeps its bytes when the buffer is cleared and others write', () => {
  const pool = new SlabPool();
  const [closed, other] = [new WriteBuffer(pool), new WriteBuffer(pool)];
  closed.append('in flight');
  const slice = closed.next() as Buffer;
  closed.clear();
  for (let i = 0; i < 1000; i++) other.append('x'.repeat(COPY_LIMIT));
  expect(slice.toString()).toBe('in flight');
});

// On the wall clock, because what it shows is an amount of work inside of V8: taking runs off the front of a long array one by one
// moved all the others each time. That took minutes; a fraction of a second is usual now, and the bound far from both.
test('two slow connections whose small writes alternate are drained in linear time', () => {
  const pool = new SlabPool();
  const [a, b] = [new WriteBuffer(pool), new WriteBuffer(pool)];
  const count = 300_000;
  for (let i = 0; i < count; i++) {
    a.append('a');
    b.append('b');
  }
  expect([a.size, b.size]).toEqual([count, count]);
  const began = performance.now();
  expect(drain(a).equals(Buffer.alloc(count, 'a'))).toBe(true);
  expect(drain(b).equals(Buffer.alloc(count, 'b'))).toBe(true);
  expect(performance.now() - began).toBeLessThan(15_000);
});
