import { NumberHeap } from './number-heap.ts';
import { bucketOf, type TimerHandle, UNSCHEDULED } from './timer-handle.ts';

/**
 * The timers that wait, in buckets of one millisecond.
 *
 * - A bucket is named by the millisecond at whose *end* all its deadlines have passed, so that no timer fires early.
 * - Within a bucket the exact deadline decides, and for equal ones the order of scheduling.
 * - A cancelled or moved timer stays in its bucket and is passed over; when most of what is kept is of that kind, all is swept.
 * - Insertion is a Map lookup and a push (a binary heap of timers costs five times as much); the heap below orders only
 *   the names of the buckets.
 */
export class TimerQueue {
  readonly #buckets = new Map<number, TimerHandle[]>();
  readonly #names = new NumberHeap();
  #waiting = 0;
  #stale = 0;

  /** How many timers will fire if nothing else happens. */
  get size(): number {
    return this.#waiting;
  }

  /** When the first bucket is due; Infinity if there is none. It may turn out to hold nothing that is still wanted. */
  nextDue(): number {
    return this.#names.peek() ?? Number.POSITIVE_INFINITY;
  }

  /** Takes a timer in, or moves it forward. */
  add(timer: TimerHandle): void {
    const moved = timer.bucket !== UNSCHEDULED;
    const name = bucketOf(timer.when());
    timer.bucket = name;
    const bucket = this.#buckets.get(name);
    if (bucket !== undefined) {
      bucket.push(timer);
    } else {
      this.#buckets.set(name, [timer]);
      this.#names.push(name);
    }
    if (moved) this.#leaveBehind();
    else this.#waiting++;
  }

  /** To be called when a timer that stands in a bucket has been cancelled. */
  forget(timer: TimerHandle): void {
    timer.bucket = UNSCHEDULED;
    this.#waiting--;
    this.#leaveBehind();
  }

  /** Hands out every timer due at `now` in the order of deadlines, and sorts in anew those whose deadline has moved back. */
  takeDue(now: number, take: (timer: TimerHandle) => void): void {
    for (;;) {
      const name = this.#names.peek();
      if (name === undefined || name > now) return;
      this.#names.pop();
      const bucket = this.#buckets.get(name) ?? [];
      this.#buckets.delete(name);
      for (const timer of sorted(bucket)) {
        if (timer.bucket !== name) {
          this.#stale--;
          continue;
        }
        timer.bucket = UNSCHEDULED;
        this.#waiting--;
        if (bucketOf(timer.when()) > name) this.add(timer);
        else take(timer);
      }
    }
  }

  clear(): void {
    for (const bucket of this.#buckets.values()) {
      for (const timer of bucket) timer.bucket = UNSCHEDULED;
    }
    this.#buckets.clear();
    this.#names.clear();
    this.#waiting = this.#stale = 0;
  }

  /** A place in a bucket is not its timer's any more. */
  #leaveBehind(): void {
    this.#stale++;
    if (this.#stale > 100 && this.#stale > this.#waiting) this.#sweep();
  }

  #sweep(): void {
    this.#names.clear();
    for (const [name, bucket] of this.#buckets) {
      // A Set: a timer that left a bucket and came back stands in it twice.
      const wanted = [...new Set(bucket)].filter((timer) => timer.bucket === name);
      if (wanted.length === 0) {
        this.#buckets.delete(name);
      } else {
        this.#buckets.set(name, wanted);
        this.#names.push(name);
      }
    }
    this.#stale = 0;
  }
}

/** The bucket in the order of exact deadlines. Most are in order already, and the sort is stable. */
function sorted(bucket: TimerHandle[]): TimerHandle[] {
  for (let i = 1; i < bucket.length; i++) {
    if ((bucket[i] as TimerHandle).when() < (bucket[i - 1] as TimerHandle).when()) {
      return bucket.sort((a, b) => a.when() - b.when());
    }
  }
  return bucket;
}
