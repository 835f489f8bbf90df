import { NotSupportedError } from '../errors.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import type { SocketOptions } from '../loop/network.ts';
import { checkTimeout, type TransportOptions } from '../transport/transport-options.ts';

/** Where to connect, and how. Either `host` and `port`, or `socket`. */
export interface ConnectOptions extends SocketOptions, TransportOptions {
  /** A name or an address. @default 'localhost' */
  readonly host?: string | undefined;
  /** From 0 to 65535. */
  readonly port?: number | undefined;
  /** Only addresses of this kind. */
  readonly family?: 4 | 6 | undefined;
  /** A connected `net.Socket` to take over, with no data listener on it. */
  readonly socket?: object | undefined;
  /** Our end's address; @default the operating system's choice */
  readonly localAddress?: string | undefined;
  /** Our end's port; @default a free one */
  readonly localPort?: number | undefined;
  /** How long connecting may take, all addresses together; milliseconds, 0 for the operating system's own limit. @default 0 */
  readonly connectTimeout?: number | undefined;
  /** Accepted; the addresses are tried in turn as yet. Milliseconds. */
  readonly happyEyeballsDelay?: number | undefined;
  /** How many addresses of the first family come before one of the other. @default 0: as resolved; 1 with happyEyeballsDelay */
  readonly interleave?: number | undefined;
  /** Fails with an AggregateError of every attempt, not with the first or a summary. @default false */
  readonly allErrors?: boolean | undefined;
  /** The name the server's certificate must have. */
  readonly servername?: string | undefined;
  /** TLS; not built yet. */
  readonly tls?: boolean | object | undefined;
  /** Gives up while connecting. A connection that has been made is not touched. */
  readonly signal?: AbortSignal | undefined;
  /** @default getEventLoop() */
  readonly loop?: EventLoop | undefined;
}

/**
 * @throws TypeError for a combination that makes no sense, RangeError for an impossible number, NotSupportedError for what is
 * not built yet.
 */
export function checkConnectOptions(options: ConnectOptions): void {
  const { host, port, socket, tls, servername } = options;
  if (socket !== undefined && (host !== undefined || port !== undefined)) {
    throw new TypeError('connect: give either host and port, or socket, not both');
  }
  if (socket === undefined && port === undefined) throw new TypeError('connect: neither a port nor a socket was given');
  if (socket === undefined) checkPort('connect', port);
  if (servername !== undefined && !tls) throw new TypeError('connect: servername is only meaningful with tls');
  if (tls) throw new NotSupportedError('connect: TLS transports are not built yet');
  checkTimeout('connectTimeout', options.connectTimeout, 0);
  checkTimeout('happyEyeballsDelay', options.happyEyeballsDelay, 0);
}

/** @throws TypeError, RangeError unless `port` is a whole number from 0 to 65535. */
export function checkPort(owner: string, port: unknown): void {
  if (typeof port !== 'number') throw new TypeError(`${owner}: port is ${typeof port}, not a number`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`${owner}: port is ${port}; it must be a whole number from 0 to 65535`);
  }
}
