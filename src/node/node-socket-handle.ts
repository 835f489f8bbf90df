import type { Socket } from 'node:net';
import type { Address } from '../loop/address.ts';
import type { ExtraInfo, SocketHandle, SocketListener } from '../loop/network.ts';

/** How long a lingering socket may be silent; nginx's `lingering_timeout`. */
const LINGER_SILENCE = 5000;

const HANDLE = Symbol('rxduct handle');

interface OwnedSocket extends Socket {
  [HANDLE]: NodeSocketHandle;
}

/**
 * A `net.Socket` as a SocketHandle, with documented API only.
 *
 * The listeners are shared by all sockets and find their handle through a symbol: closures of its own would cost every idle
 * connection half a kilobyte. An `'error'` listener stays to the very end, so that no late error ends the process.
 */
export class NodeSocketHandle implements SocketHandle {
  readonly canHalfClose = true;
  readonly #socket: Socket;
  #listener: SocketListener | null = null;
  #onWritten: (() => void) | null = null;
  /** The last write was not taken at once. */
  #waiting = false;

  /** The socket must be paused, so that nothing is read before somebody asks. */
  constructor(socket: Socket) {
    this.#socket = socket;
    // Node keeps what it was asked for once, and so knows the peer's address behind the end of the connection too.
    void socket.remoteAddress;
    (socket as OwnedSocket)[HANDLE] = this;
    socket.on('data', onData);
    socket.on('end', onEnd);
    socket.on('error', onError);
    socket.on('close', onClose);
  }

  attach(listener: SocketListener): void {
    this.#listener = listener;
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

  write(data: Uint8Array): boolean {
    const socket = this.#socket;
    this.#onWritten ??= () => this.#written();
    socket.write(data, this.#onWritten);
    // The length of the queue is 0 again if the kernel has taken everything at once.
    if (socket.writableLength === 0) return true;
    this.#waiting = true;
    return false;
  }

  shutdown(): void {
    this.#socket.end();
  }

  pendingError(): Error | null {
    return this.#socket.errored ?? null;
  }

  destroy(): void {
    this.#listener = null;
    this.#socket.destroy();
  }

  reset(): void {
    this.#listener = null;
    if (this.#socket.remoteFamily !== undefined) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  linger(timeout: number): void {
    this.#listener = null;
    const socket = this.#socket;
    if (socket.destroyed) return;
    // Closing with unread input would reset the connection, and cost the peer what it has not read yet.
    socket.end();
    socket.resume();
    // Node's own timers: the transport is gone, and so is its loop's interest.
    socket.setTimeout(LINGER_SILENCE, () => socket.destroy());
    if (timeout === 0) return;
    const limit = setTimeout(() => socket.destroy(), timeout);
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
  handleData(data: Buffer): void {
    this.#listener?.handleData(data);
  }

  /** @internal */
  handleEnd(): void {
    this.#listener?.handleEof();
  }

  /** @internal */
  handleError(error: Error): void {
    const listener = this.#listener;
    this.#listener = null;
    listener?.handleLoss(error);
  }

  /** @internal */
  handleClose(): void {
    // Node destroys a socket whose both directions have ended. That is no loss: the transport's user closes it.
    if (this.#socket.readableEnded && this.#socket.writableFinished) return;
    const listener = this.#listener;
    this.#listener = null;
    listener?.handleLoss(null);
  }

  /** Callbacks of writes that were taken at once come late, when a later write may be waiting: then the queue is not empty. */
  #written(): void {
    if (!this.#waiting || this.#socket.writableLength > 0) return;
    this.#waiting = false;
    this.#listener?.handleDrained();
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
  (this as OwnedSocket)[HANDLE].handleData(data);
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
