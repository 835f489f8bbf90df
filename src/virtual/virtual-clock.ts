import type { Alarm, Clock } from '../loop/clock.ts';

/**
 * Time that stands still until nothing else is left to do, and then jumps to the next alarm.
 *
 * Everything runs inside `run`, synchronously. Time starts at 0; one unit is a millisecond.
 */
export class VirtualClock implements Clock {
  readonly epoch = 0;
  #now = 0;
  #wakeups: (() => void)[] = [];
  #microtasks: (() => void)[] = [];
  readonly #alarms = new Set<VirtualAlarm>();

  now(): number {
    return this.#now;
  }

  wake(callback: () => void): void {
    this.#wakeups.push(callback);
  }

  /** There is no I/O to poll: the same as `wake`. */
  wakeAfterPoll(callback: () => void): void {
    this.#wakeups.push(callback);
  }

  queueMicrotask(callback: () => void): void {
    this.#microtasks.push(callback);
  }

  createAlarm(callback: () => void): Alarm {
    return new VirtualAlarm(this, this.#alarms, callback);
  }

  /** Whether there is anything to run. */
  pending(): boolean {
    return this.#wakeups.length > 0 || this.#microtasks.length > 0 || this.#alarms.size > 0;
  }

  /** Runs until nothing is left, no wake-up and no alarm before or at `until`; or until `over` says so between two of them. */
  run(until: number = Number.POSITIVE_INFINITY, over: () => boolean = () => false): void {
    for (;;) {
      this.#runMicrotasks();
      if (over()) return;
      const wakeup = this.#wakeups.shift();
      if (wakeup !== undefined) {
        wakeup();
        continue;
      }
      const next = this.#nextAlarm();
      if (next === null || next.at > until) return;
      this.#now = Math.max(this.#now, next.at);
      next.ring();
    }
  }

  #runMicrotasks(): void {
    for (let task = this.#microtasks.shift(); task !== undefined; task = this.#microtasks.shift()) task();
  }

  #nextAlarm(): VirtualAlarm | null {
    let first: VirtualAlarm | null = null;
    for (const alarm of this.#alarms) if (first === null || alarm.at < first.at) first = alarm;
    return first;
  }
}

/** An alarm nobody holds is not waited for: nothing would happen. */
class VirtualAlarm implements Alarm {
  at = 0;
  readonly #clock: VirtualClock;
  readonly #set: Set<VirtualAlarm>;
  readonly #callback: () => void;

  constructor(clock: VirtualClock, set: Set<VirtualAlarm>, callback: () => void) {
    this.#clock = clock;
    this.#set = set;
    this.#callback = callback;
  }

  set(delay: number): void {
    this.at = this.#clock.now() + delay;
    this.#set.add(this);
  }

  hold(alive: boolean): void {
    if (alive) this.#set.add(this);
    else this.#set.delete(this);
  }

  clear(): void {
    this.#set.delete(this);
  }

  ring(): void {
    this.#set.delete(this);
    this.#callback();
  }
}
