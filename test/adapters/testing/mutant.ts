import type { Transport, TransportEvent } from 'rxduct';
import type { Observable } from 'rxjs';
import { map, type OperatorFunction } from 'rxjs';

/** What is wrong with a mutant. */
export interface Mutation {
  readonly events?: OperatorFunction<TransportEvent, TransportEvent>;
  readonly members?: (healthy: Transport) => Partial<Transport>;
}

/** A transport with one fault in it. */
export const mutate = (healthy: Transport, { events, members }: Mutation): Transport => {
  const replaced: Partial<Transport> = members?.(healthy) ?? {};
  const mutant: Transport = new Proxy(healthy, {
    get(target, name) {
      if (name === 'events') return mutantEvents;
      if (name in replaced) return Reflect.get(replaced, name);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const renamed = healthy.events.pipe(
    map((event): TransportEvent => (event.type === 'connection' ? { ...event, transport: mutant } : event)),
  );
  const mutantEvents: Observable<TransportEvent> = events === undefined ? renamed : renamed.pipe(events);
  return mutant;
};
