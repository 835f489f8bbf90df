/**
 * A TCP proxy: listens on a port and carries every connection to a target and back.
 *
 *     npm run example examples/proxy.ts localhost:8888     # then: nc localhost 8891
 *
 * Backpressure goes both ways and all the way through: a client that does not read stops the reading from the target, and the
 * other way round. Half-closing works as if the proxy were not there.
 */
import { connect, listen, type Server, type Transport } from 'rxduct';
import { type Log, runServer } from './run-server.ts';

export interface ProxyOptions {
  host?: string;
  port: number;
  target: { host: string; port: number };
  log?: Log;
}

/** All that comes from one side goes to the other, its EOF included. A loss on one side aborts the other. */
async function carry(from: Transport, to: Transport): Promise<void> {
  await to.send(from.data);
  if (!to.isClosing()) to.writeEof();
}

function serve(client: Transport, target: ProxyOptions['target'], log: Log): void {
  connect(target).subscribe({
    next: (server) => {
      const done = Promise.allSettled([carry(client, server), carry(server, client)]);
      void done.then((ways) => {
        const failed = ways.find((way) => way.status === 'rejected');
        log(failed === undefined ? 'a connection has ended' : `a connection was cut off: ${failed.reason}`);
      });
    },
    error: (error) => {
      log(`the target cannot be reached: ${error.message}`);
      client.abort(error);
    },
  });
}

export function startProxy({ host, port, target, log = () => {} }: ProxyOptions): Promise<Server> {
  return new Promise((resolve, reject) => {
    listen({ host, port, listeningObserver: { next: resolve } }).subscribe({
      next: (client) => serve(client, target, log),
      error: reject,
    });
  });
}

/** `host:port`; ends the process with a clear message if it is none. */
function parseTarget(text: string | undefined): ProxyOptions['target'] {
  const match = /^(.+):(\d+)$/.exec(text ?? '');
  if (match === null || Number(match[2]) > 65_535) {
    console.error('usage: npm run example examples/proxy.ts HOST:PORT');
    process.exit(2);
  }
  return { host: match[1] as string, port: Number(match[2]) };
}

if (require.main === module) {
  const target = parseTarget(process.argv[2]);
  void runServer('proxy', 8891, (port, log) => startProxy({ port, target, log }));
}
