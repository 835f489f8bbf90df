// A connection inside of one process: two handles that pass bytes to each other through the loop, as a kernel would.
import type { EventLoop, ExtraInfo, SocketHandle, SocketListener } from 'rxduct';

/** How many bytes wait for a reader before its peer is not relieved of any more. */
const CAPACITY = 256 * 1024;

const resetError = (): Error => Object.assign(new Error('reset by the peer'), { code: 'ECONNRESET' });

export class MemoryHandle implements SocketHandle {
  readonly canHalfClose: boolean = true;
  protected inbox: Buffer[] = [];
  protected reading = false;
  protected listener: SocketListener | null = null;
  protected readonly loop: EventLoop;
  protected peer!: MemoryHandle;
  #waiting: Uint8Array | null = null;
  #eof: 'none' | 'received' | 'delivered' = 'none';
  #closed = false;
  #lingering = false;
  #pumping = false;

  constructor(loop: EventLoop) {
    this.loop = loop;
  }

  connectTo(peer: MemoryHandle): void {
    this.peer = peer;
  }

  attach(listener: SocketListener): void {
    this.listener = listener;
  }

  startReading(): void {
    this.reading = true;
    this.#pump();
  }

  stopReading(): void {
    this.reading = false;
  }

  hasUnread(): boolean {
    return this.inbox.length > 0;
  }

  write(data: Uint8Array): boolean {
    if (this.peer.take(data)) return true;
    this.#waiting = data;
    return false;
  }

  shutdown(): void {
    this.peer.takeEof();
  }

  pendingError(): null {
    return null;
  }

  destroy(): void {
    if (this.inbox.length > 0) {
      this.reset();
      return;
    }
    this.#close();
    this.peer.takeEof();
  }

  reset(): void {
    this.#close();
    this.peer.lose(resetError());
  }

  linger(): void {
    this.#lingering = true;
    this.listener = null;
    this.inbox = [];
    this.peer.takeEof();
    this.peer.relieve();
  }

  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined;
  getExtraInfo(name: keyof ExtraInfo): ExtraInfo['peername'] | undefined {
    return name === 'peername' ? { path: 'memory' } : undefined;
  }

  /** The other end writes. False: there is no room for it. */
  take(data: Uint8Array): boolean {
    if (this.#closed) this.peer.lose(resetError());
    if (this.#closed || this.#lingering) return true;
    if (this.inbox.reduce((size, chunk) => size + chunk.length, 0) >= CAPACITY) return false;
    this.store(data);
    this.#pump();
    return true;
  }

  protected store(data: Uint8Array): void {
    this.inbox.push(Buffer.from(data));
  }

  protected takeEof(): void {
    if (this.#eof !== 'none') return;
    this.#eof = 'received';
    this.#pump();
  }

  protected relieve(): void {
    if (this.#waiting === null || !this.peer.take(this.#waiting)) return;
    this.#waiting = null;
    this.loop.callSoon(() => this.listener?.handleDrained());
  }

  protected lose(error: Error): void {
    if (this.#closed) return;
    this.inbox = [];
    this.loop.callSoon(() => {
      const { listener } = this;
      this.#close();
      listener?.handleLoss(error);
    });
  }

  #close(): void {
    this.#closed = true;
    this.listener = null;
    this.inbox = [];
    this.#waiting = null;
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    this.loop.callSoon(() => {
      this.#pumping = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    if (!this.reading || this.listener === null) return;
    const chunk = this.inbox.shift();
    if (chunk !== undefined) {
      this.listener.handleData(chunk);
      this.peer.relieve();
    } else if (this.#eof === 'received') {
      this.#eof = 'delivered';
      this.listener.handleEof();
    }
    if (this.inbox.length > 0 || this.#eof === 'received') this.#pump();
  }
}

/** Two handles that are connected to each other. */
export const memoryPair = <H extends MemoryHandle>(makeHandle: () => H): [H, H] => {
  const [one, other] = [makeHandle(), makeHandle()];
  one.connectTo(other);
  other.connectTo(one);
  return [one, other];
};
