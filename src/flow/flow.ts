import type { Observer, Subscriber, Subscription, TeardownLogic } from 'rxjs';
import { type Guard, GuardedObservable } from './guarded-observable.ts';
import type { Valve } from './valve.ts';
import { registerValve } from './valve-collector.ts';

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
  readonly valve: Valve;

  /** `guard` is told of errors the subscriber did not handle; see `GuardedObservable`. */
  constructor(valve: Valve, guard: Guard, subscribe: (subscriber: Subscriber<T>) => TeardownLogic) {
    super(guard, subscribe);
    this.valve = valve;
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
