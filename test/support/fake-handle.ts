// A socket without a system behind it: a test says what comes in, and how much is taken.
import type { ExtraInfo, SocketHandle, SocketListener } from 'rxduct';

/** What a handle may be told by a transport. */
export type Order = 'start' | 'stop' | 'shutdown' | 'destroy' | 'reset' | `linger ${number}`;

export class FakeHandle implements SocketHandle {
  readonly canHalfClose: boolean;
  /** What it was told, besides writes, in order. */
  readonly orders: Order[] = [];
  /** Each write as it came. */
  readonly writes: Buffer[] = [];
  /** The reason of `destroy` or `reset`. */
  reason: Error | undefined;
  unread = false;
  error: Error | null = null;
  #listener: SocketListener | null = null;
  #room = Number.POSITIVE_INFINITY;
  #flying: Uint8Array | null = null;
  #gone = false;

  constructor(options: { canHalfClose?: boolean } = {}) {
    this.canHalfClose = options.canHalfClose ?? true;
  }

  // What the test does.

  /** The "kernel" takes whole writes as long as there is room. */
  setRoom(bytes: number): void {
    this.#room = bytes;
  }

  /** The write in flight is taken; what follows it as far as `room` goes. */
  drain(room = Number.POSITIVE_INFINITY): void {
    if (this.#flying === null) throw new Error('drain: no write is in flight');
    this.#flying = null;
    this.#room = room;
    this.#listener?.handleDrained();
  }

  receive(data: string | Buffer): void {
    this.#listener?.handleData(Buffer.from(data as Buffer));
  }

  receiveEof(): void {
    this.#listener?.handleEof();
  }

  lose(error: Error | null = null): void {
    const listener = this.#listener;
    this.#leave();
    listener?.handleLoss(error);
  }

  get inFlight(): boolean {
    return this.#flying !== null;
  }

  /** Whether it was given up: destroyed, reset, lingering or lost. */
  get gone(): boolean {
    return this.#gone;
  }

  get reading(): boolean {
    return this.orders.findLast((order) => order === 'start' || order === 'stop') === 'start';
  }

  /** All that was written, as text. */
  get text(): string {
    return Buffer.concat(this.writes).toString();
  }

  // What the transport does.

  attach(listener: SocketListener): void {
    this.#listener = listener;
  }

  startReading(): void {
    this.#tell('start');
  }

  stopReading(): void {
    this.#tell('stop');
  }

  hasUnread(): boolean {
    return this.unread;
  }

  write(data: Uint8Array): boolean {
    if (this.#gone) throw new Error('write: the handle was given up');
    if (this.#flying !== null) throw new Error('write: another write is in flight');
    this.writes.push(Buffer.from(data));
    this.#room -= data.length;
    if (this.#room >= 0) return true;
    this.#flying = data;
    return false;
  }

  shutdown(): void {
    if (this.#flying !== null) throw new Error('shutdown: a write is in flight');
    this.#tell('shutdown');
  }

  pendingError(): Error | null {
    return this.error;
  }

  destroy(reason?: Error): void {
    this.reason = reason;
    this.#tell('destroy');
    this.#leave();
  }

  reset(reason?: Error): void {
    this.reason = reason;
    this.#tell('reset');
    this.#leave();
  }

  linger(timeout: number): void {
    this.#tell(`linger ${timeout}`);
    this.#leave();
  }

  getExtraInfo<K extends keyof ExtraInfo>(_name: K): ExtraInfo[K] | undefined {
    return undefined;
  }

  #tell(order: Order): void {
    if (this.#gone) throw new Error(`${order}: the handle was given up`);
    this.orders.push(order);
  }

  #leave(): void {
    this.#gone = true;
    this.#listener = null;
  }
}
