import { Observable, type OperatorFunction, Subscriber, type Subscription } from 'rxjs';
import {
  asError,
  type Bytes,
  collectValves,
  createTransport,
  type EventLoop,
  getEventLoop,
  type SocketHandle,
  type SocketListener,
  ValveGroup,
} from '../../src/index.ts';
import { driveProtocol } from './drive-protocol.ts';
import type { StreamProtocol } from './protocol.ts';

/**
 * A classic protocol as an operator: what the source emits is received, what the protocol writes is emitted.
 *
 * Each subscription makes a protocol and a transport without a socket. Completion of the source is the peer's EOF, completion of the
 * output ours; an error of the source is the loss of the connection, `abort(error)` an error of the output. Writes made in one
 * callback come out together, as one Buffer. The opposite of `asProtocol`.
 */
export function asOperator(
  protocolFactory: () => StreamProtocol,
  options: { loop?: EventLoop } = {},
): OperatorFunction<Buffer, Bytes> {
  return (source) =>
    new Observable((subscriber) => {
      const handle = new OperatorHandle(source, subscriber);
      const transport = createTransport(handle, options.loop ?? getEventLoop());
      // Before the source is subscribed to, which may emit all it has at once.
      subscriber.add(() => {
        handle.unsubscribe();
        transport.abort();
      });
      driveProtocol(transport, protocolFactory());
    });
}

/** The two ends of an operator as a handle. The source is subscribed to when reading starts. */
class OperatorHandle implements SocketHandle {
  readonly canHalfClose = true;
  readonly #source: Observable<Buffer>;
  readonly #output: Subscriber<Bytes>;
  readonly #valves = new ValveGroup();
  #listener: SocketListener | null = null;
  #subscription: Subscription | null = null;

  constructor(source: Observable<Buffer>, output: Subscriber<Bytes>) {
    this.#source = source;
    this.#output = output;
  }

  attach(listener: SocketListener): void {
    this.#listener = listener;
  }

  startReading(): void {
    this.#valves.release();
    if (this.#subscription !== null) return;
    const input = new Subscriber<Buffer>({
      next: (data) => this.#listener?.handleData(data),
      error: (error: unknown) => this.#lose(error),
      complete: () => this.#listener?.handleEof(),
    });
    this.#subscription = input;
    const [, valves] = collectValves(() => this.#source.subscribe(input));
    this.#valves.setValves(valves);
  }

  stopReading(): void {
    this.#valves.hold();
  }

  hasUnread(): boolean {
    return false;
  }

  write(data: Uint8Array): boolean {
    // A copy: the memory is used again once it has been taken, and an output may be kept.
    this.#output.next(Buffer.from(data));
    return true;
  }

  shutdown(): void {
    this.#output.complete();
  }

  pendingError(): null {
    return null;
  }

  destroy(reason?: Error): void {
    this.unsubscribe();
    if (reason === undefined) this.#output.complete();
    else this.#output.error(reason);
  }

  reset(reason?: Error): void {
    this.destroy(reason);
  }

  linger(): void {
    this.destroy();
  }

  getExtraInfo(): undefined {
    return undefined;
  }

  unsubscribe(): void {
    this.#listener = null;
    this.#subscription?.unsubscribe();
    this.#valves.release();
  }

  #lose(error: unknown): void {
    this.#listener?.handleLoss(asError(error));
    this.#output.error(error);
  }
}
