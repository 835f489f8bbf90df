import type { Observable } from 'rxjs';
import { asError } from '../errors.ts';
import { type Guard, GuardedObservable } from '../flow/guarded-observable.ts';
import { getEventLoop } from '../loop/current-loop.ts';
import type { Transport } from '../transport/transport.ts';
import type { ConnectOptions } from './connect-options.ts';
import { connectTransport } from './connector.ts';

/**
 * A connection, as a cold observable: subscribing connects, unsubscribing closes, also while connecting.
 *
 * Emits one Transport and stays subscribed: it completes when the connection is lost, and errors only if connecting fails.
 * **`take(1)`, `first()` and `firstValueFrom` unsubscribe, and so close the connection they have just got.** Use the transport
 * inside of the pipe, or keep the subscription:
 * `new Promise<Transport>((resolve, reject) => connect(options).subscribe({ next: resolve, error: reject }))`.
 *
 * ```ts
 * connect({ host: 'localhost', port: 6379 }).pipe(
 *   switchMap((transport) => transport.data.pipe(decode(lines()))),
 *   retry({ delay: 1000 }),
 * );
 * ```
 */
export function connect(options: ConnectOptions): Observable<Transport> {
  const loop = options.loop ?? getEventLoop();
  let emitted: Transport | null = null;
  const guard: Guard = {
    handleUncaught(exception) {
      loop.callExceptionHandler({ message: 'connect: an error that no subscriber handled', exception });
      emitted?.abort(asError(exception));
    },
  };
  return new GuardedObservable<Transport>(guard, (subscriber) => {
    let connection: Transport | null = null;
    const withdraw = connectTransport(
      { ...options, loop },
      {
        connected: (transport) => {
          connection = transport;
          transport.closed.addDoneCallback(() => subscriber.complete());
          emitted = transport;
          subscriber.next(transport);
          emitted = null;
        },
        failed: (error) => subscriber.error(error),
      },
    );
    return () => {
      withdraw();
      connection?.close();
    };
  });
}
