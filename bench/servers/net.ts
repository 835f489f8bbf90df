import { type AddressInfo, createServer, type Socket } from 'node:net';
import { control } from './control.ts';
import { FrameSplitter } from './frame-splitter.ts';

// The baseline: a 'data' listener and one write per message, written as well as that can be.
const framed = process.argv[2] === 'framed';
let connections = 0;

// noDelay, as asyncio and rxduct have it: Nagle's algorithm would hold the second of sixteen small answers for an ACK.
const server = createServer({ noDelay: true }, (socket) => {
  connections++;
  socket.on('close', () => connections--);
  socket.on('error', () => {}); // the load generator hangs up
  socket.on('data', framed ? framedEcho(socket) : (chunk: Buffer) => socket.write(chunk));
});

function framedEcho(socket: Socket): (chunk: Buffer) => void {
  const splitter = new FrameSplitter((frame) => socket.write(frame));
  return (chunk) => splitter.push(chunk);
}

server.listen(0, '127.0.0.1', 1024, () => control((server.address() as AddressInfo).port, () => connections));
