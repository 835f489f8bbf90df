import { BehaviorSubject, type Observable, type Subscriber } from 'rxjs';
import { asError } from '../errors.ts';
import type { Flow } from '../flow/flow.ts';
import type { Valve } from '../flow/valve.ts';
import { Future } from '../futures/future.ts';
import type { Dispatch } from '../loop/dispatch.ts';
import { DataSink, type EventSink, EventSinks, type SinkOwner, SubscriberSink } from './event-sinks.ts';
import type { Outgoing } from './outgoing.ts';
import type { Transport, TransportEvent } from './transport.ts';
import { DataFlow, EventFlow, type FlowOwner } from './transport-flows.ts';

/** What the audience asks of its transport. */
export interface AudienceOwner extends Transport {
  readonly valve: Valve;
  /** Whether EOF has been delivered. */
  hasEnded(): boolean;
  isFull(): boolean;
  /** A subscriber has come or gone. */
  handleSubscribers(): void;
}

/**
 * Everybody who is told what happens to a transport: the subscribers of its four observables and futures, and what is being sent.
 *
 * Only subscribers of `events` and `data` count as readers. What is told to all of them is told in the same order: `writable`,
 * what is being sent, the events. The loss comes to the events first.
 */
export class Audience implements FlowOwner, SinkOwner {
  readonly #owner: AudienceOwner;
  readonly #dispatch: Dispatch;
  readonly #sinks = new EventSinks();
  #lost = false;
  #lossError: Error | null = null;

  // Made when first used: most connections are idle, and most users want one of the two observables.
  #events: Flow<TransportEvent> | null = null;
  #data: Flow<Buffer> | null = null;
  #writable: BehaviorSubject<boolean> | null = null;
  #closed: Future<Error | null> | null = null;
  #outgoings: readonly Outgoing[] | null = null;

  constructor(owner: AudienceOwner) {
    this.#owner = owner;
    this.#dispatch = owner.loop.dispatch;
  }

  get events(): Flow<TransportEvent> {
    this.#events ??= new EventFlow(this);
    return this.#events;
  }

  get data(): Flow<Buffer> {
    this.#data ??= new DataFlow(this);
    return this.#data;
  }

  get writable(): Observable<boolean> {
    if (this.#writable === null) {
      this.#writable = new BehaviorSubject(!this.#owner.isFull());
      if (this.#lost) this.#writable.complete();
    }
    return this.#writable;
  }

  get closed(): Future<Error | null> {
    if (this.#closed === null) {
      this.#closed = new Future(this.#owner.loop);
      if (this.#lost) this.#closed.setResult(this.#lossError);
    }
    return this.#closed;
  }

  get valve(): Valve {
    return this.#owner.valve;
  }

  /** Why the connection was lost; null as long as it is not, too. */
  get lossError(): Error | null {
    return this.#lossError;
  }

  hasSubscribers(): boolean {
    return this.#sinks.size > 0;
  }

  addOutgoing(outgoing: Outgoing): void {
    this.#outgoings = [...(this.#outgoings ?? []), outgoing];
  }

  removeOutgoing(outgoing: Outgoing): void {
    this.#outgoings = this.#outgoings?.filter((other) => other !== outgoing) ?? null;
  }

  dispatch(event: TransportEvent): void {
    this.#dispatch.enter();
    try {
      this.#sinks.dispatch(event);
    } finally {
      this.#dispatch.leave();
    }
  }

  dispatchFull(full: boolean): void {
    this.#writable?.next(!full);
    for (const outgoing of this.#outgoings ?? []) outgoing.handleFull(full);
    this.dispatch({ type: full ? 'pause' : 'resume' });
  }

  dispatchLost(error: Error | null): void {
    this.#lost = true;
    this.#lossError = error;
    this.dispatch({ type: 'lost', error });
    this.#sinks.clear();
    this.#writable?.complete();
    for (const outgoing of this.#outgoings ?? []) outgoing.handleLoss(error);
    this.#closed?.setResult(error);
  }

  subscribeToEvents(subscriber: Subscriber<TransportEvent>): EventSink {
    const sink = new SubscriberSink(this, subscriber);
    // Before `connection`, so that what its handler causes (a `pause`) is not missed.
    const lost = this.#lost;
    if (!lost) this.#sinks.add(sink);
    const { dispatch } = this.#owner.loop;
    dispatch.enter();
    try {
      sink.next({ type: 'connection', transport: this.#owner });
      if (lost) sink.next({ type: 'lost', error: this.#lossError });
    } finally {
      dispatch.leave();
    }
    this.#owner.handleSubscribers();
    return sink;
  }

  subscribeToData(subscriber: Subscriber<Buffer>): EventSink {
    const sink = new DataSink(this, subscriber);
    if (this.#lost) sink.end(this.#lossError);
    else if (this.#owner.hasEnded()) sink.end(null);
    else this.#sinks.add(sink);
    this.#owner.handleSubscribers();
    return sink;
  }

  removeSink(sink: EventSink): void {
    this.#sinks.remove(sink);
    this.#owner.handleSubscribers();
  }

  /** The loss is no error of a subscriber: it is data, in `events`, in `closed`, and in the error of `data`. */
  handleUncaught(exception: unknown, thrown: boolean): void {
    if (!thrown && this.#lost && exception === this.#lossError) return;
    const transport = this.#owner;
    const who = thrown ? 'a subscriber threw' : 'an operator failed and its subscriber has no error callback';
    transport.loop.callExceptionHandler({ message: `${who}; the connection is aborted`, exception, transport });
    transport.abort(asError(exception));
  }
}
