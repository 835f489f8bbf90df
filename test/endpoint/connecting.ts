import { type ConnectOptions, connect, type Transport } from 'rxduct';
import { FakeHandle } from '../support/fake-handle.ts';
import { FakeNetwork, systemError } from '../support/fake-network.ts';
import { ManualLoop } from '../support/manual-loop.ts';

export const refused = (what = ''): Error => systemError('ECONNREFUSED', `refused ${what}`);

/** A connection on its way over a network without answers of its own. */
export const start = (options: Partial<ConnectOptions> = {}) => {
  const network = new FakeNetwork();
  const loop = new ManualLoop({ network });
  const seen: (Transport | string)[] = [];
  const errors: unknown[] = [];
  const connection = connect({ host: 'name', port: 80, ...options, loop });
  const subscribe = () =>
    connection.subscribe({
      next: (transport) => seen.push(transport),
      error: (error) => errors.push(error),
      complete: () => seen.push('complete'),
    });
  return { network, loop, seen, errors, connection, subscribe };
};

/** The same, connected. */
export const connected = (options?: Partial<ConnectOptions>) => {
  const it = start(options);
  const subscription = it.subscribe();
  const handle = new FakeHandle();
  it.network.lookup.succeed('10.0.0.1');
  it.network.attempt.succeed(handle);
  return { ...it, subscription, handle, transport: it.seen[0] as Transport };
};
