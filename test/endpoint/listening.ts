import { type ListenOptions, listen, type Server, type Transport } from 'rxduct';
import { FakeHandle } from '../support/fake-handle.ts';
import { FakeNetwork } from '../support/fake-network.ts';
import { ManualLoop } from '../support/manual-loop.ts';

/** A server over a network without answers of its own. */
export const start = (options: Partial<ListenOptions> = {}) => {
  const network = new FakeNetwork();
  const loop = new ManualLoop({ network });
  const accepted: Transport[] = [];
  const seen: string[] = [];
  const errors: unknown[] = [];
  const servers: Server[] = [];
  const listening = listen({
    port: 80,
    ...options,
    loop,
    listeningObserver: {
      next: (server) => {
        servers.push(server);
        seen.push('listening');
      },
    },
  });
  const subscribe = () =>
    listening.subscribe({
      next: (transport) => {
        accepted.push(transport);
        seen.push('connection');
      },
      error: (error) => errors.push(error),
      complete: () => seen.push('complete'),
    });
  return { network, loop, accepted, seen, errors, servers, listening, subscribe };
};

/** The same, listening. */
export const serving = (options?: Partial<ListenOptions>) => {
  const it = start(options);
  const subscription = it.subscribe();
  it.network.binding.succeed(80);
  it.loop.settle();
  const connectTo = (): FakeHandle => {
    const handle = new FakeHandle();
    it.network.binding.listener.handleConnection(handle);
    return handle;
  };
  return { ...it, subscription, server: it.servers[0] as Server, connectTo };
};
