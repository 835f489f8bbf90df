// The endpoint under test: its protocols, its server, and what a scenario waits for before it ends.
import { type EventLoop, getEventLoop, type Server, type TimerHandle, type Transport } from 'rxduct';
import type { StreamProtocol } from 'rxduct/protocol';
import type { Action } from './action.ts';
import type { Actor, Setting } from './actor.ts';
import { categoryOf } from './categories.ts';
import { BufferedEndpoint, StreamEndpoint } from './endpoint-protocol.ts';
import type { PeerHost } from './peer/peer-thread.ts';
import { FIRST_LABEL, type Identity, Player } from './player.ts';
import type { Part, Scenario } from './scenario.ts';
import { Signal } from './signal.ts';
import { Trace } from './trace.ts';

const isOurs = (protocol: unknown): protocol is StreamEndpoint | BufferedEndpoint =>
  protocol instanceof StreamEndpoint || protocol instanceof BufferedEndpoint;

export class Endpoint implements Setting, PeerHost {
  readonly loop: EventLoop = getEventLoop();
  readonly scenario: Scenario;
  readonly trace: Trace;
  readonly #notifyPeer: (name: string) => void;
  readonly #changed = new Signal();
  readonly #timers = new Set<TimerHandle>();
  readonly #creation: string;
  /** By number. */
  readonly #open = new Map<number, Transport>();
  #state: 'starting' | 'up' | 'failed' = 'starting';
  #server: Server | null = null;
  #port: number | null = null;
  #created = 0;
  #opened = 0;
  #latest: Player;

  /** `creation` is asyncio's name of the function that makes this endpoint. */
  constructor(scenario: Scenario, creation: string, notifyPeer: (name: string) => void) {
    this.scenario = scenario;
    this.#creation = creation;
    this.trace = new Trace(scenario.options.merge_data === true);
    this.#notifyPeer = notifyPeer;
    // Until there is a protocol, somebody without a connection performs.
    this.#latest = new Player(this, scenario.part, { label: FIRST_LABEL, connection: 1 });
    this.loop.setExceptionHandler((_loop, context) => {
      this.trace.line(`exception_handler ${categoryOf(context.exception)}`);
    });
  }

  /** The factory of the protocol that a connection begins with. */
  readonly createFirstProtocol = (): StreamProtocol => {
    this.#created += 1;
    return this.#create(this.scenario.part, { label: FIRST_LABEL, connection: this.#created });
  };

  createProtocol(label: string, { connection, transport }: Actor): StreamProtocol {
    const part = this.scenario.parts[label];
    if (part === undefined) throw new Error(`the scenario has no protocol ${label}`);
    return this.#create(part, { label, connection, transport });
  }

  labelOf(protocol: unknown): string {
    return isOurs(protocol) ? protocol.player.label : 'unknown';
  }

  get server(): Server {
    if (this.#server === null) throw new Error('this endpoint is no server');
    return this.#server;
  }

  notifyPeer(name: string): void {
    this.#notifyPeer(name);
  }

  performLater(actor: Actor, delay: number, actions: readonly Action[]): void {
    const timer = this.loop.callLater(delay, () => {
      this.#timers.delete(timer);
      actor.perform(actions);
    });
    this.#timers.add(timer);
  }

  /** The endpoint serves, and performs what the scenario asks for then. */
  serves(server: Server): void {
    this.#server = server;
    this.#state = 'up';
    this.#latest.react('started');
    this.#changed.fire();
  }

  /** The endpoint is connected, by a protocol of `createFirstProtocol`. */
  connected(protocol: StreamProtocol): void {
    this.trace.line(`${this.#creation} returned`);
    this.#state = 'up';
    if (isOurs(protocol)) protocol.player.react('connected');
    this.#changed.fire();
  }

  /** The endpoint could not be made. */
  failed(error: unknown): void {
    this.trace.line(`${this.#creation} raised ${categoryOf(error)}`);
    this.#state = 'failed';
    this.#changed.fire();
  }

  /** Where the server is, or was before it closed; null if it never was anywhere. Waits for the endpoint to be made. */
  async port(): Promise<number | null> {
    await this.#changed.until(() => this.#state !== 'starting');
    const address = this.#server?.addresses[0];
    if (address !== undefined && 'port' in address) this.#port = address.port;
    return this.#port;
  }

  /** The peer executed `notify name`. */
  notified(name: string): void {
    this.loop.callSoon(() => this.#latest.react(`peer:${name}`));
  }

  opened({ connection, transport }: Actor): void {
    this.#opened += 1;
    this.#open.set(connection, transport);
  }

  // A connection is one whatever protocol it ends with.
  closed({ connection }: Actor): void {
    this.#open.delete(connection);
    this.#changed.fire();
  }

  /** Resolves when nothing is open any more, or nothing that the scenario waits for. */
  idle(): Promise<void> {
    return this.#changed.until(() => this.#isIdle());
  }

  /** Gives up all that is open, and resolves when it is gone. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) timer.cancel();
    this.#server?.close();
    for (const transport of this.#open.values()) transport.abort();
    await Promise.all([...this.#open.values()].map((transport) => transport.closed));
    this.loop.setExceptionHandler(null);
  }

  #isIdle(): boolean {
    const { no_connection, leave_open } = this.scenario.options;
    if (this.#state !== 'up') return this.#state === 'failed';
    if (this.#opened === 0) return no_connection === true;
    return leave_open === true || this.#open.size === 0;
  }

  #create(part: Part, identity: Identity): StreamProtocol {
    this.#latest = new Player(this, part, identity);
    return part.buffered ? new BufferedEndpoint(this.#latest, part.bufsize) : new StreamEndpoint(this.#latest);
  }
}
