import type { OperatorFunction, Subscriber } from 'rxjs';
import { LimitError } from '../errors.ts';
import { ReadyQueue } from '../loop/ready-queue.ts';
import { operate, subscribeFor } from './operate.ts';
import { collectValves } from './valve-collector.ts';
import { ValveGroup } from './valve-group.ts';

/** How `mapAsync` runs. */
export interface MapAsyncOptions {
  /** How many calls may be under way at once. @default 1 */
  concurrency?: number;
  /** Holds the valves of the source when this many values wait for their turn. @default 16 */
  highWater?: number;
  /** Lets the valves go when no more than this many wait. @default a quarter of `highWater` */
  lowWater?: number;
  /** How many values may wait if the source has no valve to hold, before the result is a `LimitError`. @default 1024 */
  limit?: number;
}

/**
 * Calls an async function for each value, and emits the results in the order of the values.
 *
 * Unlike `concatMap` it is bounded: while `highWater` values wait, the valves of the source are held, so that its transport
 * stops reading and the peer is slowed. Values of a chunk that was read already still come, beyond `highWater`. A source without a
 * valve (a `Subject`, a Flow behind an asynchronous `switchMap`) gets `limit` values of grace, then the result is an error: put
 * the operator inside the inner pipe, next to the Flow.
 *
 * Results that were not asked for any more, because the subscriber has left, are dropped.
 *
 * @throws RangeError for impossible options.
 */
export function mapAsync<T, R>(
  project: (value: T, index: number) => PromiseLike<R> | R,
  options: MapAsyncOptions = {},
): OperatorFunction<T, R> {
  const bounds = checkBounds(options);
  return operate((source, subscriber) => {
    const run = new MapAsyncRun(project, bounds, subscriber);
    const [subscription, valves] = collectValves(() =>
      subscribeFor(subscriber, source, {
        next: (value) => run.push(value),
        error: (error) => subscriber.error(error),
        complete: () => run.complete(),
      }),
    );
    run.valves.setValves(valves);
    return () => {
      subscription.unsubscribe();
      run.valves.release();
    };
  });
}

type Bounds = Required<MapAsyncOptions>;

function checkBounds(options: MapAsyncOptions): Bounds {
  const { concurrency = 1, highWater = 16, limit = 1024 } = options;
  const { lowWater = Math.floor(highWater / 4) } = options;
  if (!(concurrency >= 1)) throw new RangeError(`mapAsync: concurrency is ${concurrency}; it must be at least 1`);
  if (!(lowWater >= 0 && highWater >= lowWater && highWater >= 1)) {
    throw new RangeError(
      `mapAsync: highWater is ${highWater}, lowWater ${lowWater}; high >= low >= 0 and high >= 1 must hold`,
    );
  }
  if (!(limit >= 1)) throw new RangeError(`mapAsync: limit is ${limit}; it must be at least 1`);
  return { concurrency, highWater, lowWater, limit };
}

interface Slot<R> {
  done: boolean;
  result?: R;
}

class MapAsyncRun<T, R> {
  readonly valves = new ValveGroup();
  readonly #project: (value: T, index: number) => PromiseLike<R> | R;
  readonly #bounds: Bounds;
  readonly #subscriber: Subscriber<R>;
  readonly #waiting = new ReadyQueue<T>();
  /** Calls under way and results not emitted yet, in the order of the values. */
  readonly #slots: Slot<R>[] = [];
  #index = 0;
  #starting = false;
  #sourceCompleted = false;

  constructor(project: (value: T, index: number) => PromiseLike<R> | R, bounds: Bounds, subscriber: Subscriber<R>) {
    this.#project = project;
    this.#bounds = bounds;
    this.#subscriber = subscriber;
  }

  push(value: T): void {
    this.#waiting.push(value);
    this.#start();
    const waiting = this.#waiting.length;
    if (waiting >= this.#bounds.highWater) this.valves.hold();
    if (this.valves.size === 0 && waiting > this.#bounds.limit) this.#overflow(waiting);
  }

  complete(): void {
    this.#sourceCompleted = true;
    this.#finishIfDone();
  }

  #overflow(seen: number): void {
    const { limit } = this.#bounds;
    this.#waiting.clear();
    this.#subscriber.error(
      new LimitError(
        `mapAsync: ${seen} values wait, the limit is ${limit}, and the source has no valve to hold; ` +
          'use the operator next to the Flow (inside the inner pipe), or raise concurrency or limit',
        { owner: 'mapAsync', limit, seen },
      ),
    );
  }

  /** A call that settles at once comes back here from inside the loop, which then simply goes on. */
  #start(): void {
    if (this.#starting) return;
    this.#starting = true;
    while (this.#slots.length < this.#bounds.concurrency && this.#waiting.length > 0 && !this.#subscriber.closed) {
      const slot: Slot<R> = { done: false };
      this.#slots.push(slot);
      this.#call(this.#waiting.shift() as T, slot);
    }
    this.#starting = false;
    if (this.#waiting.length <= this.#bounds.lowWater) this.valves.release();
  }

  #call(value: T, slot: Slot<R>): void {
    const fail = (error: unknown) => this.#subscriber.error(error);
    let result: PromiseLike<R> | R;
    try {
      result = this.#project(value, this.#index++);
    } catch (error) {
      fail(error);
      return;
    }
    if (isThenable(result)) result.then((settled) => this.#settle(slot, settled), fail);
    else this.#settle(slot, result);
  }

  #settle(slot: Slot<R>, result: R): void {
    slot.done = true;
    slot.result = result;
    while (this.#slots[0]?.done && !this.#subscriber.closed) {
      this.#subscriber.next((this.#slots.shift() as Slot<R>).result as R);
    }
    this.#start();
    this.#finishIfDone();
  }

  #finishIfDone(): void {
    if (this.#sourceCompleted && this.#slots.length === 0 && this.#waiting.length === 0) this.#subscriber.complete();
  }
}

function isThenable<R>(value: PromiseLike<R> | R): value is PromiseLike<R> {
  return typeof (value as PromiseLike<R> | null)?.then === 'function';
}
