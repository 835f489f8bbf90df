import { ByteSink } from '../codec/byte-sink.ts';
import type { DirectEncoder } from '../codec/direct-encoder.ts';
import type { Bytes } from '../loop/bytes.ts';
import type { Slab, SlabPool } from './slab.ts';

/** A write of at most this many bytes is copied; a larger one is kept by reference. */
export const COPY_LIMIT: number = ByteSink.DIRECT_LIMIT;
/** What is handed to the operating system at once. */
export const SLICE_LIMIT = 64 * 1024;

/** A run of bytes that waits: a part of a slab, or the user's own memory. */
interface Chunk {
  memory: Buffer;
  start: number;
  end: number;
  slab: Slab | null;
}

/**
 * The bytes that were written and not yet taken by the operating system. Pure: it does no I/O.
 *
 * - Small writes are copied into the slab, where writes that follow each other become one run.
 * - `next` hands out one slice; until `taken` it is in flight: still counted, and its memory left alone.
 * - `size` is exact up to the slice in flight, which is counted until all of it has been taken.
 */
export class WriteBuffer {
  readonly #slabs: SlabPool;
  #chunks: Chunk[] = [];
  #size = 0;
  #flying = 0;

  constructor(slabs: SlabPool) {
    this.#slabs = slabs;
  }

  /** Bytes that wait, the slice in flight included. */
  get size(): number {
    return this.#size;
  }

  append(data: Bytes): void {
    const length = typeof data === 'string' ? Buffer.byteLength(data) : data.length;
    if (length === 0) return;
    this.#size += length;
    if (length <= COPY_LIMIT) this.#copy(data, length);
    else this.#refer(data);
  }

  /** The same for a message that is encoded where it is to lie; at most `COPY_LIMIT` bytes. */
  appendEncoded<T>(encoder: DirectEncoder<T>, message: T, size: number): void {
    if (size === 0) return;
    const slab = this.#slabs.slabFor(size);
    encoder.encodeInto(message, slab.memory, slab.used, size);
    this.#size += size;
    this.#claim(slab, size);
  }

  /** The next bytes to hand out, at most `SLICE_LIMIT`; null if nothing waits. They are in flight until `taken`. */
  next(): Buffer | null {
    const first = this.#chunks[0];
    if (first === undefined) return null;
    const length = first.end - first.start;
    const slice =
      length >= SLICE_LIMIT || this.#chunks.length === 1
        ? first.memory.subarray(first.start, first.start + Math.min(length, SLICE_LIMIT))
        : this.#gather();
    this.#flying = slice.length;
    return slice;
  }

  /** The slice in flight has been taken. */
  taken(): void {
    let left = this.#flying;
    this.#size -= left;
    this.#flying = 0;
    let gone = 0;
    while (left > 0) {
      const chunk = this.#chunks[gone] as Chunk;
      const length = Math.min(left, chunk.end - chunk.start);
      chunk.start += length;
      left -= length;
      chunk.slab?.release(length);
      if (chunk.start === chunk.end) gone++;
    }
    // All at once: taking a chunk off the front of a very long array moves all the others.
    if (gone === 1) this.#chunks.shift();
    else if (gone > 1) this.#chunks.splice(0, gone);
  }

  /** Drops all that waits. A slice in flight may still be read from, so its slab is not given back but left to be collected. */
  clear(): void {
    let flying = this.#flying;
    for (const { start, end, slab } of this.#chunks) {
      const pinned = Math.min(flying, end - start);
      flying -= pinned;
      if (pinned === 0) slab?.release(end - start);
    }
    this.#chunks = [];
    this.#size = this.#flying = 0;
  }

  #copy(data: Bytes, length: number): void {
    const slab = this.#slabs.slabFor(length);
    if (typeof data === 'string') slab.memory.write(data, slab.used, 'utf8');
    else slab.memory.set(data, slab.used);
    this.#claim(slab, length);
  }

  /** Counts the next `length` bytes of the slab as ours, as a part of the last run if they follow it. */
  #claim(slab: Slab, length: number): void {
    const start = slab.used;
    const end = start + length;
    slab.claim(length);
    const last = this.#chunks[this.#chunks.length - 1];
    if (last !== undefined && last.slab === slab && last.end === start) last.end = end;
    else this.#chunks.push({ memory: slab.memory, start, end, slab });
  }

  #refer(data: Bytes): void {
    const memory =
      typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    this.#chunks.push({ memory, start: 0, end: memory.length, slab: null });
  }

  /** Runs of several chunks, as many as make up a slice, in one piece of memory of their own. */
  #gather(): Buffer {
    const parts: Buffer[] = [];
    let room = SLICE_LIMIT;
    for (const { memory, start, end } of this.#chunks) {
      const length = Math.min(room, end - start);
      parts.push(memory.subarray(start, start + length));
      room -= length;
      if (room === 0) break;
    }
    return Buffer.concat(parts);
  }
}
