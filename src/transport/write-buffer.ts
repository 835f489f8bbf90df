import { ByteSink } from '../codec/byte-sink.ts';
import type { DirectEncoder } from '../codec/direct-encoder.ts';
import type { Bytes } from '../loop/bytes.ts';
import type { Slab, SlabPool } from './slab.ts';

/** A write of at most this many bytes is copied; a larger one is kept by reference. */
export const COPY_LIMIT: number = ByteSink.DIRECT_LIMIT;
/** What is handed to the operating system at once. */
export const SLICE_LIMIT: number = 64 * 1024;

const NOTHING = Buffer.alloc(0);

/** A run of bytes that waits: a part of a slab, or the user's own memory. */
interface Run {
  memory: Buffer;
  start: number;
  end: number;
  slab: Slab | null;
}

/**
 * The bytes that were written and not yet taken by the operating system. Pure: it does no I/O.
 *
 * - Small writes are copied into the slab, where writes that follow each other become one run.
 * - Most of the time there is one run at most, the answer to what was just read: it lives in `#first`, which is used again and
 *   again, so that the common case allocates nothing. `#others` are the runs behind it.
 * - `next` hands out one slice; until `taken` it is in flight: still counted, and its memory left alone.
 * - `size` is exact up to the slice in flight, which is counted until all of it has been taken.
 */
export class WriteBuffer {
  readonly #slabs: SlabPool;
  readonly #first: Run = { memory: NOTHING, start: 0, end: 0, slab: null };
  #others: Run[] = [];
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
    if (length <= COPY_LIMIT) this.#copy(data, length);
    else this.#refer(data);
  }

  /** The same for a message that is encoded where it is to lie; at most `COPY_LIMIT` bytes. */
  appendEncoded<T>(encoder: DirectEncoder<T>, message: T, size: number): void {
    if (size === 0) return;
    const slab = this.#slabs.slabFor(size);
    encoder.encodeInto(message, slab.memory, slab.used, size);
    this.#claim(slab, size);
  }

  /** The next bytes to hand out, at most `SLICE_LIMIT`; null if nothing waits. They are in flight until `taken`. */
  next(): Buffer | null {
    if (this.#size === 0) return null;
    const { memory, start, end, slab } = this.#first;
    let slice: Buffer;
    if (end - start < SLICE_LIMIT && this.#others.length > 0) slice = this.#gather();
    else if (slab !== null) slice = slab.view(start, Math.min(end, start + SLICE_LIMIT));
    else slice = memory.subarray(start, Math.min(end, start + SLICE_LIMIT));
    this.#flying = slice.length;
    return slice;
  }

  /** The slice in flight has been taken. */
  taken(): void {
    let left = this.#flying;
    this.#size -= left;
    this.#flying = 0;
    left = consume(this.#first, left);
    if (this.#first.start === this.#first.end && this.#others.length > 0) this.#advance(left);
  }

  /** Drops all that waits. A slice in flight may still be read from, so its slab is not given back but left to be collected. */
  clear(): void {
    let flying = this.#flying;
    for (const { start, end, slab } of [this.#first, ...this.#others]) {
      const pinned = Math.min(flying, end - start);
      flying -= pinned;
      if (pinned === 0) slab?.release(end - start);
    }
    this.#setFirst(NOTHING, 0, 0, null);
    this.#others = [];
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
    const last = this.#others.length === 0 ? this.#first : (this.#others[this.#others.length - 1] as Run);
    if (this.#size === 0) this.#setFirst(slab.memory, start, end, slab);
    else if (last.slab === slab && last.end === start) last.end = end;
    else this.#others.push({ memory: slab.memory, start, end, slab });
    this.#size += length;
  }

  #refer(data: Bytes): void {
    const memory =
      typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    if (this.#size === 0) this.#setFirst(memory, 0, memory.length, null);
    else this.#others.push({ memory, start: 0, end: memory.length, slab: null });
    this.#size += memory.length;
  }

  #setFirst(memory: Buffer, start: number, end: number, slab: Slab | null): void {
    const first = this.#first;
    first.memory = memory;
    first.start = start;
    first.end = end;
    first.slab = slab;
  }

  /** The first run is used up: takes what is left of the slice from those behind it, and moves the next one up. */
  #advance(slice: number): void {
    let left = slice;
    let gone = 0;
    for (;;) {
      const run = this.#others[gone] as Run;
      gone++;
      left = consume(run, left);
      if (run.start < run.end || gone === this.#others.length) {
        this.#setFirst(run.memory, run.start, run.end, run.slab);
        break;
      }
    }
    // All at once: taking a run off the front of a very long array moves all the others.
    this.#others.splice(0, gone);
    if (this.#size === 0) this.#setFirst(NOTHING, 0, 0, null);
  }

  /** Several runs, as many as make up a slice, in one piece of memory of their own. */
  #gather(): Buffer {
    const parts: Buffer[] = [];
    let room = SLICE_LIMIT;
    const take = ({ memory, start, end }: Run): void => {
      const length = Math.min(room, end - start);
      parts.push(memory.subarray(start, start + length));
      room -= length;
    };
    take(this.#first);
    for (const run of this.#others) {
      if (room === 0) break;
      take(run);
    }
    return Buffer.concat(parts);
  }
}

/** Takes up to `size` bytes off the front of a run; returns how many are still to be taken elsewhere. */
function consume(run: Run, size: number): number {
  const length = Math.min(size, run.end - run.start);
  run.start += length;
  run.slab?.release(length);
  // A large piece of the user's memory is let go as soon as it has left.
  if (run.start === run.end && run.slab === null) run.memory = NOTHING;
  return size - length;
}
