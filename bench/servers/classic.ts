import type { Transport } from 'rxduct';
import { createServer, Protocol } from 'rxduct/protocol';
import { control } from './control.ts';
import { FrameSplitter } from './frame-splitter.ts';

let connections = 0;

class Counted extends Protocol {
  protected transport!: Transport;

  override connectionMade(transport: Transport): void {
    connections++;
    this.transport = transport;
  }

  override connectionLost(): void {
    connections--;
  }
}

class RawEcho extends Counted {
  override dataReceived(data: Buffer): void {
    this.transport.write(data);
  }
}

class FramedEcho extends Counted {
  readonly #splitter = new FrameSplitter((frame) => this.transport.write(frame));

  override dataReceived(data: Buffer): void {
    this.#splitter.push(data);
  }
}

const Echo = process.argv[2] === 'framed' ? FramedEcho : RawEcho;

async function main(): Promise<void> {
  const server = await createServer(() => new Echo(), { host: '127.0.0.1', port: 0, backlog: 1024 });
  const address = server.addresses[0];
  if (address === undefined || !('port' in address)) throw new Error('the server has no address');
  control(address.port, () => connections);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
