// One run of a peer's script: its connections by slot, and the names it waits for.
import { Socket } from 'node:net';
import type { Action } from '../action.ts';
import { Arguments } from '../arguments.ts';
import { categoryOf } from '../categories.ts';
import { Signal } from '../signal.ts';
import type { FromPeer } from './messages.ts';
import { PeerListener } from './peer-listener.ts';
import { PeerSocket } from './peer-socket.ts';
import type { Stage } from './stage.ts';
import { STEPS } from './steps.ts';

const FIRST_SLOT = '1';

export class PeerScript implements Stage {
  readonly #post: (message: FromPeer) => void;
  readonly #slots = new Map<string, PeerSocket>();
  readonly #changed = new Signal();
  readonly #notified = new Set<string>();
  #listener: PeerListener | null = null;
  #slot = FIRST_SLOT;
  #ended = false;
  #addressArrived: (port: number | null) => void = () => {};

  constructor(post: (message: FromPeer) => void) {
    this.#post = post;
  }

  async run(steps: readonly Action[], listen: boolean): Promise<void> {
    if (listen) this.#listener = await PeerListener.open();
    this.#post({ type: 'begun', port: this.#listener?.port ?? null });
    for (const [opcode, ...values] of steps) {
      if (this.#ended) return;
      const line = await this.#step(opcode, new Arguments(values));
      if (line !== undefined) this.#post({ type: 'line', text: line });
    }
    this.#post({ type: 'finished' });
  }

  async #step(opcode: string, values: Arguments): Promise<string | undefined> {
    const step = STEPS[opcode];
    if (step === undefined) return `${opcode} is a step that this peer does not know`;
    try {
      return (await step(this, values)) ?? undefined;
    } catch (error) {
      return `${opcode} raised ${categoryOf(error)}`;
    }
  }

  get connection(): PeerSocket {
    const connection = this.#slots.get(this.#slot);
    if (connection === undefined) throw Object.assign(new Error('not connected'), { code: 'ENOTCONN' });
    return connection;
  }

  use(slot: string): void {
    this.#slot = slot;
  }

  async connect(): Promise<void> {
    const port = await new Promise<number | null>((resolve) => {
      this.#addressArrived = resolve;
      this.#post({ type: 'where' });
    });
    if (port === null) throw Object.assign(new Error('nothing to connect to'), { code: 'ECONNREFUSED' });
    const socket = new Socket({ allowHalfOpen: true });
    socket.pause();
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.connect(port, '127.0.0.1', () => {
        socket.off('error', reject);
        resolve();
      });
    });
    this.#slots.set(this.#slot, new PeerSocket(socket));
  }

  async accept(): Promise<void> {
    if (this.#listener === null) throw new Error('this peer does not listen');
    this.#slots.set(this.#slot, new PeerSocket(await this.#listener.accept()));
  }

  async close(): Promise<void> {
    const connection = this.#slots.get(this.#slot);
    this.#slots.delete(this.#slot);
    await connection?.close();
  }

  async reset(): Promise<void> {
    const { connection } = this;
    this.#slots.delete(this.#slot);
    await connection.reset();
  }

  notify(name: string): void {
    this.#post({ type: 'notify', name });
  }

  waitFor(name: string): Promise<void> {
    return this.#changed.until(() => this.#notified.has(name));
  }

  /** The endpoint executed `notify name`. */
  notified(name: string): void {
    this.#notified.add(name);
    this.#changed.fire();
  }

  address(port: number | null): void {
    this.#addressArrived(port);
  }

  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all([...this.#slots.values()].map((connection) => connection.close()));
    await this.#listener?.close();
    this.#post({ type: 'ended' });
  }
}
