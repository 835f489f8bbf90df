import { Observable, type Observer, type OperatorFunction, Subscriber, type TeardownLogic } from 'rxjs';

/**
 * Makes an operator in the way RxJS makes its own: through the source's `lift`, so that what a source carries along (the guard
 * of a Flow) is not lost on the way.
 */
export function operate<T, R>(
  connect: (source: Observable<T>, subscriber: Subscriber<R>) => TeardownLogic,
): OperatorFunction<T, R> {
  return (source) => {
    const call = (subscriber: Subscriber<R>, lifted: Observable<T>) => connect(lifted, subscriber);
    if (typeof source.lift === 'function')
      return source.lift({
        call(subscriber, from) {
          return call(subscriber, from);
        },
      });
    return new Observable((subscriber) => call(subscriber, source));
  };
}

/**
 * Subscribes an operator to its source so that the source stops as soon as `subscriber`, the operator's own, is closed: also one
 * that emits all it has inside of `subscribe`, which a subscription returned by it would be too late for.
 */
export function subscribeFor<T>(
  subscriber: Subscriber<never>,
  source: Observable<T>,
  observer: Observer<T>,
): Subscriber<T> {
  const inner = new Subscriber<T>(observer);
  subscriber.add(inner);
  source.subscribe(inner);
  return inner;
}
