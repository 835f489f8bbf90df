import { Observable, type Observer, type Operator, Subscriber, type Subscription, type TeardownLogic } from 'rxjs';

/** Who answers for an observable. An object and not a function, so that a transport can be its own. */
export interface Guard {
  /** Told of an error that a subscriber did not take care of. `thrown`: one of its callbacks threw it. */
  handleUncaught(error: unknown, thrown: boolean): void;
}

type ObserverOrNext<T> = Partial<Observer<T>> | ((value: T) => void) | null;

/**
 * An Observable whose errors always have somebody to go to.
 *
 * RxJS throws an error nobody handles from a timer, which ends the process. Here the source's guard is told instead: of what a
 * subscriber's callbacks throw, and of an error that reaches a subscriber without an `error` callback. What is made of it by
 * `pipe` is guarded as well, as long as the operators use RxJS's own `lift`.
 */
export class GuardedObservable<T> extends Observable<T> {
  readonly #guard: Guard;

  constructor(guard: Guard, subscribe?: (this: Observable<T>, subscriber: Subscriber<T>) => TeardownLogic) {
    super(subscribe);
    this.#guard = guard;
  }

  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    const lifted = new GuardedObservable<R>(this.#guard);
    // The two fields that RxJS's own `lift` sets; public in its types, and the documented way to carry a subclass along.
    lifted.source = this;
    lifted.operator = operator as Operator<unknown, R>;
    return lifted;
  }

  override subscribe(
    observerOrNext?: ObserverOrNext<T>,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    // A Subscriber belongs to an operator, which passes errors on by itself.
    if (observerOrNext instanceof Subscriber) return super.subscribe(observerOrNext);
    const observer: Partial<Observer<T>> =
      typeof observerOrNext === 'function' || observerOrNext == null
        ? { ...(observerOrNext && { next: observerOrNext }), ...(error && { error }), ...(complete && { complete }) }
        : observerOrNext;
    return super.subscribe(new GuardedSubscriber(observer, this.#guard));
  }
}

/** The end of a guarded chain. In place of RxJS's SafeSubscriber, and not around it: that saves two calls for each value. */
class GuardedSubscriber<T> extends Subscriber<T> {
  readonly #observer: Partial<Observer<T>>;
  readonly #guard: Guard;

  constructor(observer: Partial<Observer<T>>, guard: Guard) {
    super();
    this.#observer = observer;
    this.#guard = guard;
  }

  protected override _next(value: T): void {
    try {
      this.#observer.next?.(value);
    } catch (error) {
      this.#guard.handleUncaught(error, true);
    }
  }

  protected override _error(error: unknown): void {
    try {
      if (!this.#observer.error) this.#guard.handleUncaught(error, false);
      else this.#observer.error(error);
    } catch (thrown) {
      this.#guard.handleUncaught(thrown, true);
    } finally {
      this.unsubscribe();
    }
  }

  protected override _complete(): void {
    try {
      this.#observer.complete?.();
    } catch (error) {
      this.#guard.handleUncaught(error, true);
    } finally {
      this.unsubscribe();
    }
  }
}
