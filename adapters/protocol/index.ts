export { asOperator } from './as-operator.ts';
export { asProtocol } from './as-protocol.ts';
export { createConnection } from './create-connection.ts';
export { createServer } from './create-server.ts';
export { driveProtocol } from './drive-protocol.ts';
export { BufferedProtocol, Protocol, type StreamProtocol } from './protocol.ts';
