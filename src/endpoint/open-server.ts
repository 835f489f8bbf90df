import { asError, ConnectionError } from '../errors.ts';
import { Operation } from '../futures/operation.ts';
import { getEventLoop } from '../loop/current-loop.ts';
import { Server } from '../transport/server.ts';
import type { Transport } from '../transport/transport.ts';
import { resolveTimeouts } from '../transport/transport-options.ts';
import { bindAddresses } from './bind.ts';
import { checkListenOptions, type ListenOptions } from './listen-options.ts';

/** Who is told what a server does. */
export interface ServerCallbacks {
  onConnection(transport: Transport): void;
  onClose(): void;
}

/**
 * Makes a server, and starts it unless that is to be done later. Cancelling closes what was opened.
 *
 * @throws as `checkListenOptions`.
 */
export function openServer(options: ListenOptions, callbacks: ServerCallbacks): Operation<Server> {
  checkListenOptions(options);
  const loop = options.loop ?? getEventLoop();
  const { signal, startServing = true, maxConnections = Number.POSITIVE_INFINITY } = options;
  const server = new Server({
    loop,
    timeouts: resolveTimeouts(options),
    maxConnections,
    bind: (listener) => bindAddresses(loop, options, listener),
    onConnection: callbacks.onConnection,
    onClose: () => {
      signal?.removeEventListener('abort', onAbort);
      // A server that never came to be has failed, and that is told elsewhere.
      if (opening.done() && !opening.cancelled() && opening.exception() === null) callbacks.onClose();
    },
  });
  const opening = new Operation<Server>(loop, () => server.close());
  const onAbort = () => {
    if (!opening.done()) opening.setException(asError(signal?.reason ?? new ConnectionError('listen: aborted')));
    server.close();
  };
  if (signal?.aborted) {
    onAbort();
    return opening;
  }
  signal?.addEventListener('abort', onAbort, { once: true });
  if (!startServing) {
    opening.setResult(server);
    return opening;
  }
  server.startServing().addDoneCallback((started) => {
    if (opening.done()) {
      started.markRetrieved();
      return;
    }
    const exception = started.exception();
    if (exception === null) {
      opening.setResult(server);
    } else {
      opening.setException(exception);
      server.close();
    }
  });
  return opening;
}
