/**
 * What has been read and must wait: nobody subscribes, reading is paused, or it was given back. Pure.
 *
 * What is held comes out in the order in which it was read, bytes given back ahead of all others, EOF last.
 */
export class InboundHold {
  #chunks: Buffer[] = [];
  #eof = false;

  /** Whether anything waits. */
  get pending(): boolean {
    return this.#eof || this.#chunks.length > 0;
  }

  hasData(): boolean {
    return this.#chunks.length > 0;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  pushEof(): void {
    this.#eof = true;
  }

  unread(chunk: Buffer): void {
    if (chunk.length > 0) this.#chunks.unshift(chunk);
  }

  shift(): Buffer | undefined {
    return this.#chunks.shift();
  }

  /** Takes EOF out, if it is all that is left. */
  takeEof(): boolean {
    if (!this.#eof || this.#chunks.length > 0) return false;
    this.#eof = false;
    return true;
  }

  clear(): void {
    this.#chunks = [];
    this.#eof = false;
  }
}
