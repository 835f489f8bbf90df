// Two ends of a real TCP connection, nobody subscribed to either of them.
import { type ConnectOptions, connect, Future, type ListenOptions, listen, type Server, type Transport } from 'rxduct';

export interface TcpPair {
  readonly client: Transport;
  readonly server: Transport;
  /** Aborts both ends, and stops listening. */
  readonly dispose: () => Promise<void>;
}

export const tcpPair = async (
  options: { connect?: Partial<ConnectOptions>; listen?: Partial<ListenOptions> } = {},
): Promise<TcpPair> => {
  const accepted = new Future<Transport>();
  const listening = new Future<Server>();
  const made = new Future<Transport>();
  const accepting = listen({
    host: '127.0.0.1',
    port: 0,
    ...options.listen,
    listeningObserver: { next: (server) => listening.setResult(server) },
  }).subscribe({
    next: (transport) => accepted.setResult(transport),
    error: (error) => listening.setException(error),
  });
  const { addresses } = await listening;
  const port = addresses[0] !== undefined && 'port' in addresses[0] ? addresses[0].port : 0;
  const connecting = connect({ host: '127.0.0.1', port, ...options.connect }).subscribe({
    next: (transport) => made.setResult(transport),
    error: (error) => made.setException(error),
  });
  const [client, server] = await Promise.all([made, accepted]);
  return {
    client,
    server,
    dispose: async () => {
      client.abort();
      server.abort();
      connecting.unsubscribe();
      accepting.unsubscribe();
      await Promise.all([client.closed, server.closed]);
    },
  };
};
