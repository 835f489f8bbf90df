/**
 * The same echo server, with operators only. The protocol is `echo`, a function from what comes in to what goes out; it knows
 * nothing of sockets, and `marbles.test.ts` tests it without one.
 *
 *     npm run example examples/echo-reactive.ts
 */

import { formatAddress, listen, type Server, type Transport, type TransportEvent } from 'rxduct';
import { EMPTY, map, type OperatorFunction, pipe, timeout } from 'rxjs';
import { type Log, runServer } from './run-server.ts';

const IDLE_MILLISECONDS = 5000;

/** Answers `Re: ` and what came; completes, and so closes, after five seconds without data. */
export const echo: OperatorFunction<Buffer, string> = pipe(
  timeout({ each: IDLE_MILLISECONDS, with: () => EMPTY }),
  map((data) => `Re: ${data}`),
);

function describe(event: TransportEvent): string | null {
  if (event.type === 'connection') return 'connected';
  if (event.type === 'data') return `sent ${JSON.stringify(event.data.toString())}`;
  if (event.type === 'eof') return 'sent EOF';
  if (event.type === 'lost') return event.error === null ? 'lost' : `lost: ${event.error.message}`;
  return null;
}

function watch(transport: Transport, log: Log): void {
  const peername = transport.getExtraInfo('peername');
  const peer = peername === undefined ? 'somebody' : formatAddress(peername);
  transport.events.subscribe((event) => {
    const text = describe(event);
    if (text !== null) log(`${peer} ${text}`);
  });
}

export function startEchoReactive(port: number, log: Log): Promise<Server> {
  return new Promise((resolve, reject) => {
    listen({ port, listeningObserver: { next: resolve } }).subscribe({
      next: (transport) => {
        watch(transport, log);
        transport.through(echo);
      },
      error: reject,
    });
  });
}

if (require.main === module) void runServer('the reactive echo server', 8889, startEchoReactive);
