import { Observable, type Subscriber } from 'rxjs';

/** Asks an iterator for its values, one after the other, only while `writable` says so. Unsubscribing returns the iterator. */
export function pullWhileWritable<T>(
  iterator: Iterator<T> | AsyncIterator<T>,
  writable: Observable<boolean>,
): Observable<T> {
  return new Observable((subscriber) => {
    const pull = new Pull(iterator, subscriber);
    // First: the iterator may be asked for all it has, without an end, before `subscribe` returns.
    subscriber.add(() => pull.stop());
    return writable.subscribe((now) => pull.setWritable(now));
  });
}

class Pull<T> {
  readonly #iterator: Iterator<T> | AsyncIterator<T>;
  readonly #subscriber: Subscriber<T>;
  #writable = false;
  /** Inside `#run`, or waiting for the promise of the next value. */
  #busy = false;
  #finished = false;

  constructor(iterator: Iterator<T> | AsyncIterator<T>, subscriber: Subscriber<T>) {
    this.#iterator = iterator;
    this.#subscriber = subscriber;
  }

  setWritable(writable: boolean): void {
    this.#writable = writable;
    this.#run();
  }

  stop(): void {
    if (this.#finished) return;
    this.#finished = true;
    void this.#return();
  }

  /** Lets a generator run its `finally`. What that throws, at once or later, has nobody left to go to. */
  async #return(): Promise<void> {
    try {
      await this.#iterator.return?.();
    } catch {}
  }

  #run(): void {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#writable && !this.#finished) {
        const result = this.#iterator.next();
        if (result instanceof Promise || typeof (result as Partial<PromiseLike<unknown>>).then === 'function') {
          this.#await(result as Promise<IteratorResult<T>>);
          return;
        }
        this.#take(result as IteratorResult<T>);
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#busy = false;
  }

  #await(result: PromiseLike<IteratorResult<T>>): void {
    result.then(
      (settled) => {
        this.#busy = false;
        if (!this.#finished) this.#take(settled);
        this.#run();
      },
      (error) => this.#fail(error),
    );
  }

  #take(result: IteratorResult<T>): void {
    if (result.done) {
      this.#finished = true;
      this.#subscriber.complete();
    } else {
      this.#subscriber.next(result.value);
    }
  }

  #fail(error: unknown): void {
    this.#finished = true;
    this.#subscriber.error(error);
  }
}
