import type { Address, InternetAddress } from './address.ts';

/** What a handle knows about its connection; transports hand it on through `getExtraInfo`. */
export interface ExtraInfo {
  /** The other side's address. */
  peername: Address;
  /** Our address. */
  sockname: Address;
  /** The platform's own socket object. Reading from it or writing to it breaks the transport. */
  socket: object;
}

/**
 * One connection of bytes, as narrow as a transport can use it.
 *
 * It starts without reading. One listener is attached before anything else is called. After `destroy`, `reset` or
 * `linger` it calls its listener no more.
 */
export interface SocketHandle {
  attach(listener: SocketListener): void;

  /** Idempotent, as is `stopReading`. */
  startReading(): void;
  /** What has been read ahead may still come; the listener keeps it. */
  stopReading(): void;
  /** Whether bytes have come in that were not given to the listener yet, as far as this can be known. */
  hasUnread(): boolean;

  /**
   * Gives `data` to the operating system. True: all of it was taken, and the memory may be used again. False: the bytes must
   * not change until `handleDrained`, and nothing else is written before it.
   */
  write(data: Uint8Array): boolean;
  /** Sends EOF behind what was written; reading goes on. */
  shutdown(): void;

  /** Whether the other direction can stay open behind a `shutdown`. */
  readonly canHalfClose: boolean;
  /** An error the socket knows of and has not reported yet. */
  pendingError(): Error | null;

  /** Closes at once; what the operating system has taken is still sent. `reason`: why, if something went wrong. */
  destroy(reason?: Error): void;
  /** Closes with a reset where the kind of socket has one, else as `destroy`. */
  reset(reason?: Error): void;
  /**
   * Sends EOF, discards what still comes in, and closes at the peer's EOF or after `timeout` milliseconds; 0: as long as the
   * handle thinks fit, but not for ever.
   */
  linger(timeout: number): void;

  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined;
}

/** What a handle tells. Data and EOF may come although reading was stopped, the loss at any time. */
export interface SocketListener {
  handleData(data: Buffer): void;
  handleEof(): void;
  /** The write that was not taken at once has been. */
  handleDrained(): void;
  /** The connection is gone; `null` if nothing went wrong. The last call. */
  handleLoss(error: Error | null): void;
}

/** Where to connect, after names have been resolved. */
export interface ConnectTarget extends SocketOptions {
  readonly address: InternetAddress;
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
}

/** What can be set on a connection. */
export interface SocketOptions {
  /** Sends small writes at once. @default true, as in asyncio */
  readonly noDelay?: boolean | undefined;
  /** TCP keep-alive probes; a number is the idle time before the first, in milliseconds. @default false */
  readonly keepAlive?: boolean | number | undefined;
}

/** Where to listen. */
export interface ListenTarget extends SocketOptions {
  /** Absent: every interface. */
  readonly host?: string | undefined;
  readonly port: number;
  readonly backlog: number;
  readonly ipv6Only?: boolean | undefined;
}

/** A listening socket. */
export interface ListenHandle {
  readonly address: Address;
  /** Stops listening at once; connections stay. */
  close(): void;
}

/** Who is told of what a listening socket does. */
export interface ListenListener {
  handleConnection(handle: SocketHandle): void;
  /** The socket broke after it had been listening. */
  handleError(error: Error): void;
}

/** Withdraws a request whose callback has not been called yet; it will not be called any more. */
export type Withdraw = () => void;

/** The operating system's side of the loop, or a simulated one. */
export interface Network {
  /** The addresses of a name, in the order in which they are to be tried. */
  resolve(
    host: string,
    options: { readonly family?: 4 | 6 | undefined },
    callback: (error: Error | null, addresses: readonly { host: string; family: 4 | 6 }[]) => void,
  ): Withdraw;
  connect(target: ConnectTarget, callback: (error: Error | null, handle: SocketHandle | null) => void): Withdraw;
  listen(
    target: ListenTarget,
    listener: ListenListener,
    callback: (error: Error | null, handle: ListenHandle | null) => void,
  ): Withdraw;
  /**
   * Makes a handle of a connected socket of the platform.
   *
   * @throws TypeError if it is no such socket.
   */
  adopt(socket: object): SocketHandle;
}
