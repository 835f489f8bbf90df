import { Valve } from '../flow/valve.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import type { SocketHandle } from '../loop/network.ts';
import { InboundHold } from './inbound-hold.ts';

/** Who gets what comes in. */
export interface InboundOwner {
  /** Whether anybody watches. */
  hasSubscribers(): boolean;
  deliver(data: Buffer): void;
  deliverEof(): void;
}

/**
 * The way into a connection: decides whether the socket is read, and keeps what has to wait.
 *
 * `flowing` is true exactly while bytes go straight on: somebody watches, nobody has paused, no valve is held, EOF has not
 * come, nothing is held back. Only then is the socket read; what it read ahead is kept here.
 */
export class Inbound {
  readonly #loop: EventLoop;
  readonly #handle: SocketHandle;
  readonly #owner: InboundOwner;
  #hold: InboundHold | null = null;
  #valve: Valve | null = null;
  #flowing = false;
  #paused = false;
  #delivering = false;
  #ended = false;
  #closed = false;

  constructor(loop: EventLoop, handle: SocketHandle, owner: InboundOwner) {
    this.#loop = loop;
    this.#handle = handle;
    this.#owner = owner;
  }

  get valve(): Valve {
    this.#valve ??= new Valve(() => this.update());
    return this.#valve;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Whether EOF has been delivered. */
  get ended(): boolean {
    return this.#ended;
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.update();
  }

  receive(data: Buffer): void {
    if (this.#flowing) this.#owner.deliver(data);
    else if (!this.#closed) this.#held().push(data);
  }

  receiveEof(): void {
    if (this.#flowing) this.#end();
    else if (!this.#closed) this.#held().pushEof();
  }

  unread(data: Buffer): void {
    this.#held().unread(data);
    this.update();
  }

  /** Whether bytes have come that no subscriber has seen. */
  hasUndelivered(): boolean {
    return this.#hold?.hasData() === true || this.#handle.hasUnread();
  }

  /** Starts or stops reading; to be called when a subscriber comes or goes. */
  update(): void {
    if (!this.#wanted()) {
      this.#stop();
    } else if (this.#hold?.pending) {
      this.#stop();
      if (this.#delivering) return;
      this.#delivering = true;
      this.#loop.callSoon(Inbound.#deliverHeld, this);
    } else if (!this.#flowing) {
      this.#flowing = true;
      this.#handle.startReading();
    }
  }

  /** Nothing more is delivered. What is held is kept until `drop`, to tell whether a reset is due. */
  close(): void {
    this.#closed = true;
    this.#stop();
  }

  drop(): void {
    this.#closed = true;
    this.#flowing = false;
    this.#hold = null;
  }

  #wanted(): boolean {
    return (
      !this.#paused && !this.#ended && !this.#closed && this.#owner.hasSubscribers() && this.#valve?.isHeld() !== true
    );
  }

  #stop(): void {
    if (!this.#flowing) return;
    this.#flowing = false;
    this.#handle.stopReading();
  }

  #held(): InboundHold {
    this.#hold ??= new InboundHold();
    return this.#hold;
  }

  #end(): void {
    this.#ended = true;
    this.#stop();
    this.#owner.deliverEof();
  }

  static #deliverHeld(inbound: Inbound): void {
    while (inbound.#wanted()) {
      const data = inbound.#hold?.shift();
      if (data === undefined) break;
      inbound.#owner.deliver(data);
    }
    inbound.#delivering = false;
    if (inbound.#wanted() && inbound.#hold?.takeEof()) inbound.#end();
    else inbound.update();
  }
}
