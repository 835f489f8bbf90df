import { getEventLoop, type ListenOptions, listen, Operation, type Server } from '../../src/index.ts';
import { driveProtocol } from './drive-protocol.ts';
import type { StreamProtocol } from './protocol.ts';

/**
 * Listens, and gives every accepted connection a protocol of its own.
 *
 * Fails as the operating system does (`EADDRINUSE`), with a TypeError or a RangeError for arguments that make no sense. What the
 * factory throws goes to the exception handler, and costs that connection only. Hot; cancelling closes.
 *
 * Follows asyncio's `create_server`.
 */
export function createServer(protocolFactory: () => StreamProtocol, options: ListenOptions): Operation<Server> {
  const loop = options.loop ?? getEventLoop();
  const operation = new Operation<Server>(loop, () => subscription.unsubscribe());
  const subscription = listen({
    ...options,
    loop,
    listeningObserver: { next: (server) => operation.setResult(server) },
  }).subscribe({
    next: (transport) => driveProtocol(transport, protocolFactory()),
    error: (error) => operation.setException(error),
  });
  return operation;
}
