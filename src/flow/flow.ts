import type { Observable, Observer, Subscriber, Subscription, TeardownLogic } from 'rxjs';
import { type Guard, GuardedObservable } from './guarded-observable.ts';
import type { Valve } from './valve.ts';
import { registerValve } from './valve-collector.ts';

/** Where a Flow comes from: what can be stopped, and who hears of errors nobody handled. */
export interface FlowSource extends Guard {
  readonly valve: Valve;
}

/**
 * An Observable with a valve: whoever consumes it can stop its source, and nothing is lost.
 *
 * Bounded operators (`mapAsync`, `send`, `through`) find the valve by themselves when they subscribe. By hand:
 *
 * ```ts
 * const release = transport.data.valve.hold();  // the transport stops reading
 * release();                                    // and goes on
 * ```
 */
export class Flow<T> extends GuardedObservable<T> {
  readonly #from: FlowSource;

  constructor(from: FlowSource, subscribe: (this: Observable<T>, subscriber: Subscriber<T>) => TeardownLogic) {
    super(from, subscribe);
    this.#from = from;
  }

  get valve(): Valve {
    return this.#from.valve;
  }

  override subscribe(
    observerOrNext?: Partial<Observer<T>> | ((value: T) => void) | null,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    registerValve(this.valve);
    return super.subscribe(observerOrNext, error, complete);
  }
}
