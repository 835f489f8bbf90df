// A network whose answers a test gives by hand: names, connections, listening sockets.
import type {
  Address,
  ConnectTarget,
  ListenHandle,
  ListenListener,
  ListenTarget,
  Network,
  SocketHandle,
  Withdraw,
} from 'rxduct';

/** A question that has been put to the network, and may be withdrawn before it is answered. */
class Request<A extends unknown[]> {
  #callback: ((...answer: A) => void) | null;
  #withdrawn = false;

  constructor(callback: (...answer: A) => void) {
    this.#callback = callback;
  }

  get withdrawn(): boolean {
    return this.#withdrawn;
  }

  readonly withdraw: Withdraw = () => {
    this.#withdrawn = true;
    this.#callback = null;
  };

  protected answer(...answer: A): void {
    const callback = this.#callback;
    if (callback === null) throw new Error('the request was withdrawn or answered');
    this.#callback = null;
    callback(...answer);
  }
}

type Found = { host: string; family: 4 | 6 };

export class Lookup extends Request<[Error | null, readonly Found[]]> {
  readonly host: string;
  readonly family: 4 | 6 | undefined;

  constructor(
    host: string,
    family: 4 | 6 | undefined,
    callback: (error: Error | null, found: readonly Found[]) => void,
  ) {
    super(callback);
    this.host = host;
    this.family = family;
  }

  succeed(...hosts: string[]): void {
    this.answer(
      null,
      hosts.map((host) => ({ host, family: host.includes(':') ? 6 : 4 })),
    );
  }

  fail(error: Error): void {
    this.answer(error, []);
  }
}

export class Attempt extends Request<[Error | null, SocketHandle | null]> {
  readonly target: ConnectTarget;

  constructor(target: ConnectTarget, callback: (error: Error | null, handle: SocketHandle | null) => void) {
    super(callback);
    this.target = target;
  }

  succeed(handle: SocketHandle): void {
    this.answer(null, handle);
  }

  fail(error: Error): void {
    this.answer(error, null);
  }
}

export class Binding extends Request<[Error | null, ListenHandle | null]> implements ListenHandle {
  readonly target: ListenTarget;
  readonly listener: ListenListener;
  address: Address = { path: 'not bound' };
  closed = false;

  constructor(
    target: ListenTarget,
    listener: ListenListener,
    callback: (error: Error | null, handle: ListenHandle | null) => void,
  ) {
    super(callback);
    this.target = target;
    this.listener = listener;
  }

  succeed(port: number): void {
    const host = this.target.host ?? '::';
    this.address = { host, port, family: host.includes(':') ? 6 : 4 };
    this.answer(null, this);
  }

  fail(error: Error): void {
    this.answer(error, null);
  }

  close(): void {
    this.closed = true;
  }
}

export class FakeNetwork implements Network {
  readonly lookups: Lookup[] = [];
  readonly attempts: Attempt[] = [];
  readonly bindings: Binding[] = [];

  get lookup(): Lookup {
    return last(this.lookups);
  }

  get attempt(): Attempt {
    return last(this.attempts);
  }

  get binding(): Binding {
    return last(this.bindings);
  }

  resolve(
    host: string,
    { family }: { readonly family?: 4 | 6 | undefined },
    callback: (error: Error | null, addresses: readonly Found[]) => void,
  ): Withdraw {
    this.lookups.push(new Lookup(host, family, callback));
    return this.lookup.withdraw;
  }

  connect(target: ConnectTarget, callback: (error: Error | null, handle: SocketHandle | null) => void): Withdraw {
    this.attempts.push(new Attempt(target, callback));
    return this.attempt.withdraw;
  }

  listen(
    target: ListenTarget,
    listener: ListenListener,
    callback: (error: Error | null, handle: ListenHandle | null) => void,
  ): Withdraw {
    this.bindings.push(new Binding(target, listener, callback));
    return this.binding.withdraw;
  }

  adopt(): SocketHandle {
    throw new TypeError('nothing to adopt here');
  }
}

/** An error as the operating system's. */
export const systemError = (code: string, message = code): Error & { code: string } =>
  Object.assign(new Error(message), { code });

function last<T>(list: readonly T[]): T {
  const item = list.at(-1);
  if (item === undefined) throw new Error('nothing was asked for');
  return item;
}
