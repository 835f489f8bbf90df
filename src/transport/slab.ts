/**
 * The memory into which small writes are copied.
 *
 *     [ sent | sent | live | live | free ........ ]
 *                                  ^used
 *
 * Rules of this file:
 * - What is handed out is not reused before it has been released: a socket may still point at it.
 * - When nothing of a slab is live it is empty again, from its start. So a server that answers what it reads works in the
 *   same few kilobytes for ever, and the answers to one chunk lie side by side, ready for one system call.
 * - All connections of a loop share one slab. A slab that is full is left to those who still hold parts of it.
 */
export class Slab {
  readonly memory: Buffer;
  #used = 0;
  #live = 0;
  #view: Buffer;
  #viewStart = 0;
  #viewEnd = 0;

  constructor(size: number) {
    this.memory = Buffer.allocUnsafeSlow(size);
    this.#view = this.memory.subarray(0, 0);
  }

  /** Where the next bytes will lie. */
  get used(): number {
    return this.#used;
  }

  get free(): number {
    return this.memory.length - this.#used;
  }

  /** The bytes from `start` to `end`. The last view is kept: answers of one length need no other. */
  view(start: number, end: number): Buffer {
    if (start === this.#viewStart && end === this.#viewEnd) return this.#view;
    this.#view = this.memory.subarray(start, end);
    this.#viewStart = start;
    this.#viewEnd = end;
    return this.#view;
  }

  /** Counts `size` bytes from `used` on as live. */
  claim(size: number): void {
    this.#used += size;
    this.#live += size;
  }

  release(size: number): void {
    this.#live -= size;
    if (this.#live === 0) this.#used = 0;
  }
}

/** Twice what one connection can have in it before it is flushed: a batch of writes always lies in one piece. */
const SLAB_SIZE = 128 * 1024;

/** The slab that is being filled. */
export class SlabPool {
  #current: Slab | null = null;

  /** A slab with at least `size` bytes free. */
  slabFor(size: number): Slab {
    if (this.#current === null || this.#current.free < size) this.#current = new Slab(SLAB_SIZE);
    return this.#current;
  }
}
