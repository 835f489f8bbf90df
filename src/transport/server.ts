import { UsageError } from '../errors.ts';
import { Future } from '../futures/future.ts';
import { Operation } from '../futures/operation.ts';
import type { Address } from '../loop/address.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import type { ListenHandle, ListenListener, SocketHandle } from '../loop/network.ts';
import { StreamTransport } from './stream-transport.ts';
import type { Transport } from './transport.ts';
import type { TransportTimeouts } from './transport-options.ts';

/** What `shutdown` had to do. */
export interface ShutdownReport {
  /** How many connections ended by themselves or by `close()` within the grace. */
  readonly closed: number;
  /** The peers whose connections had to be aborted. */
  readonly aborted: readonly (Address | undefined)[];
}

/** What a server is made of. */
export interface ServerParts {
  readonly loop: EventLoop;
  readonly timeouts: TransportTimeouts;
  readonly maxConnections: number;
  /** Opens the listening sockets: all of them, or none. */
  readonly bind: (listener: ListenListener) => Operation<readonly ListenHandle[]>;
  readonly onConnection: (transport: Transport) => void;
  /** The server has been closed; connections may still be open. */
  readonly onClose: () => void;
}

/**
 * Listening sockets and the connections they accepted.
 *
 * Follows `asyncio.Server` of CPython 3.12 and later: `waitClosed` waits for the connections too. Differences: `addresses` in place
 * of `sockets`, `shutdown`, `maxConnections`.
 */
export class Server implements AsyncDisposable {
  readonly loop: EventLoop;
  readonly #parts: ServerParts;
  readonly #connections = new Set<StreamTransport>();
  #handles: readonly ListenHandle[] = [];
  #starting: Operation<readonly ListenHandle[]> | null = null;
  #serving = false;
  #closed = false;
  #dropped = 0;
  #forever: Operation<never> | null = null;
  #waiters: Future<void>[] = [];
  readonly #forget = (transport: StreamTransport): void => {
    this.#connections.delete(transport);
    this.#wakeWaiters();
  };

  /** @internal */
  constructor(parts: ServerParts) {
    this.loop = parts.loop;
    this.#parts = parts;
  }

  /** Where it listens; empty before it serves and after it was closed. */
  get addresses(): readonly Address[] {
    return this.#handles.map((handle) => handle.address);
  }

  /** The connections that are open. */
  get connections(): ReadonlySet<Transport> {
    return this.#connections;
  }

  /** How many connections were turned away because of `maxConnections`. */
  get dropped(): number {
    return this.#dropped;
  }

  isServing(): boolean {
    return this.#serving;
  }

  /**
   * Begins to accept connections; does nothing if it does already. Fails as the operating system does (`EADDRINUSE`), or with
   * a `UsageError` if the server was closed.
   */
  startServing(): Future<void> {
    const started = new Future<void>(this.loop);
    if (this.#closed) {
      started.setException(new UsageError('startServing(): the server is closed; make a new one'));
    } else if (this.#serving) {
      started.setResult();
    } else {
      this.#starting ??= this.#parts.bind({
        handleConnection: (handle) => this.#accept(handle),
        handleError: (exception) =>
          this.loop.callExceptionHandler({ message: 'a listening socket failed', exception, server: this }),
      });
      this.#starting.addDoneCallback((bound) => this.#finishStarting(bound, started));
    }
    return started;
  }

  /**
   * Serves until the returned future is cancelled, which closes the server. Fails with a `UsageError` if it is called twice, or
   * after `close()`.
   */
  serveForever(): Future<never> {
    const failed = new Future<never>(this.loop);
    if (this.#closed || this.#forever !== null) {
      const why = this.#closed ? 'the server is closed' : 'it has been called already';
      failed.setException(new UsageError(`serveForever(): ${why}`));
      return failed;
    }
    const forever = new Operation<never>(this.loop, () => this.close());
    this.#forever = forever;
    this.startServing().addDoneCallback((started) => {
      const exception = started.cancelled() ? null : started.exception();
      if (exception !== null && !forever.done()) forever.setException(exception);
    });
    return forever;
  }

  /** Stops listening at once. Connections stay open. Cancels `serveForever`. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#serving = false;
    this.#starting?.cancel();
    for (const handle of this.#handles) handle.close();
    this.#handles = [];
    this.#forever?.cancel();
    this.#parts.onClose();
    this.#wakeWaiters();
  }

  /** Calls `close()` of every connection. */
  closeClients(): void {
    for (const transport of [...this.#connections]) transport.close();
  }

  /** Calls `abort()` of every connection. */
  abortClients(): void {
    for (const transport of [...this.#connections]) transport.abort();
  }

  /** Completes once the server is closed *and* its last connection is lost; not before `close()`, even without connections. */
  waitClosed(): Future<void> {
    const waiter = new Future<void>(this.loop);
    this.#waiters.push(waiter);
    this.#wakeWaiters();
    return waiter;
  }

  /**
   * Stops in an orderly way: stops listening, gives connections `grace` milliseconds to end by themselves, closes those that are
   * left, and aborts those that have not flushed after as long again. Says what it had to do.
   */
  shutdown(options: { grace?: number | undefined } = {}): Future<ShutdownReport> {
    const { grace = 5000 } = options;
    if (!(grace >= 0)) throw new RangeError(`shutdown: grace is ${grace}; give milliseconds`);
    const report = new Future<ShutdownReport>(this.loop);
    const open = this.#connections.size;
    const aborted: (Address | undefined)[] = [];
    const abort = () => {
      for (const transport of this.#connections) aborted.push(transport.getExtraInfo('peername'));
      this.abortClients();
    };
    let timer = this.loop.callLater(grace, () => {
      this.closeClients();
      timer = this.loop.callLater(grace, abort);
    });
    this.close();
    this.waitClosed().addDoneCallback(() => {
      timer.cancel();
      report.setResult({ closed: open - aborted.length, aborted });
    });
    return report;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.waitClosed();
  }

  #finishStarting(bound: Future<readonly ListenHandle[]>, started: Future<void>): void {
    this.#starting = null;
    if (this.#closed) {
      // `close()` came one hop behind the binding, when it could not know of the sockets yet.
      if (!bound.cancelled() && bound.exception() === null) for (const handle of bound.result()) handle.close();
      started.setException(new UsageError('startServing(): the server was closed meanwhile'));
      return;
    }
    const exception = bound.exception();
    if (exception !== null) {
      started.setException(exception);
      return;
    }
    if (!this.#serving) this.#handles = bound.result();
    this.#serving = true;
    started.setResult();
  }

  #accept(handle: SocketHandle): void {
    if (this.#closed || this.#connections.size >= this.#parts.maxConnections) {
      if (!this.#closed) this.#dropped++;
      handle.destroy();
      return;
    }
    const transport = new StreamTransport(handle, this.loop, this.#parts.timeouts, this.#forget);
    this.#connections.add(transport);
    const { dispatch } = this.loop;
    dispatch.enter();
    try {
      this.#parts.onConnection(transport);
    } finally {
      dispatch.leave();
    }
    transport.expectSubscriber();
  }

  #wakeWaiters(): void {
    if (!this.#closed || this.#connections.size > 0) return;
    for (const waiter of this.#waiters.splice(0)) if (!waiter.done()) waiter.setResult();
  }
}
