// The built package as an ESM user sees it.
import { framed, lines, listen } from 'rxduct';
import { asOperator, createConnection, Protocol } from 'rxduct/protocol';
import { checkTransport } from 'rxduct/testing';
import { map } from 'rxjs';

if (typeof checkTransport !== 'function' || typeof asOperator !== 'function') throw new Error('an export is missing');

const server = await new Promise((resolve, reject) => {
  listen({ host: '127.0.0.1', port: 0, listeningObserver: { next: resolve } }).subscribe({
    next: (transport) =>
      transport.through(
        framed(
          lines(),
          map((line) => `Re: ${line}`),
        ),
      ),
    error: reject,
  });
});

class Client extends Protocol {
  text = '';
  constructor(done) {
    super();
    this.done = done;
  }
  dataReceived(data) {
    this.text += data;
  }
  connectionLost(error) {
    this.done(error ?? this.text);
  }
}

const answer = await new Promise((resolve, reject) => {
  createConnection(() => new Client(resolve), { host: '127.0.0.1', port: server.addresses[0].port }).then(
    ([transport]) => {
      transport.write('from\nESM\n');
      transport.writeEof();
    },
    reject,
  );
});
server.close();
await server.waitClosed();
if (answer !== 'Re: from\nRe: ESM\n') throw new Error(`got ${answer}`);
console.log('ok ESM');
