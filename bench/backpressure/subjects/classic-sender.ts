import type { Transport } from 'rxduct';
import { createConnection, Protocol } from 'rxduct/protocol';
import { respond } from '../../respond.ts';
import { pieces } from '../pieces.ts';

let written = 0;

/** Writes until it is told to pause, as asyncio's flow control asks of a protocol. */
class Sender extends Protocol {
  readonly #pieces: Iterator<Buffer, void>;
  #transport: Transport | null = null;
  #paused = false;

  constructor(bytes: number) {
    super();
    this.#pieces = pieces(bytes, Buffer.alloc(16 * 1024));
  }

  override connectionMade(transport: Transport): void {
    this.#transport = transport;
    this.#pump();
  }

  override pauseWriting(): void {
    this.#paused = true;
  }

  override resumeWriting(): void {
    this.#paused = false;
    this.#pump();
  }

  override connectionLost(error: Error | null): void {
    if (error !== null) console.error('classic-sender:', error);
  }

  #pump(): void {
    while (!this.#paused) {
      const { done, value } = this.#pieces.next();
      if (done) {
        this.#transport?.close();
        return;
      }
      written += value.length;
      this.#transport?.write(value);
    }
  }
}

respond(
  {},
  {
    send: async ({ port, bytes }) => {
      await createConnection(() => new Sender(Number(bytes)), { host: '127.0.0.1', port: Number(port) });
    },
    written: () => ({ bytes: written }),
  },
);
