import type { Alarm, Clock } from '../../src/loop/clock.ts';

type Callback = () => void;

/** More rounds than any test needs; a chain that goes on for ever fails instead of hanging. */
const ROUND_LIMIT = 100_000;

/**
 * A clock moved by hand. Nothing happens by itself: what was asked for waits in three queues until a test drains them.
 *
 * `spend` is for code under test that takes time; `advance` lets the alarm ring on the way.
 */
export class ManualClock implements Clock {
  readonly epoch: number;
  readonly microtasks: Callback[] = [];
  readonly wakes: Callback[] = [];
  readonly polls: Callback[] = [];
  readonly alarms: ManualAlarm[] = [];
  #now: number;

  constructor(start = 0, epoch = 0) {
    this.#now = start;
    this.epoch = epoch;
  }

  now(): number {
    return this.#now;
  }

  wake(callback: Callback): void {
    this.wakes.push(callback);
  }

  wakeAfterPoll(callback: Callback): void {
    this.polls.push(callback);
  }

  queueMicrotask(callback: Callback): void {
    this.microtasks.push(callback);
  }

  createAlarm(callback: Callback): ManualAlarm {
    const alarm = new ManualAlarm(this, callback);
    this.alarms.push(alarm);
    return alarm;
  }

  /** The only alarm of a loop. */
  get alarm(): ManualAlarm {
    const [alarm] = this.alarms;
    if (alarm === undefined) throw new Error('no alarm was created');
    return alarm;
  }

  /** Time passes and nothing else happens, as while a callback computes. */
  spend(milliseconds: number): void {
    this.#now += milliseconds;
  }

  runMicrotasks(): void {
    drain(this.microtasks);
  }

  /** Microtasks and wake-ups, and those they cause: what the platform does before it polls. */
  runWakes(): void {
    for (let round = 0; this.microtasks.length + this.wakes.length > 0; round++) {
      if (round > ROUND_LIMIT) throw new Error('the wake-ups do not come to an end');
      this.runMicrotasks();
      this.wakes.shift()?.();
    }
  }

  /** One round of polling: what waited for it when it began, and the wake-ups that causes. */
  poll(): void {
    for (const callback of this.polls.splice(0)) callback();
    this.runWakes();
  }

  /** Everything that needs no time. */
  settle(): void {
    this.runWakes();
    for (let round = 0; this.polls.length > 0; round++) {
      if (round > ROUND_LIMIT) throw new Error('the work does not come to an end');
      this.poll();
    }
  }

  /** Time passes; alarms ring at their times. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    this.settle();
    for (;;) {
      const due = this.alarms.filter((alarm) => alarm.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#now = Math.max(this.#now, due.at);
      due.ring();
      this.settle();
    }
    this.#now = end;
  }
}

function drain(queue: Callback[]): void {
  for (let callback = queue.shift(); callback !== undefined; callback = queue.shift()) callback();
}

/** An alarm that shows how it is set. */
export class ManualAlarm implements Alarm {
  readonly #clock: Clock;
  readonly #callback: Callback;
  /** When it rings; Infinity while it is not set. */
  at: number = Number.POSITIVE_INFINITY;
  held = true;
  /** How often it was set. */
  settings = 0;

  constructor(clock: Clock, callback: Callback) {
    this.#clock = clock;
    this.#callback = callback;
  }

  get isSet(): boolean {
    return this.at !== Number.POSITIVE_INFINITY;
  }

  /** Whether it keeps the process alive. */
  get keepsAlive(): boolean {
    return this.isSet && this.held;
  }

  set(delay: number): void {
    this.at = this.#clock.now() + delay;
    this.held = true;
    this.settings++;
  }

  hold(alive: boolean): void {
    this.held = alive;
  }

  clear(): void {
    this.at = Number.POSITIVE_INFINITY;
  }

  /** Rings now, too early or not. */
  ring(): void {
    this.clear();
    this.#callback();
  }
}
