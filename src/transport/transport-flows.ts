import type { Observable, Subscriber, Unsubscribable } from 'rxjs';
import { Flow, type FlowSource } from '../flow/flow.ts';
import type { TransportEvent } from './transport.ts';

// The two observables of a transport. Their subscribe functions are shared by all transports and find theirs through `this`,
// which is the observable: a closure for each would be a good part of what an idle connection costs.

/** Who knows what to do with a subscriber. */
export interface FlowOwner extends FlowSource {
  subscribeToEvents(subscriber: Subscriber<TransportEvent>): Unsubscribable;
  subscribeToData(subscriber: Subscriber<Buffer>): Unsubscribable;
}

/** `Transport.events`. */
export class EventFlow extends Flow<TransportEvent> {
  readonly owner: FlowOwner;

  constructor(owner: FlowOwner) {
    super(owner, subscribeToEvents);
    this.owner = owner;
  }
}

/** `Transport.data`. */
export class DataFlow extends Flow<Buffer> {
  readonly owner: FlowOwner;

  constructor(owner: FlowOwner) {
    super(owner, subscribeToData);
    this.owner = owner;
  }
}

function subscribeToEvents(this: Observable<TransportEvent>, subscriber: Subscriber<TransportEvent>): Unsubscribable {
  return (this as EventFlow).owner.subscribeToEvents(subscriber);
}

function subscribeToData(this: Observable<Buffer>, subscriber: Subscriber<Buffer>): Unsubscribable {
  return (this as DataFlow).owner.subscribeToData(subscriber);
}
