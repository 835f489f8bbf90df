const BLOCK = 64 * 1024;

/**
 * An endless pseudo-random byte stream (xorshift32). Sender and receiver make it from the same seed, so every byte can
 * be compared without keeping any. How a reader cuts it does not change it: an echo of constant bytes proves nothing,
 * because a buffer that was reused too early would still hold the right ones.
 */
export class RandomStream {
  #state: number;
  readonly #words = new Uint32Array(BLOCK / 4);
  readonly #bytes = new Uint8Array(this.#words.buffer);
  #at = BLOCK;

  constructor(seed: number) {
    // Scattered, so that neighbouring seeds do not begin alike; xorshift must never start at zero.
    this.#state = Math.imul(seed + 1, 0x9e3779b1) | 0 || 1;
  }

  /** Fills `target` with the next bytes and returns it. */
  read<T extends Uint8Array>(target: T): T {
    for (let done = 0; done < target.length; ) {
      const piece = this.#piece(target.length - done);
      target.set(piece, done);
      done += piece.length;
    }
    return target;
  }

  /** The offset in `chunk` of the first byte that is not the next one of this stream, or -1. */
  mismatch(chunk: Uint8Array): number {
    for (let done = 0; done < chunk.length; ) {
      const piece = this.#piece(chunk.length - done);
      if (Buffer.compare(chunk.subarray(done, done + piece.length), piece) !== 0) {
        return done + piece.findIndex((byte, index) => byte !== chunk[done + index]);
      }
      done += piece.length;
    }
    return -1;
  }

  /** A whole number from 0 to `limit - 1`; it takes four bytes of the stream. */
  below(limit: number): number {
    const word = this.read(new Uint8Array(4));
    return new DataView(word.buffer).getUint32(0) % limit;
  }

  #piece(most: number): Uint8Array {
    if (this.#at === BLOCK) this.#refill();
    const piece = this.#bytes.subarray(this.#at, Math.min(this.#at + most, BLOCK));
    this.#at += piece.length;
    return piece;
  }

  #refill(): void {
    const words = this.#words;
    let x = this.#state;
    for (let i = 0; i < words.length; i++) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      words[i] = x;
    }
    this.#state = x;
    this.#at = 0;
  }
}
