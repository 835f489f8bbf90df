import { from, isObservable, Observable, type ObservableInput, type OperatorFunction, type Subscription } from 'rxjs';
import { asError, ConnectionError } from '../errors.ts';
import { ByteSink } from '../flow/byte-sink.ts';
import { collectValves } from '../flow/valve-collector.ts';
import { ValveGroup } from '../flow/valve-group.ts';
import { Operation } from '../futures/operation.ts';
import type { Bytes } from '../loop/bytes.ts';
import { pullWhileWritable } from './pull.ts';
import type { Transport } from './transport.ts';

/** What sending needs of a transport beyond its public face. */
export interface OutgoingTarget extends Transport {
  /** Calls back once all that has been written so far was taken by the operating system. */
  whenSent(callback: () => void): void;
}

/** `Transport.send`. */
export function send(target: OutgoingTarget, source: ObservableInput<Bytes>): Operation<void> {
  const outgoing = new Outgoing(target, () => {});
  outgoing.start(() => toObservable(target, source));
  return outgoing.operation;
}

/** `Transport.through`. */
export function through(target: OutgoingTarget, protocol: OperatorFunction<Buffer, Bytes>): Operation<void> {
  let inputs = 0;
  let ended = false;
  const closeWhenOver = () => {
    if (ended && inputs === 0) target.close();
  };
  // Hands the subscriber itself on, so that a chunk passes nothing here on its way; only coming and going is counted.
  const input = new Observable<Buffer>((subscriber) => {
    inputs++;
    subscriber.add(() => {
      inputs--;
      closeWhenOver();
    });
    target.data.subscribe(subscriber);
  });
  const outgoing = new Outgoing(target, () => {
    ended = true;
    if (target.canWriteEof()) target.writeEof();
    else target.close();
    closeWhenOver();
  });
  outgoing.start(() => protocol(input));
  return outgoing.operation;
}

/** A source on its way into a transport. It is over exactly once: completed, failed, cancelled, or cut off by the loss. */
class Outgoing {
  readonly operation: Operation<void>;
  readonly #target: OutgoingTarget;
  readonly #onComplete: () => void;
  readonly #release: () => void;
  readonly #valves = new ValveGroup();
  #subscription: Subscription | undefined;
  #watch: Subscription | undefined;
  #over = false;

  constructor(target: OutgoingTarget, onComplete: () => void) {
    this.#target = target;
    this.#onComplete = onComplete;
    this.#release = target.holdOpen();
    this.operation = new Operation<void>(target.loop, () => this.#end());
    this.operation.markRetrieved();
  }

  start(makeSource: () => Observable<Bytes>): void {
    this.#watch = this.#target.writable.subscribe((writable) => {
      if (writable) this.#valves.release();
      else this.#valves.hold();
    });
    this.#target.closed.addDoneCallback((closed) => this.#cutOff(closed.result()));
    try {
      const [subscription, valves] = collectValves(() => makeSource().subscribe(new OutgoingSink(this)));
      this.#subscription = subscription;
      this.#valves.setValves(valves);
    } catch (error) {
      this.fail(error);
    }
    if (this.#over) this.#end();
  }

  write(bytes: Bytes): void {
    if (this.#over) return;
    try {
      this.#target.write(bytes);
    } catch (error) {
      this.fail(error);
    }
  }

  complete(): void {
    if (this.#over) return;
    this.#end();
    this.#target.whenSent(() => {
      if (!this.operation.done()) this.operation.setResult();
    });
    this.#onComplete();
  }

  /** An error of the source aborts the connection. Whoever awaits the operation hears of it; if nobody does, the loop. */
  fail(error: unknown): void {
    if (this.#over) return;
    this.#end();
    const reason = asError(error);
    const { loop } = this.#target;
    if (!this.#target.isClosing() && !this.operation.awaited) {
      loop.callExceptionHandler({
        message: 'what was being sent failed; the connection is aborted',
        exception: reason,
        transport: this.#target,
      });
    }
    this.#target.abort(reason);
    if (!this.operation.done()) this.operation.setException(reason);
  }

  #cutOff(error: Error | null): void {
    this.#end();
    if (this.operation.done()) return;
    this.operation.setException(error ?? new ConnectionError('the connection was closed before everything was sent'));
  }

  #end(): void {
    this.#over = true;
    this.#subscription?.unsubscribe();
    this.#watch?.unsubscribe();
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

  protected override _next(bytes: Bytes): void {
    this.#outgoing.write(bytes);
  }

  protected override _error(error: unknown): void {
    this.unsubscribe();
    this.#outgoing.fail(error);
  }

  protected override _complete(): void {
    this.unsubscribe();
    this.#outgoing.complete();
  }
}

function toObservable(target: Transport, source: ObservableInput<Bytes>): Observable<Bytes> {
  if (isObservable(source)) return source as Observable<Bytes>;
  const iterable = source as Partial<Iterable<Bytes> & AsyncIterable<Bytes>>;
  if (typeof source === 'string' || ArrayBuffer.isView(source)) return from([source as unknown as Bytes]);
  const iterator = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]?.();
  return iterator === undefined ? from(source) : pullWhileWritable(iterator, target.writable);
}
