import { connect, type Socket } from 'node:net';
import { respond } from '../respond.ts';

/** Connections from one address: under the 28 000 ports Linux hands out for it. */
const PER_ADDRESS = 20_000;
const AT_ONCE = 200;

// The client's process of the idle-memory benchmark: connections that say nothing.
const open: Socket[] = [];

function openOne(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // The first address is left to connect(): a bind() to an explicit one searches for a free port at length.
    const further = Math.floor(open.length / PER_ADDRESS);
    const from = further === 0 ? {} : { localAddress: `127.0.0.${1 + further}` };
    const socket = connect({ host: '127.0.0.1', port, ...from });
    socket.once('connect', resolve).once('error', reject);
    open.push(socket);
  });
}

respond(
  {},
  {
    open: async ({ port, count }) => {
      for (let left = Number(count); left > 0; left -= AT_ONCE) {
        await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, () => openOne(Number(port))));
      }
    },
  },
);
