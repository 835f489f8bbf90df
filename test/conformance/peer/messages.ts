// What the main thread and the peer's thread say to each other. All that is said between `begin` and `ended` belongs to
// one scenario.
import type { Action } from '../action.ts';

export type ToPeer =
  | { readonly type: 'begin'; readonly steps: readonly Action[]; readonly listen: boolean }
  | { readonly type: 'notify'; readonly name: string }
  /** The answer to `where`; null if the endpoint has no address. */
  | { readonly type: 'address'; readonly port: number | null }
  | { readonly type: 'end' };

export type FromPeer =
  /** The script starts; `port` is where the peer listens, if it does. */
  | { readonly type: 'begun'; readonly port: number | null }
  | { readonly type: 'line'; readonly text: string }
  | { readonly type: 'notify'; readonly name: string }
  | { readonly type: 'where' }
  | { readonly type: 'finished' }
  /** Every socket of the peer is gone. */
  | { readonly type: 'ended' };
