import type { Observable, Subscription } from 'rxjs';
import { ByteSink } from '../codec/byte-sink.ts';
import type { DirectEncoder } from '../codec/direct-encoder.ts';
import { asError, ConnectionError } from '../errors.ts';
import { collectValves } from '../flow/valve-collector.ts';
import { ValveGroup } from '../flow/valve-group.ts';
import { Operation } from '../futures/operation.ts';
import type { Bytes } from '../loop/bytes.ts';
import type { Transport } from './transport.ts';

/** What sending needs of a transport beyond its public face. */
export interface OutgoingTarget extends Transport {
  /** Calls back once all that has been written so far was taken by the operating system. */
  whenSent(callback: () => void): void;
  /** `write` for a message that is encoded straight into the write buffer. */
  writeEncoded<T>(encoder: DirectEncoder<T>, message: T, size: number): void;
  /** Has the outgoing told of backpressure and of the loss, without counting it as somebody who reads. */
  addOutgoing(outgoing: Outgoing): void;
  removeOutgoing(outgoing: Outgoing): void;
}

/**
 * A source on its way into a transport, and the future of its end: `Transport.send`.
 *
 * It is over exactly once: completed, failed, cancelled, or cut off by the loss. Until then it holds the connection open, and
 * while the write buffer is over its mark it holds the valves of its source.
 */
export class Outgoing extends Operation<void> {
  protected readonly target: OutgoingTarget;
  readonly #valves = new ValveGroup();
  readonly #release: () => void;
  #subscription: Subscription | null = null;
  #over = false;

  constructor(target: OutgoingTarget) {
    super(target.loop);
    this.target = target;
    this.#release = target.holdOpen();
    this.markRetrieved();
  }

  start(makeSource: () => Observable<Bytes>, full: boolean): this {
    this.target.addOutgoing(this);
    if (full) this.#valves.hold();
    try {
      // Known before it is subscribed, so that a source that emits at once and without an end can be stopped.
      const sink = new OutgoingSink(this);
      this.#subscription = sink;
      const [, valves] = collectValves(() => makeSource().subscribe(sink));
      this.#valves.setValves(valves);
    } catch (error) {
      this.handleError(error);
    }
    if (this.#over) this.#end();
    return this;
  }

  // What the source says.

  handleBytes(bytes: Bytes): void {
    if (this.#over) return;
    try {
      this.target.write(bytes);
    } catch (error) {
      this.handleError(error);
    }
  }

  handleEncoded<T>(encoder: DirectEncoder<T>, message: T, size: number): void {
    if (!this.#over) this.target.writeEncoded(encoder, message, size);
  }

  handleComplete(): void {
    if (this.#over) return;
    this.#end();
    this.target.whenSent(() => {
      if (!this.done()) this.setResult();
    });
  }

  /** An error of the source aborts the connection. Whoever awaits the future hears of it; if nobody does, the loop. */
  handleError(error: unknown): void {
    if (this.#over) return;
    this.#end();
    const { target } = this;
    const exception = asError(error);
    if (!target.isClosing() && !this.awaited) {
      const message = 'what was being sent failed; the connection is aborted';
      target.loop.callExceptionHandler({ message, exception, transport: target });
    }
    target.abort(exception);
    if (!this.done()) this.setException(exception);
  }

  // What the transport says.

  handleFull(full: boolean): void {
    if (full) this.#valves.hold();
    else this.#valves.release();
  }

  handleLoss(error: Error | null): void {
    this.#end();
    if (this.done()) return;
    this.setException(error ?? new ConnectionError('the connection was closed before everything was sent'));
  }

  protected override withdraw(): void {
    this.#end();
  }

  #end(): void {
    this.#over = true;
    this.#subscription?.unsubscribe();
    this.target.removeOutgoing(this);
    this.#valves.release();
    this.#release();
  }
}

class OutgoingSink extends ByteSink {
  readonly #outgoing: Outgoing;

  constructor(outgoing: Outgoing) {
    super();
    this.#outgoing = outgoing;
  }

  override nextEncoded<T>(encoder: DirectEncoder<T>, message: T, size: number): void {
    this.#outgoing.handleEncoded(encoder, message, size);
  }

  protected override _next(bytes: Bytes): void {
    this.#outgoing.handleBytes(bytes);
  }

  protected override _error(error: unknown): void {
    this.unsubscribe();
    this.#outgoing.handleError(error);
  }

  protected override _complete(): void {
    this.unsubscribe();
    this.#outgoing.handleComplete();
  }
}
