import { Observable, type Subscriber } from 'rxjs';
import { QueueEmpty, QueueFull, QueueShutDown } from '../errors.ts';
import { Coroutine } from '../futures/coroutine.ts';
import { createTask } from '../futures/create-task.ts';
import type { Body } from '../futures/suspension.ts';
import { ReadyQueue } from '../loop/ready-queue.ts';
import { Event } from './event.ts';
import { LoopBound } from './loop-bound.ts';
import { WaiterQueue } from './waiter-queue.ts';

/** How the items of a queue are kept. */
export interface ItemStore<T> {
  readonly length: number;
  push(item: T): void;
  shift(): T | undefined;
}

/**
 * A queue between tasks, first in first out, with an optional bound. Follows `asyncio.Queue` of CPython 3.13.
 *
 * It is also an async iterable and an Observable, which take items out until the queue is shut down.
 */
export class Queue<T> extends LoopBound implements AsyncIterable<T> {
  readonly maxsize: number;
  readonly #items: ItemStore<T>;
  readonly #getters = new WaiterQueue();
  readonly #putters = new WaiterQueue();
  readonly #finished = new Event();
  #unfinished = 0;
  #shutDown = false;

  /** `maxsize` 0: no bound. */
  constructor(maxsize = 0, items: ItemStore<T> = new ReadyQueue<T>()) {
    super();
    this.maxsize = maxsize;
    this.#items = items;
    this.#finished.set();
  }

  qsize(): number {
    return this.#items.length;
  }

  empty(): boolean {
    return this.#items.length === 0;
  }

  full(): boolean {
    return this.maxsize > 0 && this.#items.length >= this.maxsize;
  }

  /** Puts an item; waits for room. @throws QueueShutDown */
  put(item: T): Coroutine<void> {
    return new Coroutine(this.#put(item), 'Queue.put');
  }

  /** @throws QueueFull, QueueShutDown */
  putNowait(item: T): void {
    if (this.#shutDown) throw new QueueShutDown();
    if (this.full()) throw new QueueFull(this.maxsize);
    this.#items.push(item);
    this.#unfinished++;
    this.#finished.clear();
    this.#getters.wake(1);
  }

  /** Takes an item; waits for one. @throws QueueShutDown once it was shut down and is empty. */
  get(): Coroutine<T> {
    return new Coroutine(this.#get(), 'Queue.get');
  }

  /** @throws QueueEmpty; QueueShutDown once it was shut down and is empty. */
  getNowait(): T {
    if (this.empty()) throw this.#shutDown ? new QueueShutDown() : new QueueEmpty();
    const item = this.#items.shift() as T;
    this.#putters.wake(1);
    return item;
  }

  /** Says that an item taken out has been dealt with; `join` waits for all. @throws RangeError if none is outstanding. */
  taskDone(): void {
    if (this.#unfinished <= 0) throw new RangeError('Queue.taskDone: called more often than items were put');
    this.#finishOne();
  }

  /** Waits until every item that was put has been dealt with. */
  join(): Coroutine<void> {
    return new Coroutine(this.#join(), 'Queue.join');
  }

  /**
   * Nothing can be put any more; what is there can be taken out, then `get` throws. `immediate`: what is there is dropped, and
   * counts as dealt with.
   */
  shutdown(options: { immediate?: boolean } = {}): void {
    this.#shutDown = true;
    if (options.immediate) {
      while (!this.empty()) {
        this.#items.shift();
        if (this.#unfinished > 0) this.#finishOne();
      }
    }
    this.#getters.wake(Number.POSITIVE_INFINITY);
    this.#putters.wake(Number.POSITIVE_INFINITY);
  }

  /** The items, until the queue is shut down. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for (;;) {
      let item: T;
      try {
        item = await this.get();
      } catch (error) {
        if (error instanceof QueueShutDown) return;
        throw error;
      }
      yield item;
    }
  }

  /**
   * The items, until the queue is shut down. Cold: items are taken out while somebody subscribes; whoever unsubscribes while it
   * waits takes none.
   */
  toObservable(): Observable<T> {
    return new Observable((subscriber) => {
      const task = createTask(new Coroutine(this.#emit(subscriber), 'Queue.toObservable'));
      return () => task.cancel();
    });
  }

  *#emit(subscriber: Subscriber<T>): Body<void> {
    try {
      while (!subscriber.closed) subscriber.next(yield* this.get());
    } catch (error) {
      if (error instanceof QueueShutDown) subscriber.complete();
      else subscriber.error(error);
    }
  }

  #finishOne(): void {
    this.#unfinished--;
    if (this.#unfinished === 0) this.#finished.set();
  }

  *#put(item: T): Body<void> {
    while (this.full()) {
      if (this.#shutDown) throw new QueueShutDown();
      yield* this.#putters.wait(this.loop(), (woken) => {
        if (woken && !this.full()) this.#putters.wake(1);
      });
    }
    this.putNowait(item);
  }

  *#get(): Body<T> {
    while (this.empty()) {
      if (this.#shutDown) throw new QueueShutDown();
      yield* this.#getters.wait(this.loop(), (woken) => {
        if (woken && !this.empty()) this.#getters.wake(1);
      });
    }
    return this.getNowait();
  }

  *#join(): Body<void> {
    if (this.#unfinished > 0) yield* this.#finished.wait();
  }
}
