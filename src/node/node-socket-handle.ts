import type { Socket } from 'node:net';
import type { Address } from '../loop/address.ts';
import type { ExtraInfo, SocketHandle, SocketListener } from '../loop/network.ts';

/** How long a lingering socket may be silent, and how long it lingers at most; nginx's `lingering_timeout` and `_time`. */
const LINGER_SILENCE = 5000;
const LINGER_LIMIT = 30_000;

const NOTHING = Buffer.alloc(0);
const HANDLE = Symbol('rxduct handle');
const LISTENER = Symbol('rxduct listener');

interface OwnedSocket extends Socket {
  [HANDLE]: NodeSocketHandle;
  /** Who gets the data, without a detour: this is where every byte passes. */
  [LISTENER]: SocketListener | null;
}

/**
 * A `net.Socket` as a SocketHandle, with documented API only.
 *
 * The listeners are shared by all sockets and find their handle through a symbol: closures of its own would cost every idle
 * connection half a kilobyte. An `'error'` listener stays to the very end, so that no late error ends the process.
 */
export class NodeSocketHandle implements SocketHandle {
  readonly canHalfClose = true;
  readonly #socket: OwnedSocket;
  #onWritten: (() => void) | undefined;
  /** The last write was not taken at once, so that the next one will hardly be either. */
  #waiting = false;

  /** The socket must be paused, so that nothing is read before somebody asks. */
  constructor(socket: Socket) {
    const owned = socket as OwnedSocket;
    this.#socket = owned;
    // Node keeps what it was asked for once, and so knows the peer's address behind the end of the connection too.
    void socket.remoteAddress;
    owned[HANDLE] = this;
    owned[LISTENER] = null;
    socket.on('data', onData);
    socket.on('end', onEnd);
    socket.on('error', onError);
    socket.on('close', onClose);
  }

  attach(listener: SocketListener): void {
    this.#socket[LISTENER] = listener;
  }

  startReading(): void {
    this.#socket.resume();
  }

  stopReading(): void {
    this.#socket.pause();
  }

  hasUnread(): boolean {
    return this.#socket.readableLength > 0;
  }

  /**
   * The queue's length is 0 again after a write if the kernel has taken everything at once; that is the rule. A callback would be
   * called in any case, in a tick of its own, which costs more than all the rest here: so there is none while writes are
   * taken. An empty write then carries it behind the first that was not.
   */
  write(data: Uint8Array): boolean {
    const socket = this.#socket;
    if (this.#waiting) socket.write(data, this.#onWritten);
    else socket.write(data);
    if (socket.writableLength === 0) {
      this.#waiting = false;
      return true;
    }
    if (this.#waiting) return false;
    this.#waiting = true;
    this.#onWritten ??= () => this.#written();
    socket.write(NOTHING, this.#onWritten);
    return false;
  }

  shutdown(): void {
    this.#socket.end();
  }

  pendingError(): Error | null {
    return this.#socket.errored ?? null;
  }

  destroy(): void {
    this.#socket[LISTENER] = null;
    this.#socket.destroy();
  }

  reset(): void {
    this.#socket[LISTENER] = null;
    const socket = this.#socket;
    // libuv refuses to reset while a shutdown is under way, and Node then never closes the descriptor.
    const shuttingDown = socket.writableEnded && !socket.writableFinished;
    if (!shuttingDown && socket.remoteFamily !== undefined) socket.resetAndDestroy();
    else socket.destroy();
  }

  linger(timeout: number): void {
    this.#socket[LISTENER] = null;
    const socket = this.#socket;
    if (socket.destroyed) return;
    // Closing with unread input would reset the connection, and cost the peer what it has not read yet.
    socket.end();
    socket.resume();
    // Node's own timers: the transport is gone, and so is its loop's interest.
    socket.setTimeout(LINGER_SILENCE, () => socket.destroy());
    const limit = setTimeout(() => socket.destroy(), timeout === 0 ? LINGER_LIMIT : timeout);
    socket.once('close', () => clearTimeout(limit));
  }

  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined;
  getExtraInfo(name: keyof ExtraInfo): Address | object | undefined {
    const socket = this.#socket;
    if (name === 'peername') return toAddress(socket.remoteAddress, socket.remotePort, socket.remoteFamily);
    if (name === 'sockname') return toAddress(socket.localAddress, socket.localPort, socket.localFamily);
    if (name === 'socket') return socket;
    return undefined;
  }

  /** @internal */
  handleEnd(): void {
    this.#socket[LISTENER]?.handleEof();
  }

  /** @internal */
  handleError(error: Error): void {
    const listener = this.#socket[LISTENER];
    this.#socket[LISTENER] = null;
    listener?.handleLoss(error);
  }

  /** @internal */
  handleClose(): void {
    // Node destroys a socket whose both directions have ended. That is no loss: the transport's user closes it.
    if (this.#socket.readableEnded && this.#socket.writableFinished) return;
    const listener = this.#socket[LISTENER];
    this.#socket[LISTENER] = null;
    listener?.handleLoss(null);
  }

  /** The callback of a write that was taken at once comes late: nobody waits any more, or a later write does. */
  #written(): void {
    if (this.#waiting && this.#socket.writableLength === 0) this.#socket[LISTENER]?.handleDrained();
  }
}

function toAddress(
  host: string | undefined,
  port: number | undefined,
  family: string | undefined,
): Address | undefined {
  if (host === undefined || port === undefined) return undefined;
  return { host, port, family: family === 'IPv6' ? 6 : 4 };
}

function onData(this: Socket, data: Buffer): void {
  (this as OwnedSocket)[LISTENER]?.handleData(data);
}

function onEnd(this: Socket): void {
  (this as OwnedSocket)[HANDLE].handleEnd();
}

function onError(this: Socket, error: Error): void {
  (this as OwnedSocket)[HANDLE].handleError(error);
}

function onClose(this: Socket): void {
  (this as OwnedSocket)[HANDLE].handleClose();
}
