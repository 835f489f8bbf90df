import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { respond } from '../respond.ts';
import { pieces } from './pieces.ts';
import { Verifier } from './verifier.ts';

// The other side of a connection under test, on raw net: a sink that reads when it is told to, or a source.
const verifier = new Verifier();
let accepted: Socket | undefined;
let written = 0;

// allowHalfOpen: else a sink that saw EOF would end its own side before the verdict.
const sink = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
  accepted = socket;
  socket.on('data', (chunk) => verifier.push(chunk));
  socket.on('end', () => {
    verifier.ended = true;
    socket.end();
  });
  socket.on('error', (error) => console.error('sink:', error.message));
  socket.pause();
});

async function send(port: number, bytes: number): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', (error) => console.error('source:', error.message));
  socket.resume();
  for (const piece of pieces(bytes)) {
    written += piece.length;
    if (!socket.write(piece)) await once(socket, 'drain');
  }
  socket.end();
}

sink.listen(0, '127.0.0.1', () =>
  respond(
    { port: (sink.address() as AddressInfo).port },
    {
      send: ({ port, bytes }) => {
        send(Number(port), Number(bytes)).catch((error: unknown) => console.error('source:', error));
      },
      written: () => ({ bytes: written }),
      goOn: () => {
        accepted?.resume();
      },
      progress: () => verifier.progress(),
    },
  ),
);
