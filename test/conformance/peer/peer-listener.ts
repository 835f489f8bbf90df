import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Signal } from '../signal.ts';

/** A listening socket with a blocking `accept`. What it accepts is paused. */
export class PeerListener {
  readonly #server: Server;
  readonly #accepted: Socket[] = [];
  readonly #changed = new Signal();

  private constructor() {
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
      this.#accepted.push(socket);
      this.#changed.fire();
    });
  }

  static async open(): Promise<PeerListener> {
    const listener = new PeerListener();
    await new Promise<void>((resolve, reject) => {
      listener.#server.once('error', reject);
      listener.#server.listen(0, '127.0.0.1', resolve);
    });
    return listener;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async accept(): Promise<Socket> {
    let socket: Socket | undefined;
    await this.#changed.until(() => {
      socket = this.#accepted.shift();
      return socket !== undefined;
    });
    return socket as Socket;
  }

  async close(): Promise<void> {
    for (const socket of this.#accepted) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
