import { asError, ConnectionError, TimeoutError } from '../errors.ts';
import type { InternetAddress } from '../loop/address.ts';
import { getEventLoop } from '../loop/current-loop.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import type { SocketHandle, Withdraw } from '../loop/network.ts';
import type { TimerHandle } from '../loop/timer-handle.ts';
import { StreamTransport } from '../transport/stream-transport.ts';
import { resolveTimeouts, type TransportTimeouts } from '../transport/transport-options.ts';
import { type ConnectOptions, checkConnectOptions } from './connect-options.ts';
import { interleave } from './interleave.ts';

/** Exactly one of the two is called, once, never before `connectTransport` has returned, and not after it was withdrawn. */
export interface ConnectCallbacks {
  connected(transport: StreamTransport): void;
  failed(error: Error): void;
}

/**
 * Opens one connection: resolves the name, tries the addresses in turn, makes the transport. Returns the way to give up.
 *
 * @throws as `checkConnectOptions`.
 */
export function connectTransport(options: ConnectOptions, callbacks: ConnectCallbacks): Withdraw {
  checkConnectOptions(options);
  const timeouts = resolveTimeouts(options);
  const connector = new Connector(options.loop ?? getEventLoop(), options, timeouts, callbacks);
  connector.start();
  return () => connector.withdraw();
}

/** One attempt after another; over exactly once: connected, failed or withdrawn. */
class Connector {
  readonly #loop: EventLoop;
  readonly #options: ConnectOptions;
  readonly #timeouts: TransportTimeouts;
  readonly #callbacks: ConnectCallbacks;
  readonly #errors: Error[] = [];
  readonly #onAbort = (): void => this.#fail(asError(this.#options.signal?.reason));
  #addresses: readonly InternetAddress[] = [];
  #over = false;
  #withdrawStep: Withdraw = () => {};
  #timer: TimerHandle | null = null;

  constructor(loop: EventLoop, options: ConnectOptions, timeouts: TransportTimeouts, callbacks: ConnectCallbacks) {
    this.#loop = loop;
    this.#options = options;
    this.#timeouts = timeouts;
    this.#callbacks = callbacks;
  }

  start(): void {
    const { socket, signal, connectTimeout = 0 } = this.#options;
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (connectTimeout > 0) {
      const expired = () =>
        this.#fail(new TimeoutError(`connecting took longer than connectTimeout, ${connectTimeout} ms`));
      this.#timer = this.#loop.callLater(connectTimeout, expired);
    }
    if (signal?.aborted) this.#step(this.#onAbort);
    else if (socket !== undefined) this.#step(() => this.#adopt(socket));
    else this.#resolve();
  }

  withdraw(): void {
    if (this.#over) return;
    this.#end();
    this.#withdrawStep();
  }

  #step(work: () => void): void {
    const handle = this.#loop.callSoon(work);
    this.#withdrawStep = () => handle.cancel();
  }

  #adopt(socket: object): void {
    try {
      this.#succeed(this.#loop.network.adopt(socket));
    } catch (error) {
      this.#fail(asError(error));
    }
  }

  #resolve(): void {
    const { host = 'localhost', port = 0, family, happyEyeballsDelay, interleave: count } = this.#options;
    this.#withdrawStep = this.#loop.network.resolve(host, { family }, (error, found) => {
      if (error !== null) {
        this.#fail(error);
        return;
      }
      const usable = found.filter((address) => family === undefined || address.family === family);
      const ordered = interleave(usable, count ?? (happyEyeballsDelay === undefined ? 0 : 1));
      this.#addresses = ordered.map((address) => ({ ...address, port }));
      if (this.#addresses.length === 0) {
        this.#fail(new ConnectionError(`connect: ${host} has no address that could be tried`, { code: 'ENOTFOUND' }));
      } else {
        this.#tryNext();
      }
    });
  }

  #tryNext(): void {
    const address = this.#addresses[this.#errors.length];
    if (address === undefined) {
      this.#fail(this.#summary());
      return;
    }
    this.#withdrawStep = this.#loop.network.connect({ ...this.#options, address }, (error, handle) => {
      if (handle !== null) {
        this.#succeed(handle);
      } else {
        this.#errors.push(asError(error));
        this.#tryNext();
      }
    });
  }

  #succeed(handle: SocketHandle): void {
    this.#end();
    const transport = new StreamTransport(handle, this.#loop, this.#timeouts);
    const { dispatch } = this.#loop;
    dispatch.enter();
    try {
      this.#callbacks.connected(transport);
    } finally {
      dispatch.leave();
    }
  }

  #fail(error: Error): void {
    if (this.#over) return;
    this.#end();
    this.#withdrawStep();
    this.#callbacks.failed(error);
  }

  #end(): void {
    this.#over = true;
    this.#timer?.cancel();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  /** asyncio's rule: one failure, or several that read the same, are reported as the first one; others in summary. */
  #summary(): Error {
    const errors = this.#errors;
    const messages = errors.map((error) => error.message);
    if (this.#options.allErrors && errors.length > 1)
      return new AggregateError(errors, 'every attempt to connect failed');
    if (messages.every((message) => message === messages[0])) return errors[0] as Error;
    return new ConnectionError(`every attempt to connect failed: ${messages.join(', ')}`, { errors });
  }
}
