import { asError, ConnectionError } from '../errors.ts';
import { Operation } from '../futures/operation.ts';
import type { EventLoop } from '../loop/event-loop.ts';
import type { ListenHandle, ListenListener, ListenTarget, Withdraw } from '../loop/network.ts';
import type { ListenOptions } from './listen-options.ts';

/** How often a free port of the first address may turn out to be taken on another one. */
const PORT_ATTEMPTS = 10;

/** Opens a listening socket for every address of every host: all of them, or none. Cancelling closes what was opened. */
export function bindAddresses(
  loop: EventLoop,
  options: ListenOptions,
  listener: ListenListener,
): Operation<readonly ListenHandle[]> {
  const binder = new Binder(loop, options, listener);
  binder.start();
  return binder.operation;
}

/** First the names, one after the other; then the sockets, one after the other. */
class Binder {
  readonly operation: Operation<readonly ListenHandle[]>;
  readonly #loop: EventLoop;
  readonly #options: ListenOptions;
  readonly #listener: ListenListener;
  readonly #names: string[];
  #hosts: (string | undefined)[] = [];
  #handles: ListenHandle[] = [];
  #attempts = 0;
  #withdrawStep: Withdraw = () => {};

  constructor(loop: EventLoop, options: ListenOptions, listener: ListenListener) {
    this.#loop = loop;
    this.#options = options;
    this.#listener = listener;
    this.operation = new Operation(loop, () => {
      this.#withdrawStep();
      this.#closeAll();
    });
    const { host } = options;
    this.#names = (typeof host === 'string' ? [host] : [...(host ?? [])]).filter((name) => name !== '');
  }

  start(): void {
    if (this.#names.length === 0) {
      this.#hosts = [this.#everyInterface()];
      this.#bindNext();
    } else {
      this.#resolveNext(0);
    }
  }

  /** Absent means every interface of both kinds, in one socket where the system can; one kind has an address for it. */
  #everyInterface(): string | undefined {
    if (this.#options.family === 4) return '0.0.0.0';
    return this.#options.family === 6 ? '::' : undefined;
  }

  #resolveNext(index: number): void {
    const name = this.#names[index];
    if (name === undefined) {
      this.#bindNext();
      return;
    }
    const { family } = this.#options;
    this.#withdrawStep = this.#loop.network.resolve(name, { family }, (error, found) => {
      const usable = found.filter((address) => family === undefined || address.family === family);
      if (error !== null || usable.length === 0) {
        this.#fail(error ?? new ConnectionError(`listen: ${name} has no address to listen on`, { code: 'ENOTFOUND' }));
        return;
      }
      for (const { host } of usable) if (!this.#hosts.includes(host)) this.#hosts.push(host);
      this.#resolveNext(index + 1);
    });
  }

  #bindNext(): void {
    const index = this.#handles.length;
    if (index === this.#hosts.length) {
      this.operation.setResult(this.#handles);
      return;
    }
    this.#withdrawStep = this.#loop.network.listen(this.#target(index), this.#listener, (error, handle) => {
      if (handle !== null) {
        this.#handles.push(handle);
        this.#bindNext();
      } else if (this.#options.port === 0 && index > 0 && ++this.#attempts < PORT_ATTEMPTS) {
        this.#closeAll();
        this.#bindNext();
      } else {
        this.#fail(asError(error));
      }
    });
  }

  #target(index: number): ListenTarget {
    const { port, backlog = 100, noDelay, keepAlive, family } = this.#options;
    const host = this.#hosts[index];
    const first = this.#handles[0]?.address;
    // asyncio takes a free port for each address; one and the same is what a client of a name with two addresses needs.
    const samePort = first !== undefined && 'port' in first ? first.port : port;
    const ipv6Only = family === 6 || (host?.includes(':') && this.#hosts.length > 1);
    return { host, port: samePort, backlog, noDelay, keepAlive, ...(ipv6Only && { ipv6Only }) };
  }

  #fail(error: Error): void {
    this.#closeAll();
    if (!this.operation.done()) this.operation.setException(error);
  }

  #closeAll(): void {
    for (const handle of this.#handles) handle.close();
    this.#handles = [];
  }
}
