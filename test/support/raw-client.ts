// A peer without the library: Node's own socket, with what a test wants to know of it.
import { once } from 'node:events';
import { Socket } from 'node:net';

export class RawClient {
  readonly socket: Socket;
  readonly #chunks: Buffer[] = [];
  #wake: () => void = () => {};
  #ended = false;
  #closed = false;
  #error: NodeJS.ErrnoException | null = null;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#wake();
    });
    socket.on('end', () => {
      this.#ended = true;
      this.#wake();
    });
    socket.on('error', (error) => {
      this.#error = error;
    });
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  /** Connects; `reading: false`: nothing is read before `resume`. */
  static async connect(port: number, { reading = true } = {}): Promise<RawClient> {
    const socket = new Socket({ allowHalfOpen: true });
    if (!reading) socket.pause();
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const client = new RawClient(socket);
    if (!reading) socket.pause();
    return client;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.bytes.toString();
  }

  get size(): number {
    return this.#chunks.reduce((size, { length }) => size + length, 0);
  }

  get error(): NodeJS.ErrnoException | null {
    return this.#error;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Waits until so much has come in, or no more will. */
  async received(size: number): Promise<void> {
    await this.#until(() => this.size >= size || this.#ended || this.#closed);
  }

  /** Waits for the server's EOF, or the end of everything. */
  async eof(): Promise<void> {
    await this.#until(() => this.#ended || this.#closed);
  }

  async closed(): Promise<void> {
    await this.#until(() => this.#closed);
  }

  write(data: string | Buffer): void {
    this.socket.write(data);
  }

  end(): void {
    this.socket.end();
  }

  reset(): void {
    this.socket.resetAndDestroy();
  }

  async destroy(): Promise<void> {
    this.socket.destroy();
    await this.closed();
  }

  async #until(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
