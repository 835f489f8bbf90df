// A blocking socket in the manner of Python's, made of one of Node's.
//
// Nothing is read before the first step that reads; from then on bytes go into a list of our own, because Node throws away
// what a paused socket holds when a reset comes. Above 64 KiB the list stops reading, so that the other side feels it.
import type { Socket } from 'node:net';
import { Signal } from '../signal.ts';

const HIGH_WATER = 65536;

export class PeerSocket {
  readonly #socket: Socket;
  readonly #changed = new Signal();
  #chunks: Buffer[] = [];
  #held = 0;
  #reading = false;
  #ended = false;
  #error: Error | null = null;

  /** The socket is paused and stays so. */
  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('end', () => {
      this.#ended = true;
      this.#changed.fire();
    });
    socket.on('error', (error) => {
      this.#error ??= error;
      this.#changed.fire();
    });
    socket.on('close', () => this.#changed.fire());
  }

  /** Up to `length` bytes; fewer at EOF. Throws what the operating system reports, after the bytes before it. */
  async read(length: number): Promise<Buffer> {
    const taken: Buffer[] = [];
    for (let missing = length; missing > 0; ) {
      const chunk = await this.readSome();
      if (chunk === null) break;
      if (chunk.length > missing) this.#unread(chunk.subarray(missing));
      taken.push(chunk.subarray(0, missing));
      missing -= Math.min(missing, chunk.length);
    }
    return Buffer.concat(taken);
  }

  /** The next chunk, or null at EOF. */
  async readSome(): Promise<Buffer | null> {
    this.#startReading();
    await this.#changed.until(() => this.#chunks.length > 0 || this.#hasEnded());
    const chunk = this.#chunks.shift();
    if (chunk === undefined) {
      if (this.#error !== null) throw this.#error;
      return null;
    }
    this.#held -= chunk.length;
    if (this.#held <= HIGH_WATER) this.#socket.resume();
    return chunk;
  }

  /** Returns when the kernel has taken the bytes. */
  send(bytes: Buffer): Promise<void> {
    return this.#settled((done) => this.#socket.write(bytes, done));
  }

  shutdownWrite(): Promise<void> {
    return this.#settled((done) => this.#socket.end(done));
  }

  /** As the kernel does it: a reset if bytes were received that nobody has read. */
  async close(): Promise<void> {
    if (this.#held > 0 || this.#socket.readableLength > 0) return this.reset();
    await this.#gone(() => this.#socket.destroy());
  }

  async reset(): Promise<void> {
    await this.#gone(() => this.#socket.resetAndDestroy());
  }

  #hasEnded(): boolean {
    return this.#ended || this.#error !== null || this.#socket.destroyed;
  }

  #startReading(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.#socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#held += chunk.length;
      if (this.#held > HIGH_WATER) this.#socket.pause();
      this.#changed.fire();
    });
    this.#socket.resume();
  }

  #unread(chunk: Buffer): void {
    this.#chunks.unshift(chunk);
    this.#held += chunk.length;
  }

  // A socket that failed reports the reason once, by its 'error'; what is asked of it later fails with less.
  #settled(operation: (done: (error?: Error | null) => void) => void): Promise<void> {
    if (this.#error !== null) return Promise.reject(this.#error);
    return new Promise((resolve, reject) => {
      operation((error) => (error ? reject(this.#error ?? error) : resolve()));
    });
  }

  #gone(operation: () => void): Promise<void> {
    if (this.#socket.closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#socket.once('close', () => resolve());
      operation();
    });
  }
}
