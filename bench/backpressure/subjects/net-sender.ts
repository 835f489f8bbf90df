import { once } from 'node:events';
import { connect } from 'node:net';
import { respond } from '../../respond.ts';
import { pieces } from '../pieces.ts';

// For comparison: raw net, waiting for 'drain'.
let written = 0;

async function send(port: number, bytes: number): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port });
  for (const piece of pieces(bytes)) {
    written += piece.length;
    if (!socket.write(piece)) await once(socket, 'drain');
  }
  socket.end();
}

respond(
  {},
  {
    send: ({ port, bytes }) => {
      send(Number(port), Number(bytes)).catch((error: unknown) => console.error('net-sender:', error));
    },
    written: () => ({ bytes: written }),
  },
);
