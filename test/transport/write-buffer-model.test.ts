import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DirectEncoder } from '../../src/codec/direct-encoder.ts';
import { lines } from '../../src/codec/lines.ts';
import type { Bytes } from '../../src/loop/bytes.ts';
import { SlabPool } from '../../src/transport/slab.ts';
import { COPY_LIMIT, SLICE_LIMIT, WriteBuffer } from '../../src/transport/write-buffer.ts';

const LINES = lines().direct as DirectEncoder<string>;

/** A WriteBuffer beside what it should hold: a plain array of bytes. */
class Pair {
  readonly buffer: WriteBuffer;
  model: Buffer = Buffer.alloc(0);
  flying: Buffer | null = null;
  /** Slices that were in flight when the buffer was cleared: a socket may read them at any later time. */
  readonly orphans: { slice: Buffer; bytes: Buffer }[] = [];

  constructor(pool: SlabPool) {
    this.buffer = new WriteBuffer(pool);
  }

  append(data: Bytes): void {
    this.model = Buffer.concat([this.model, Buffer.from(data as string)]);
    this.buffer.append(data);
    // What is small enough to be copied is the user's again.
    if (typeof data !== 'string' && data.length <= COPY_LIMIT) data.fill(0xee);
  }

  appendEncoded(text: string): void {
    const size = LINES.size(text);
    if (size > COPY_LIMIT) return;
    this.model = Buffer.concat([this.model, Buffer.from(`${text}\n`)]);
    this.buffer.appendEncoded(LINES, text, size);
  }

  next(): void {
    if (this.flying !== null) return;
    this.flying = this.buffer.next();
    expect(this.flying?.length ?? 0).toBe(Math.min(this.model.length, SLICE_LIMIT));
  }

  /** Whatever has been written since, the bytes in flight are still those that were written first. */
  taken(): void {
    if (this.flying === null) return;
    const size = this.flying.length;
    expect(this.flying.equals(this.model.subarray(0, size))).toBe(true);
    this.buffer.taken();
    this.model = this.model.subarray(size);
    this.flying = null;
  }

  clear(): void {
    if (this.flying !== null) {
      this.orphans.push({ slice: this.flying, bytes: Buffer.from(this.model.subarray(0, this.flying.length)) });
    }
    this.buffer.clear();
    this.model = Buffer.alloc(0);
    this.flying = null;
  }

  checkSize(): void {
    if (this.buffer.size !== this.model.length) expect(this.buffer.size).toBe(this.model.length);
  }

  checkOrphans(): void {
    for (const { slice, bytes } of this.orphans) expect(slice.equals(bytes)).toBe(true);
  }
}

/** Bytes of which no two runs are alike, so that a mix-up shows. */
function noise(size: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = seed * 2 + 1;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: COPY_LIMIT }) },
  { weight: 1, arbitrary: fc.constantFrom(COPY_LIMIT, COPY_LIMIT + 1, SLICE_LIMIT, SLICE_LIMIT + 1) },
  { weight: 1, arbitrary: fc.integer({ min: COPY_LIMIT, max: 3 * SLICE_LIMIT }) },
);

const text = fc
  .tuple(fc.string({ unit: 'binary' }), fc.constantFrom(1, 1, 300))
  .map(([piece, times]) => piece.repeat(times));

const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ who: fc.nat({ max: 1 }), write: fc.record({ size, seed: fc.nat() }) }) },
  { weight: 2, arbitrary: fc.record({ who: fc.nat({ max: 1 }), text }) },
  { weight: 2, arbitrary: fc.record({ who: fc.nat({ max: 1 }), line: text }) },
  { weight: 4, arbitrary: fc.record({ who: fc.nat({ max: 1 }), act: fc.constant('next' as const) }) },
  { weight: 4, arbitrary: fc.record({ who: fc.nat({ max: 1 }), act: fc.constant('taken' as const) }) },
  { weight: 3, arbitrary: fc.record({ who: fc.nat({ max: 1 }), act: fc.constant('drain' as const) }) },
  { weight: 1, arbitrary: fc.record({ who: fc.nat({ max: 1 }), act: fc.constant('clear' as const) }) },
);

test('two connections that share their memory send byte for byte what was written to each', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60, size: 'max' }), (commands) => {
      const pool = new SlabPool();
      const pairs = [new Pair(pool), new Pair(pool)] as const;
      for (const each of commands) {
        const pair = pairs[each.who as 0 | 1];
        if ('write' in each) pair.append(noise(each.write.size, each.write.seed));
        else if ('text' in each) pair.append(each.text);
        else if ('line' in each) pair.appendEncoded(each.line);
        else if (each.act === 'drain') drain(pair);
        else pair[each.act]();
        for (const either of pairs) either.checkSize();
      }
      for (const pair of pairs) {
        drain(pair);
        pair.checkSize();
        pair.checkOrphans();
      }
    }),
    { numRuns: 100 },
  );
});

function drain(pair: Pair): void {
  while (pair.model.length > 0) {
    pair.next();
    pair.taken();
  }
}
