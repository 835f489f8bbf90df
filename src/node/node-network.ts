import { lookup } from 'node:dns';
import { isIP, Server, Socket } from 'node:net';
import type { Address } from '../loop/address.ts';
import type {
  ConnectTarget,
  ListenHandle,
  ListenListener,
  ListenTarget,
  Network,
  SocketHandle,
  SocketOptions,
  Withdraw,
} from '../loop/network.ts';
import { NodeSocketHandle } from './node-socket-handle.ts';

/**
 * The operating system's network, on `node:net` and `node:dns`.
 *
 * Sockets are half-open underneath (what the peer's EOF means is decided above), and paused before they are connected, so that no
 * byte is read before somebody asks for it.
 */
export class NodeNetwork implements Network {
  resolve(
    host: string,
    options: { readonly family?: 4 | 6 | undefined },
    callback: (error: Error | null, addresses: readonly { host: string; family: 4 | 6 }[]) => void,
  ): Withdraw {
    let wanted = true;
    const literal = isIP(host);
    if (literal === 4 || literal === 6) {
      process.nextTick(() => wanted && callback(null, [{ host, family: literal }]));
    } else {
      lookup(host, { all: true, verbatim: true, family: options.family ?? 0 }, (error, found) => {
        if (!wanted) return;
        if (error !== null) callback(error, []);
        else
          callback(
            null,
            found.map(({ address, family }) => ({ host: address, family: family === 6 ? 6 : 4 })),
          );
      });
    }
    return () => {
      wanted = false;
    };
  }

  connect(target: ConnectTarget, callback: (error: Error | null, handle: SocketHandle | null) => void): Withdraw {
    const { address, localAddress, localPort } = target;
    const socket = new Socket({ allowHalfOpen: true });
    socket.pause();
    const onConnect = () => {
      stopWaiting();
      callback(null, new NodeSocketHandle(socket));
    };
    const onError = (error: Error) => {
      stopWaiting();
      callback(error, null);
    };
    const stopWaiting = () => {
      socket.off('connect', onConnect);
      socket.off('error', onError);
    };
    socket.on('connect', onConnect);
    socket.on('error', onError);
    socket.connect({
      host: address.host,
      port: address.port,
      family: address.family,
      ...(localAddress !== undefined && { localAddress }),
      ...(localPort !== undefined && { localPort }),
      ...socketOptions(target),
    });
    return () => {
      stopWaiting();
      socket.on('error', () => {});
      socket.destroy();
    };
  }

  listen(
    target: ListenTarget,
    listener: ListenListener,
    callback: (error: Error | null, handle: ListenHandle | null) => void,
  ): Withdraw {
    const server = new Server({ allowHalfOpen: true, pauseOnConnect: true, ...socketOptions(target) });
    server.on('connection', (socket) => listener.handleConnection(new NodeSocketHandle(socket)));
    let listening = false;
    server.on('error', (error) => {
      if (listening) listener.handleError(error);
      else callback(error, null);
    });
    server.on('listening', () => {
      listening = true;
      callback(null, new NodeListenHandle(server));
    });
    server.listen({
      port: target.port,
      backlog: target.backlog,
      ...(target.host !== undefined && { host: target.host }),
      ...(target.ipv6Only !== undefined && { ipv6Only: target.ipv6Only }),
    });
    return () => {
      server.removeAllListeners('listening');
      server.on('error', () => {});
      server.close();
    };
  }

  adopt(socket: object): SocketHandle {
    if (!(socket instanceof Socket)) throw new TypeError('socket: a connected net.Socket is wanted');
    if (socket.pending || socket.destroyed) throw new TypeError('socket: it is not connected');
    socket.allowHalfOpen = true;
    socket.pause();
    return new NodeSocketHandle(socket);
  }
}

class NodeListenHandle implements ListenHandle {
  readonly address: Address;
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
    const bound = server.address();
    this.address =
      bound !== null && typeof bound === 'object'
        ? { host: bound.address, port: bound.port, family: bound.family === 'IPv6' ? 6 : 4 }
        : { path: String(bound) };
  }

  close(): void {
    this.#server.close();
  }
}

function socketOptions({ noDelay = true, keepAlive = false }: SocketOptions): {
  noDelay: boolean;
  keepAlive: boolean;
  keepAliveInitialDelay: number;
} {
  return {
    noDelay,
    keepAlive: keepAlive !== false,
    keepAliveInitialDelay: typeof keepAlive === 'number' ? keepAlive : 0,
  };
}
