/**
 * asyncio's EchoServer, line for line: answers `Re: ` and what it got, prints what happens, and closes a connection that has
 * been silent for five seconds.
 *
 *     npm run example examples/echo-server.ts
 */
import { formatAddress, type Server, type TimerHandle, type Transport } from 'rxduct';
import { createServer, Protocol } from 'rxduct/protocol';
import { type Log, runServer } from './run-server.ts';

const IDLE_MILLISECONDS = 5000;

export class EchoServer extends Protocol {
  readonly #log: Log;
  #transport!: Transport;
  #peer = '';
  #idle!: TimerHandle;

  constructor(log: Log) {
    super();
    this.#log = log;
  }

  override connectionMade(transport: Transport): void {
    const peername = transport.getExtraInfo('peername');
    this.#transport = transport;
    this.#peer = peername === undefined ? 'somebody' : formatAddress(peername);
    this.#idle = transport.loop.callLater(IDLE_MILLISECONDS, () => {
      this.#log(`${this.#peer} was silent for ${IDLE_MILLISECONDS} ms, closing`);
      transport.close();
    });
    this.#log(`${this.#peer} connected`);
  }

  override dataReceived(data: Buffer): void {
    this.#log(`${this.#peer} sent ${JSON.stringify(data.toString())}`);
    this.#idle.refresh();
    this.#transport.writeLines(['Re: ', data]);
  }

  override eofReceived(): void {
    this.#log(`${this.#peer} sent EOF`);
  }

  override connectionLost(error: Error | null): void {
    this.#idle.cancel();
    this.#log(`${this.#peer} lost${error === null ? '' : `: ${error.message}`}`);
  }
}

export async function startEchoServer(port: number, log: Log): Promise<Server> {
  return createServer(() => new EchoServer(log), { port });
}

if (require.main === module) void runServer('the echo server', 8888, startEchoServer);
