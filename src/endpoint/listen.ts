import type { Observable, Observer } from 'rxjs';
import { asError } from '../errors.ts';
import { type Guard, GuardedObservable } from '../flow/guarded-observable.ts';
import { getEventLoop } from '../loop/current-loop.ts';
import type { Server } from '../transport/server.ts';
import type { Transport } from '../transport/transport.ts';
import type { ListenOptions } from './listen-options.ts';
import { openServer } from './open-server.ts';

/**
 * A server, as a cold observable of the connections it accepts: subscribing listens, unsubscribing stops listening.
 *
 * Connections that were accepted stay open when the subscription ends. Errors if listening fails; completes when the server is
 * closed. What a subscriber throws for one connection goes to the exception handler and aborts that connection only; an error inside
 * of a `pipe` ends the whole subscription, so handle the errors of one connection in its inner pipe.
 *
 * ```ts
 * listen({ port: 8888 }).subscribe((transport) => transport.through(framed(lines(), map((line) => `Re: ${line}`))));
 * ```
 */
export function listen(
  options: ListenOptions & { listeningObserver?: Partial<Observer<Server>> },
): Observable<Transport> {
  const loop = options.loop ?? getEventLoop();
  let emitted: Transport | null = null;
  const guard: Guard = {
    handleUncaught(exception) {
      loop.callExceptionHandler({ message: 'listen: an error that no subscriber handled', exception });
      emitted?.abort(asError(exception));
    },
  };
  return new GuardedObservable<Transport>(guard, (subscriber) => {
    const opening = openServer(
      { ...options, loop },
      {
        onConnection: (transport) => {
          emitted = transport;
          subscriber.next(transport);
          emitted = null;
        },
        onClose: () => subscriber.complete(),
      },
    );
    opening.addDoneCallback(() => {
      if (opening.cancelled()) return;
      const exception = opening.exception();
      if (exception === null) options.listeningObserver?.next?.(opening.result());
      else subscriber.error(exception);
    });
    return () => {
      if (opening.cancel() || opening.cancelled() || opening.exception() !== null) return;
      opening.result().close();
    };
  });
}
