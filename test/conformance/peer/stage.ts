import type { PeerSocket } from './peer-socket.ts';

/** What a step of the peer's script can act on. */
export interface Stage {
  /** That of the current slot; throws if there is none. */
  readonly connection: PeerSocket;
  use(slot: string): void;
  connect(): Promise<void>;
  accept(): Promise<void>;
  close(): Promise<void>;
  reset(): Promise<void>;
  notify(name: string): void;
  waitFor(name: string): Promise<void>;
}
