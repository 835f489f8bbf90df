import type { EventLoop, Server, Transport } from 'rxduct';
import type { StreamProtocol } from 'rxduct/protocol';
import type { Action } from './action.ts';
import type { Trace } from './trace.ts';

/** Who performs actions: a protocol, or the endpoint itself while there is none. */
export interface Actor {
  readonly setting: Setting;
  /** Which connection this is, from 1. */
  readonly connection: number;
  /** Throws while there is no connection. */
  readonly transport: Transport;
  /** The bytes that arrived last: the very ones of the callback. */
  readonly chunk: Uint8Array;
  /** Adds a line to the trace, with the actor's prefix. */
  log(line: string): void;
  /** Returns the value of the action `return`. */
  perform(actions: readonly Action[]): unknown;
}

/** What all actors of a scenario share. */
export interface Setting {
  readonly loop: EventLoop;
  readonly trace: Trace;
  /** Throws if the endpoint is no server. */
  readonly server: Server;
  /** Performs actions after some milliseconds, unless the scenario has ended by then. */
  performLater(actor: Actor, delay: number, actions: readonly Action[]): void;
  /** Releases the peer's `await name`. */
  notifyPeer(name: string): void;
  /** Another protocol for the actor's connection. */
  createProtocol(label: string, actor: Actor): StreamProtocol;
  /** What the corpus calls the protocol. */
  labelOf(protocol: unknown): string;
  opened(actor: Actor): void;
  closed(actor: Actor): void;
}
