import { type AddressInfo, createServer } from 'node:net';
import { control } from './control.ts';

// The ceiling of the framed scenarios: one read, one write, no frame ever looked at. What `net` costs at the least.
let connections = 0;

const server = createServer({ noDelay: true }, (socket) => {
  connections++;
  socket.on('close', () => connections--);
  socket.on('error', () => {});
  socket.on('data', (chunk) => socket.write(chunk));
});

server.listen(0, '127.0.0.1', 1024, () => control((server.address() as AddressInfo).port, () => connections));
