/** Time-outs of a transport; milliseconds, 0 for none. */
export interface TransportOptions {
  /**
   * How long the peer may take nothing of what was written before `close()`; then the connection is aborted with a
   * `TimeoutError`. Also the longest time a socket lingers behind its loss, so that the peer gets all that was sent.
   *
   * @default 30000
   */
  readonly closeTimeout?: number | undefined;
  /** How long a connection may stay half-open without a byte passing; then it is aborted. @default 0, as asyncio */
  readonly halfOpenTimeout?: number | undefined;
  /** How long an accepted connection may be without a subscriber; then it is closed, with a warning. @default 10000 */
  readonly subscribeTimeout?: number | undefined;
}

/** The same with every default filled in; one object serves all connections of a server. */
export type TransportTimeouts = { readonly [K in keyof TransportOptions]-?: number };

/** @throws RangeError for a negative time-out or NaN. */
export function resolveTimeouts(options: TransportOptions): TransportTimeouts {
  return {
    closeTimeout: checkTimeout('closeTimeout', options.closeTimeout, 30_000),
    halfOpenTimeout: checkTimeout('halfOpenTimeout', options.halfOpenTimeout, 0),
    subscribeTimeout: checkTimeout('subscribeTimeout', options.subscribeTimeout, 10_000),
  };
}

/** @throws RangeError unless `value` is a number of milliseconds, 0 for none. */
export function checkTimeout(name: string, value: number | undefined, standard: number): number {
  if (value === undefined) return standard;
  if (!(value >= 0)) throw new RangeError(`${name} is ${value}; give milliseconds, or 0 for no limit`);
  return value;
}
