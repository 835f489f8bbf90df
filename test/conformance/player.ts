// Plays the script of one protocol object: logs each event, then does what the script says about it.
import type { Transport } from 'rxduct';
import type { Action } from './action.ts';
import type { Actor, Setting } from './actor.ts';
import { categoryOf } from './categories.ts';
import { perform } from './perform.ts';
import type { Part } from './scenario.ts';

/** The label of the protocol that a connection begins with; its lines have no prefix. */
export const FIRST_LABEL = 'P1';

export interface Identity {
  readonly label: string;
  readonly connection: number;
  /** If the connection was made before the protocol. */
  readonly transport?: Transport;
}

export class Player implements Actor {
  readonly setting: Setting;
  readonly connection: number;
  readonly label: string;
  readonly #part: Part;
  readonly #prefix: string;
  #transport: Transport | undefined;
  #chunk: Uint8Array = new Uint8Array();
  #received = 0;

  constructor(setting: Setting, part: Part, { label, connection, transport }: Identity) {
    this.setting = setting;
    this.connection = connection;
    this.label = label;
    this.#part = part;
    this.#prefix = (connection > 1 ? `#${connection} ` : '') + (label === FIRST_LABEL ? '' : `${label} `);
    this.#transport = transport;
  }

  get transport(): Transport {
    if (this.#transport === undefined) throw new Error('there is no connection yet');
    return this.#transport;
  }

  get chunk(): Uint8Array {
    return this.#chunk;
  }

  log(line: string): void {
    this.setting.trace.line(this.#prefix + line);
  }

  perform(actions: readonly Action[]): unknown {
    return perform(this, actions);
  }

  /** Does what the script says about an event. */
  react(event: string): unknown {
    return this.perform(this.#part.script.events[event] ?? []);
  }

  /** Logs an event that has no details, and reacts. */
  happened(event: string): unknown {
    this.log(event);
    return this.react(event);
  }

  connectionMade(transport: Transport): void {
    this.#transport = transport;
    this.setting.opened(this);
    this.happened('connection_made');
  }

  connectionLost(error: Error | null): void {
    this.log(`connection_lost ${categoryOf(error)}`);
    this.setting.closed(this);
    this.react('connection_lost');
  }

  dataReceived(data: Buffer): void {
    if (this.#part.logUpdates) this.log(`buffer_updated ${data.length}`);
    else this.setting.trace.data(`${this.#prefix}data`, data);
    const before = this.#received;
    this.#received += data.length;
    this.#chunk = data;
    this.react('data_received');
    for (const { at, actions } of this.#part.script.onBytes) {
      if (before < at && at <= this.#received) this.perform(actions);
    }
  }
}
