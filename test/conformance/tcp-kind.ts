import { type AddressInfo, createServer as createNodeServer, Socket } from 'node:net';
import type { ConnectOptions } from 'rxduct';
import { createConnection, createServer } from 'rxduct/protocol';
import type { Endpoint } from './endpoint.ts';
import type { Kind } from './kind.ts';
import type { Scenario } from './scenario.ts';

const LOCALHOST = '127.0.0.1';

/** A port that refuses connections: it was free a moment ago. */
const refusingPort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createNodeServer();
    server.once('error', reject);
    server.listen(0, LOCALHOST, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Connected, and paused so that nothing is lost before somebody adopts it. */
const connectedSocket = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = new Socket({ allowHalfOpen: true });
    socket.pause();
    socket.once('error', reject);
    socket.connect(port, LOCALHOST, () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });

const wrongOptions = async (wrong: string, port: number): Promise<ConnectOptions> => {
  switch (wrong) {
    case 'nothing':
      return {};
    case 'host_and_sock':
      return { host: LOCALHOST, port, socket: await connectedSocket(port) };
    case 'server_hostname_without_ssl':
      return { host: LOCALHOST, port, servername: 'localhost' };
    default:
      throw new Error(`bad_args ${wrong}`);
  }
};

const clientOptions = async ({ options }: Scenario, peerPort: number): Promise<ConnectOptions> => {
  if (options.bad_args !== undefined) return wrongOptions(options.bad_args, peerPort);
  if (options.sock === 'connected') return { socket: await connectedSocket(peerPort) };
  const { host = LOCALHOST, local_addr, happy_eyeballs_delay, interleave, connect_to } = options;
  return {
    host,
    port: connect_to === 'refused' ? await refusingPort() : peerPort,
    ...(local_addr && { localAddress: local_addr[0], localPort: local_addr[1] }),
    ...(happy_eyeballs_delay !== undefined && { happyEyeballsDelay: happy_eyeballs_delay * 1000 }),
    ...(interleave !== undefined && { interleave }),
  };
};

const startClient = async (endpoint: Endpoint, peerPort: number): Promise<void> => {
  const options = await clientOptions(endpoint.scenario, peerPort);
  try {
    const [, protocol] = await createConnection(endpoint.createFirstProtocol, options);
    endpoint.connected(protocol);
  } catch (error) {
    if (options.socket instanceof Socket) options.socket.destroy();
    endpoint.failed(error);
  }
};

const startServer = async (endpoint: Endpoint): Promise<void> => {
  const { host = LOCALHOST, start_serving: startServing = true } = endpoint.scenario.options;
  try {
    endpoint.serves(await createServer(endpoint.createFirstProtocol, { host, port: 0, startServing }));
  } catch (error) {
    endpoint.failed(error);
  }
};

export const TCP: Kind = {
  creation: ({ role }) => (role === 'server' ? 'create_server' : 'create_connection'),
  peerListens: ({ role }) => role === 'client',
  start: (endpoint, peer) => (peer.port === null ? startServer(endpoint) : startClient(endpoint, peer.port)),
};
