import type { Transport } from '../../src/index.ts';

/** Two ends of one connection, fresh: nobody has subscribed to either of them or written to it. */
export interface TransportPair {
  /** The end whose rules are checked. */
  readonly transport: Transport;
  /** The other end, on the same loop. Mostly of the same kind, which is then checked along the way. */
  readonly peer: Transport;
  /** Whether an abort with bytes unread reaches the other end as a loss with an error, as TCP's reset does. @default false */
  readonly canReset?: boolean | undefined;
  /** How long each rule may take, in milliseconds of the loop's time. @default 10000 */
  readonly timeLimit?: number | undefined;
  /** Frees what the two ends do not free by themselves, such as a listening socket. Both have been aborted before. */
  dispose?(): Promise<void> | void;
}

/** Makes a fresh pair for every rule. */
export type TransportFactory = () => Promise<TransportPair> | TransportPair;
