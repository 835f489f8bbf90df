import { Observable, type OperatorFunction, type Subscriber, type TeardownLogic } from 'rxjs';

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
