import { asError, type ConnectOptions, connect, getEventLoop, Operation, type Transport } from '../../src/index.ts';
import { driveProtocol } from './drive-protocol.ts';
import type { StreamProtocol } from './protocol.ts';

/**
 * Connects, and has a protocol driven by the connection.
 *
 * The factory is called once the connection is there; `connectionMade` comes before the result. Hot; cancelling closes, also while
 * connecting. Fails with what connecting failed with (`ECONNREFUSED`, `ENOTFOUND`, …), or with a TypeError for arguments that
 * make no sense.
 *
 * Follows asyncio's `create_connection`.
 */
export function createConnection<P extends StreamProtocol>(
  protocolFactory: () => P,
  options: ConnectOptions,
): Operation<[Transport, P]> {
  const loop = options.loop ?? getEventLoop();
  const operation = new Operation<[Transport, P]>(loop, () => subscription.unsubscribe());
  const subscription = connect({ ...options, loop }).subscribe({
    next: (transport) => {
      let protocol: P;
      try {
        protocol = protocolFactory();
      } catch (error) {
        operation.setException(error);
        transport.abort(asError(error));
        return;
      }
      driveProtocol(transport, protocol);
      loop.callSoon(() => {
        if (!operation.done()) operation.setResult([transport, protocol]);
      });
    },
    error: (error) => operation.setException(error),
  });
  return operation;
}
