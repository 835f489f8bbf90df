import type { DirectEncoder } from '../codec/direct-encoder.ts';
import type { Bytes } from '../loop/bytes.ts';
import type { Deferred } from '../loop/dispatch.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import type { SocketHandle } from '../loop/network.ts';
import { slabsOf } from './slab-pools.ts';
import { Watermarks, type WriteBufferLimits } from './watermarks.ts';
import { WriteBuffer } from './write-buffer.ts';

/** How much one connection hands to the operating system before others have their turn. */
const TURN_LIMIT = 1024 * 1024;

/** Who is told what becomes of the bytes. */
export interface OutboundOwner {
  /** The buffer is over its mark, or not any more. True may come inside a method of the transport, false never does. */
  handleFull(full: boolean): void;
  /** Everything has left; never called inside a method. */
  handleEmpty(): void;
}

/**
 * The way out of a connection: decides when the bytes of the write buffer are handed to the socket.
 *
 * - In a dispatch: when it ends. Elsewhere: the first write at once, those that follow it in the same microtask together.
 * - A buffer over its mark is flushed at once, so that watermarks behave as if every write were tried immediately.
 * - One slice is in flight at most; one turn hands out 1 MiB at most.
 */
export class Outbound implements Deferred {
  readonly #loop: EventLoop;
  readonly #handle: SocketHandle;
  readonly #owner: OutboundOwner;
  readonly #buffer: WriteBuffer;
  readonly #marks = new Watermarks();
  /** A slice was not taken at once, and `handleDrained` is outstanding. */
  #inFlight = false;
  /** This turn's share has been written; the rest goes in the next one. */
  #turnSpent = false;
  /** `runDeferred` is outstanding. */
  #deferred = false;
  #closed = false;
  #used = false;

  constructor(loop: EventLoop, handle: SocketHandle, owner: OutboundOwner) {
    this.#loop = loop;
    this.#handle = handle;
    this.#owner = owner;
    this.#buffer = new WriteBuffer(slabsOf(loop));
  }

  /** Bytes that wait, without an attempt to send them first. */
  get size(): number {
    return this.#buffer.size;
  }

  /** Whether anything was ever written. */
  get used(): boolean {
    return this.#used;
  }

  /** Whether the writer has been told to stop. */
  get full(): boolean {
    return this.#marks.paused;
  }

  get limits(): WriteBufferLimits {
    return this.#marks.limits;
  }

  setLimits(limits: { high?: number | undefined; low?: number | undefined }): void {
    this.#marks.setLimits(limits);
    this.flushInMethod();
    this.#checkFull();
  }

  write(data: Bytes): void {
    if (data.length === 0) return;
    const first = this.#isFirst();
    this.#buffer.append(data);
    this.#appended(first);
  }

  writeEncoded<T>(encoder: DirectEncoder<T>, message: T, size: number): void {
    if (size === 0) return;
    const first = this.#isFirst();
    this.#buffer.appendEncoded(encoder, message, size);
    this.#appended(first);
  }

  /** Hands out what can be handed out. Calls nobody back. */
  flush(): void {
    if (this.#inFlight || this.#turnSpent || this.#closed) return;
    let turn = TURN_LIMIT;
    for (let slice = this.#buffer.next(); slice !== null; slice = this.#buffer.next()) {
      // Before the call: a handle may lead back here from inside of it, and would be given the same slice again.
      this.#inFlight = true;
      if (!this.#handle.write(slice)) return;
      this.#inFlight = false;
      this.#buffer.taken();
      turn -= slice.length;
      if (turn <= 0 && this.#buffer.size > 0) {
        this.#turnSpent = true;
        this.#loop.callSoon(Outbound.#nextTurn, this);
        return;
      }
    }
  }

  /** Flushes inside a method; the consequences are drawn when it is over. */
  flushInMethod(): void {
    if (this.#buffer.size === 0) return;
    this.flush();
    this.#defer();
  }

  /** The slice in flight has been taken by the operating system. */
  drained(): void {
    this.#buffer.taken();
    this.#inFlight = false;
    this.flush();
    this.#settle();
  }

  runDeferred(): void {
    this.#deferred = false;
    this.flush();
    this.#settle();
  }

  /** Whether `resume` is still owed to a writer that was told to stop, although everything has left. */
  takeResume(): boolean {
    return this.#marks.resumes(this.#buffer.size);
  }

  /** Drops what waits; nothing is handed out and nobody is called any more. */
  close(): void {
    this.#closed = true;
    this.#buffer.clear();
  }

  /** Whether a write made now is to be tried at once. */
  #isFirst(): boolean {
    return !this.#deferred && this.#buffer.size === 0 && !this.#loop.dispatch.active;
  }

  #appended(first: boolean): void {
    this.#used = true;
    if (first || this.#buffer.size > this.#marks.high) this.flush();
    this.#defer();
    this.#checkFull();
  }

  #defer(): void {
    if (this.#deferred) return;
    this.#deferred = true;
    this.#loop.dispatch.defer(this);
  }

  #checkFull(): void {
    if (!this.#closed && this.#marks.pauses(this.#buffer.size)) this.#owner.handleFull(true);
  }

  #settle(): void {
    if (this.#closed) return;
    if (this.#marks.resumes(this.#buffer.size)) this.#owner.handleFull(false);
    if (this.#buffer.size === 0 && !this.#closed) this.#owner.handleEmpty();
  }

  static #nextTurn(outbound: Outbound): void {
    outbound.#turnSpent = false;
    outbound.flush();
    outbound.#settle();
  }
}
