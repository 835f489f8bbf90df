/** `npm start`: the classic echo server on 8888 and the reactive one on 8889; `PORT=n` gives n and n + 1. */
import { startEchoReactive } from './echo-reactive.ts';
import { startEchoServer } from './echo-server.ts';
import { portFromEnvironment, start, stopOnSignal } from './run-server.ts';

async function main(): Promise<void> {
  const port = portFromEnvironment(8888);
  if (port === 65_535) {
    console.error('PORT is 65535; the reactive server would need the port behind it');
    process.exit(2);
  }
  const classic = await start('classic', port, startEchoServer);
  const reactive = await start('reactive', port === 0 ? 0 : port + 1, startEchoReactive);
  stopOnSignal([classic, reactive]);
  console.log('Try: nc localhost PORT. Silence for 5 s closes a connection, Ctrl-C stops the servers.');
}

void main();
