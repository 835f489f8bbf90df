import { Future, type ListenOptions, listen, type Server, type Transport } from 'rxduct';
import type { Subscription } from 'rxjs';

export interface TestServer {
  readonly port: number;
  readonly server: Server;
  /** Stops listening, aborts every connection, and waits until they are lost. */
  stop(): Promise<void>;
}

export const portOf = (server: Server): number => {
  const [address] = server.addresses;
  if (address === undefined || !('port' in address)) throw new Error('the server does not listen on a port');
  return address.port;
};

/** Stops a server whose connections may be in any state. */
export const stopServer = async (server: Server): Promise<void> => {
  server.close();
  server.abortClients();
  await server.waitClosed();
};

/** A server that hands every connection to `accept`, as the `next` of `listen`. */
export const serve = async (
  accept: (transport: Transport) => void,
  options: Partial<ListenOptions> = {},
): Promise<TestServer> => {
  const listening = new Future<Server>();
  const subscription: Subscription = listen({
    host: '127.0.0.1',
    port: 0,
    ...options,
    listeningObserver: { next: (server) => listening.setResult(server) },
  }).subscribe({ next: accept, error: (error) => listening.setException(error) });
  const server = await listening;
  return {
    port: portOf(server),
    server,
    stop: async () => {
      await stopServer(server);
      subscription.unsubscribe();
    },
  };
};
