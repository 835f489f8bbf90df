const HEADER = 4;

/**
 * Cuts a stream into length-prefixed frames and hands each over whole, header included, so that an echo is one `write`.
 * The raw `net` server and the classic one share it: both do identical work, and the difference is the engine.
 *
 * A frame inside one chunk is a view of it. Only a frame that chunks cut in two is assembled, into a buffer of its exact
 * length, so that no byte is copied twice.
 */
export class FrameSplitter {
  readonly #emit: (frame: Buffer) => void;
  readonly #header = Buffer.alloc(HEADER);
  #headerFilled = 0;
  #frame: Buffer | null = null;
  #filled = 0;

  constructor(emit: (frame: Buffer) => void) {
    this.#emit = emit;
  }

  push(chunk: Buffer): void {
    let at = this.#headerFilled === 0 ? 0 : this.#complete(chunk);
    while (chunk.length - at >= HEADER) {
      const end = at + HEADER + chunk.readUInt32BE(at);
      if (end > chunk.length) break;
      this.#emit(chunk.subarray(at, end));
      at = end;
    }
    if (at < chunk.length) this.#complete(chunk.subarray(at));
  }

  /** Puts bytes to the frame under assembly and returns how many it took. */
  #complete(chunk: Buffer): number {
    let at = 0;
    if (this.#frame === null) {
      at = Math.min(HEADER - this.#headerFilled, chunk.length);
      chunk.copy(this.#header, this.#headerFilled, 0, at);
      this.#headerFilled += at;
      if (this.#headerFilled < HEADER) return at;
      this.#frame = Buffer.allocUnsafe(HEADER + this.#header.readUInt32BE(0));
      this.#header.copy(this.#frame);
      this.#filled = HEADER;
    }
    const frame = this.#frame;
    const taken = Math.min(frame.length - this.#filled, chunk.length - at);
    chunk.copy(frame, this.#filled, at, at + taken);
    this.#filled += taken;
    if (this.#filled === frame.length) {
      this.#frame = null;
      this.#headerFilled = 0;
      this.#emit(frame);
    }
    return at + taken;
  }
}
