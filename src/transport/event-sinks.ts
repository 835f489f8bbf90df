import type { Subscriber } from 'rxjs';
import type { TransportEvent } from './transport.ts';

/** Receives the events of one transport. */
export interface EventSink {
  next(event: TransportEvent): void;
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
  readonly #subscriber: Subscriber<TransportEvent>;

  constructor(subscriber: Subscriber<TransportEvent>) {
    this.#subscriber = subscriber;
  }

  next(event: TransportEvent): void {
    this.#subscriber.next(event);
    if (event.type === 'lost') this.#subscriber.complete();
  }
}

/** A subscriber of `data`: the bytes alone, with the end of the input as completion. */
export class DataSink implements EventSink {
  readonly #subscriber: Subscriber<Buffer>;

  constructor(subscriber: Subscriber<Buffer>) {
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
}
