import type { Observable, ObservableInput, OperatorFunction } from 'rxjs';
import type { DirectEncoder } from '../codec/direct-encoder.ts';
import { ConnectionError, NotSupportedError, TimeoutError, UsageError } from '../errors.ts';
import type { Flow } from '../flow/flow.ts';
import type { Valve } from '../flow/valve.ts';
import { Future } from '../futures/future.ts';
import { type Bytes, checkBytes } from '../loop/bytes.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import type { ExtraInfo, SocketHandle, SocketListener } from '../loop/network.ts';
import type { TimerHandle } from '../loop/timer-handle.ts';
import { Audience, type AudienceOwner } from './audience.ts';
import { Inbound, type InboundOwner } from './inbound.ts';
import { Outbound, type OutboundOwner } from './outbound.ts';
import { Outgoing, type OutgoingTarget } from './outgoing.ts';
import { toSource } from './outgoing-source.ts';
import { Through } from './through.ts';
import type { Transport, TransportEvent } from './transport.ts';
import { resolveTimeouts, type TransportOptions, type TransportTimeouts } from './transport-options.ts';
import { effectOf, type TransportMethod, type TransportState } from './transport-table.ts';
import type { WriteBufferLimits } from './watermarks.ts';

/** Makes the transport of a connection, over any handle. */
export function createTransport(handle: SocketHandle, loop: EventLoop, options: TransportOptions = {}): Transport {
  return new StreamTransport(handle, loop, resolveTimeouts(options));
}

/**
 * One connection: the shell that joins the way in, the way out and those who watch, and knows the state of its life.
 *
 * `#losing` is set once the handle has been given up; from then on only the dispatch of `lost` is outstanding, which comes one
 * `callSoon` behind its cause.
 */
export class StreamTransport implements OutgoingTarget, SocketListener, InboundOwner, OutboundOwner, AudienceOwner {
  readonly loop: EventLoop;
  readonly #handle: SocketHandle;
  readonly #timeouts: TransportTimeouts;
  readonly #onLost: ((transport: StreamTransport) => void) | undefined;
  readonly #audience: Audience;
  readonly #inbound: Inbound;
  #outbound: Outbound | null = null;
  #state: TransportState = 'open';
  #losing = false;
  #protocol: object | null = null;
  #holds = 0;
  #shutdownDone = false;

  #sentCallbacks: (() => void)[] | null = null;
  #closeTimer: TimerHandle | null = null;
  #halfOpenTimer: TimerHandle | null = null;
  #subscribeTimer: TimerHandle | null = null;

  constructor(
    handle: SocketHandle,
    loop: EventLoop,
    timeouts: TransportTimeouts,
    onLost?: (transport: StreamTransport) => void,
  ) {
    this.loop = loop;
    this.#handle = handle;
    this.#timeouts = timeouts;
    this.#onLost = onLost;
    this.#audience = new Audience(this);
    this.#inbound = new Inbound(loop, handle, this);
    handle.attach(this);
  }

  get events(): Flow<TransportEvent> {
    return this.#audience.events;
  }

  get data(): Flow<Buffer> {
    return this.#audience.data;
  }

  get writable(): Observable<boolean> {
    return this.#audience.writable;
  }

  get closed(): Future<Error | null> {
    return this.#audience.closed;
  }

  write(data: Bytes): void {
    checkBytes(data);
    if (this.#state === 'open' || this.#admits('write')) (this.#outbound ?? this.#makeOutbound()).write(data);
  }

  writeEncoded<T>(encoder: DirectEncoder<T>, message: T, size: number): void {
    if (this.#state !== 'open' && !this.#admits('write')) return;
    (this.#outbound ?? this.#makeOutbound()).writeEncoded(encoder, message, size);
  }

  writeLines(list: Iterable<Bytes>): void {
    const pieces = [...list];
    pieces.forEach(checkBytes);
    if (!this.#admits('writeLines')) return;
    this.loop.dispatch.enter();
    const outbound = this.#outbound ?? this.#makeOutbound();
    for (const piece of pieces) outbound.write(piece);
    this.loop.dispatch.leave();
  }

  writeEof(): void {
    if (!this.canWriteEof()) throw new NotSupportedError('this transport has no half-close; use close()');
    if (!this.#admits('writeEof')) return;
    this.#state = 'shut';
    this.#outbound?.flush();
    if (this.#waiting() === 0 && !this.#losing) this.#shutdown();
  }

  canWriteEof(): boolean {
    return this.#handle.canHalfClose;
  }

  setWriteBufferLimits(limits: { high?: number | undefined; low?: number | undefined }): void {
    (this.#outbound ?? this.#makeOutbound()).setLimits(limits);
  }

  getWriteBufferLimits(): WriteBufferLimits {
    return (this.#outbound ?? this.#makeOutbound()).limits;
  }

  getWriteBufferSize(): number {
    this.#outbound?.flushInMethod();
    return this.#waiting();
  }

  send(source: ObservableInput<Bytes>): Future<void> {
    if (!this.#admits('send')) return this.#refuseToSend('send');
    return new Outgoing(this).start(() => toSource(source, () => this.writable), this.isFull());
  }

  through(protocol: OperatorFunction<Buffer, Bytes>): Future<void> {
    if (!this.#admits('through')) return this.#refuseToSend('through');
    const outgoing = new Through(this);
    return outgoing.start(() => protocol(outgoing.input), this.isFull());
  }

  whenSent(callback: () => void): void {
    this.#outbound?.flushInMethod();
    this.#sentCallbacks ??= [];
    if (this.#waiting() === 0) this.loop.callSoon(callback);
    else this.#sentCallbacks.push(callback);
  }

  addOutgoing(outgoing: Outgoing): void {
    this.#audience.addOutgoing(outgoing);
  }

  removeOutgoing(outgoing: Outgoing): void {
    this.#audience.removeOutgoing(outgoing);
  }

  pauseReading(): void {
    if (this.#admits('pauseReading')) this.#inbound.setPaused(true);
  }

  resumeReading(): void {
    if (this.#admits('resumeReading')) this.#inbound.setPaused(false);
  }

  isReading(): boolean {
    return !this.#inbound.paused && !this.isClosing();
  }

  unread(data: Uint8Array): void {
    if (typeof data === 'string') throw new TypeError('unread takes the bytes that came, not a string');
    checkBytes(data);
    if (this.#admits('unread')) this.#inbound.unread(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  }

  close(): void {
    if (!this.#admits('close')) return;
    this.#state = 'closing';
    this.#inbound.close();
    this.#outbound?.flush();
    if (this.#waiting() === 0) this.#finish();
    else
      this.#closeTimer = this.#startTimer(
        this.#timeouts.closeTimeout,
        'the peer took nothing of what was left to send',
      );
  }

  abort(reason?: Error): void {
    if (!this.#admits('abort') || this.#losing) return;
    // What was put off to the end of a dispatch counts as written before.
    this.#outbound?.flush();
    // A handle may lead back here from any of its methods: what an operator emits may be the end of it.
    if (this.#losing) return;
    const undelivered = this.#inbound.hasUndelivered();
    this.#lose(reason ?? null);
    if (undelivered) this.#handle.reset(reason);
    else this.#handle.destroy(reason);
  }

  isClosing(): boolean {
    return this.#state === 'closing' || this.#state === 'lost' || this.#handle.pendingError() !== null;
  }

  holdOpen(): () => void {
    if (!this.#admits('holdOpen')) return () => {};
    this.#holds++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holds--;
      this.#closeIfReleased();
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.closed;
  }

  getExtraInfo(name: string, defaultValue?: unknown): never {
    return (this.#handle.getExtraInfo(name as keyof ExtraInfo) ?? defaultValue) as never;
  }

  setProtocol(protocol: object | null): void {
    if (typeof protocol !== 'object') throw new TypeError(`a protocol is an object, not ${typeof protocol}`);
    this.#protocol = protocol;
  }

  getProtocol(): object | null {
    return this.#protocol;
  }

  toString(): string {
    return `<Transport ${this.#state}>`;
  }

  /** Closes, with a warning, a connection that nobody subscribes to: its peer would wait for ever. For servers. */
  expectSubscriber(): void {
    const { subscribeTimeout } = this.#timeouts;
    if (this.#audience.hasSubscribers() || this.#state !== 'open' || subscribeTimeout === 0) return;
    this.#subscribeTimer = this.loop.callLater(subscribeTimeout, () => {
      this.loop.warn(`an accepted connection had no subscriber for ${subscribeTimeout} ms and is closed`);
      this.close();
    });
  }

  // What the handle tells.

  handleData(data: Buffer): void {
    this.#halfOpenTimer?.refresh();
    this.#inbound.receive(data);
  }

  handleEof(): void {
    this.#inbound.receiveEof();
  }

  handleDrained(): void {
    this.#closeTimer?.refresh();
    this.#halfOpenTimer?.refresh();
    this.#outbound?.drained();
  }

  handleLoss(error: Error | null): void {
    if (!this.#losing) this.#lose(error);
  }

  // What the way in and the way out tell.

  hasSubscribers(): boolean {
    return this.#audience.hasSubscribers();
  }

  deliver(data: Buffer): void {
    this.#audience.dispatch({ type: 'data', data });
  }

  deliverEof(): void {
    this.#audience.dispatch({ type: 'eof' });
    this.#closeIfReleased();
    this.#watchHalfOpen();
  }

  handleFull(full: boolean): void {
    this.#audience.dispatchFull(full);
  }

  handleEmpty(): void {
    if (this.#sentCallbacks !== null)
      for (const callback of this.#sentCallbacks.splice(0)) this.loop.callSoon(callback);
    if (this.#state === 'shut') this.#shutdown();
    else if (this.#state === 'closing') this.#finish();
  }

  // What the audience asks.

  get valve(): Valve {
    return this.#inbound.valve;
  }

  hasEnded(): boolean {
    return this.#inbound.ended;
  }

  isFull(): boolean {
    return this.#outbound?.full === true;
  }

  handleSubscribers(): void {
    this.#subscribeTimer?.cancel();
    this.#inbound.update();
  }

  #makeOutbound(): Outbound {
    this.#outbound = new Outbound(this.loop, this.#handle, this);
    return this.#outbound;
  }

  /** Bytes that have not left yet. */
  #waiting(): number {
    return this.#outbound === null ? 0 : this.#outbound.size;
  }

  #closeIfReleased(): void {
    if (this.#inbound.ended && this.#holds === 0) this.close();
  }

  #shutdown(): void {
    if (this.#shutdownDone) return;
    this.#shutdownDone = true;
    this.#handle.shutdown();
    this.#watchHalfOpen();
  }

  /** What was written before `close()` has left. */
  #finish(): void {
    if (this.#losing) return;
    if (this.#outbound?.takeResume()) this.loop.callSoon(() => this.handleFull(false));
    const undelivered = this.#inbound.hasUndelivered();
    this.#lose(null);
    if (this.#outbound?.used && !this.#inbound.ended) this.#handle.linger(this.#timeouts.closeTimeout);
    else if (undelivered) this.#handle.reset();
    else this.#handle.destroy();
  }

  #lose(error: Error | null): void {
    this.#losing = true;
    this.#state = 'closing';
    this.#outbound?.close();
    this.#inbound.drop();
    this.#closeTimer?.cancel();
    this.#halfOpenTimer?.cancel();
    this.#subscribeTimer?.cancel();
    this.loop.callSoon(() => this.#dispatchLost(error));
  }

  #dispatchLost(error: Error | null): void {
    this.#state = 'lost';
    this.#audience.dispatchLost(error);
    this.#onLost?.(this);
  }

  #watchHalfOpen(): void {
    const { halfOpenTimeout } = this.#timeouts;
    if (halfOpenTimeout === 0 || this.#halfOpenTimer !== null || this.isClosing()) return;
    this.#halfOpenTimer = this.#startTimer(halfOpenTimeout, 'the connection stayed half-open without a byte passing');
  }

  #startTimer(timeout: number, what: string): TimerHandle | null {
    if (timeout === 0) return null;
    return this.loop.callLater(timeout, () => this.abort(new TimeoutError(`${what} for ${timeout} ms`)));
  }

  /** Whether the table lets `method` take effect. @throws UsageError where it refuses. */
  #admits(method: TransportMethod): boolean {
    const effect = effectOf(method, this.#state);
    if (effect === 'refused') throw new UsageError(`${method}() after writeEof(): nothing can be sent any more`);
    return effect === 'does';
  }

  #refuseToSend(method: string): Future<void> {
    const failed = new Future<void>(this.loop).markRetrieved();
    failed.setException(
      new ConnectionError(`${method}(): the connection is closed`, { cause: this.#audience.lossError }),
    );
    return failed;
  }
}
