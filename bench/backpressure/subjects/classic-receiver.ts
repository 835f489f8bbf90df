import type { Transport } from 'rxduct';
import { createServer, Protocol } from 'rxduct/protocol';
import { respond } from '../../respond.ts';
import { READ_BEFORE_STOP } from '../stop.ts';
import { Verifier } from '../verifier.ts';

const verifier = new Verifier();
let stopped: Transport | null = null;
let told = false;

class Receiver extends Protocol {
  #transport: Transport | null = null;

  override connectionMade(transport: Transport): void {
    this.#transport = transport;
  }

  override dataReceived(data: Buffer): void {
    verifier.push(data);
    if (told || stopped !== null || verifier.bytes < READ_BEFORE_STOP) return;
    stopped = this.#transport;
    stopped?.pauseReading();
  }

  override eofReceived(): void {
    verifier.ended = true;
  }

  override connectionLost(error: Error | null): void {
    if (error !== null) console.error('classic-receiver:', error);
  }
}

createServer(() => new Receiver(), { host: '127.0.0.1', port: 0 }).then(
  (server) =>
    respond(server.addresses[0] ?? {}, {
      goOn: () => {
        told = true;
        stopped?.resumeReading();
      },
      progress: () => verifier.progress(),
    }),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
