import { connect, type Socket } from 'node:net';

/** Every lane reads into this one buffer: what comes is counted or compared at once, and never kept. */
const shared = Buffer.allocUnsafe(256 * 1024);

/** One connection of the load generator. It counts what comes back; in the check pass it compares it, too. */
export class Lane {
  readonly socket: Socket;
  readonly opened: Promise<void>;
  #missing = 0;
  #expected: Buffer | null = null;
  #answered: () => void = () => {};
  #failed: (error: Error) => void = () => {};

  constructor(port: number) {
    const callback = (bytes: number, buffer: Uint8Array): boolean => {
      this.#received(bytes, buffer);
      return true;
    };
    this.socket = connect({ host: '127.0.0.1', port, noDelay: true, onread: { buffer: shared, callback } });
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('connect', resolve).once('error', reject);
    });
    this.opened.catch(() => {}); // whoever awaits it is told
    this.socket.on('error', (error) => this.#failed(error));
    this.socket.on('close', () => this.#failed(new Error('the server closed a connection')));
  }

  /** From now on: what to do when a whole answer came, and when none will. */
  listen(answered: () => void, failed: (error: Error) => void): void {
    this.#answered = answered;
    this.#failed = failed;
  }

  /** `bytes` are to come back. */
  expect(bytes: number): void {
    this.#missing = bytes;
    this.#expected = null;
  }

  /** Exactly these bytes are to come back. */
  expectExactly(answer: Buffer): void {
    this.#missing = answer.length;
    this.#expected = answer;
  }

  #received(bytes: number, buffer: Uint8Array): void {
    if (this.#expected !== null) this.#compare(buffer.subarray(0, bytes), this.#expected);
    this.#missing -= bytes;
    if (this.#missing < 0) this.#failed(new Error(`${-this.#missing} bytes too many came back`));
    else if (this.#missing === 0) this.#answered();
  }

  #compare(got: Uint8Array, expected: Buffer): void {
    const at = expected.length - this.#missing;
    if (Buffer.compare(got, expected.subarray(at, at + got.length)) === 0) return;
    this.#failed(
      new Error(`wrong bytes came back after ${at} of ${expected.length} on connection ${this.socket.localPort}`),
    );
  }
}
