import type { Subscriber, Unsubscribable } from 'rxjs';
import type { TransportEvent } from './transport.ts';

/** Receives the events of one transport. Unsubscribing it is what the subscriber's own unsubscribing comes down to. */
export interface EventSink extends Unsubscribable {
  next(event: TransportEvent): void;
}

/** Where a sink takes itself out. */
export interface SinkOwner {
  removeSink(sink: EventSink): void;
}

/** Everybody who watches one transport. Those who come or go during a dispatch count from the next event on. */
export class EventSinks {
  // Replaced, never changed, so that a dispatch may go on over the array it began with.
  #sinks: readonly EventSink[] = [];

  get size(): number {
    return this.#sinks.length;
  }

  add(sink: EventSink): void {
    this.#sinks = [...this.#sinks, sink];
  }

  remove(sink: EventSink): void {
    this.#sinks = this.#sinks.filter((other) => other !== sink);
  }

  clear(): void {
    this.#sinks = [];
  }

  dispatch(event: TransportEvent): void {
    const sinks = this.#sinks;
    // One subscriber is the rule.
    if (sinks.length === 1) {
      (sinks[0] as EventSink).next(event);
      return;
    }
    for (const sink of sinks) sink.next(event);
  }
}

/** A subscriber of `events`. */
export class SubscriberSink implements EventSink {
  readonly #owner: SinkOwner;
  readonly #subscriber: Subscriber<TransportEvent>;

  constructor(owner: SinkOwner, subscriber: Subscriber<TransportEvent>) {
    this.#owner = owner;
    this.#subscriber = subscriber;
  }

  next(event: TransportEvent): void {
    this.#subscriber.next(event);
    if (event.type === 'lost') this.#subscriber.complete();
  }

  unsubscribe(): void {
    this.#owner.removeSink(this);
  }
}

/** A subscriber of `data`: the bytes alone, with the end of the input as completion. */
export class DataSink implements EventSink {
  readonly #owner: SinkOwner;
  readonly #subscriber: Subscriber<Buffer>;

  constructor(owner: SinkOwner, subscriber: Subscriber<Buffer>) {
    this.#owner = owner;
    this.#subscriber = subscriber;
  }

  next(event: TransportEvent): void {
    if (event.type === 'data') this.#subscriber.next(event.data);
    else if (event.type === 'eof') this.#subscriber.complete();
    else if (event.type === 'lost') this.end(event.error);
  }

  /** The connection is gone. */
  end(error: Error | null): void {
    if (error === null) this.#subscriber.complete();
    else this.#subscriber.error(error);
  }

  unsubscribe(): void {
    this.#owner.removeSink(this);
  }
}
