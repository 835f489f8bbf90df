import { NotSupportedError } from '../errors.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import type { SocketOptions } from '../loop/network.ts';
import type { TransportOptions } from '../transport/transport-options.ts';
import { checkPort } from './connect-options.ts';

/** Where to listen, and how. */
export interface ListenOptions extends SocketOptions, TransportOptions {
  /** A name, an address, or several. Absent or empty: every interface. A name that has several addresses: each of them. */
  readonly host?: string | readonly string[] | undefined;
  /** 0: a free one, the same for every address where that can be had. */
  readonly port: number;
  /** Only addresses of this kind. */
  readonly family?: 4 | 6 | undefined;
  /** How many connections may wait to be accepted. @default 100, as asyncio */
  readonly backlog?: number | undefined;
  /** Whether to listen from the start; else at `server.startServing()`. @default true */
  readonly startServing?: boolean | undefined;
  /** More connections than this are dropped as they come, and counted. @default no limit */
  readonly maxConnections?: number | undefined;
  /** TLS; not built yet. */
  readonly tls?: object | undefined;
  /** Closes the server. */
  readonly signal?: AbortSignal | undefined;
  /** @default getEventLoop() */
  readonly loop?: EventLoop | undefined;
}

/** @throws TypeError, RangeError for what cannot be, NotSupportedError for what is not built yet. */
export function checkListenOptions(options: ListenOptions): void {
  checkPort('listen', options.port);
  const { backlog = 100, maxConnections = 1 } = options;
  if (!(Number.isInteger(backlog) && backlog >= 0)) {
    throw new RangeError(`listen: backlog is ${backlog}; it must be a whole number`);
  }
  if (!(maxConnections >= 1))
    throw new RangeError(`listen: maxConnections is ${maxConnections}; it must be at least 1`);
  if (options.tls) throw new NotSupportedError('listen: TLS transports are not built yet');
}
