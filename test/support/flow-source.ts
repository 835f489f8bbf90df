import { Subject } from 'rxjs';
import { Flow } from '../../src/flow/flow.ts';
import { Valve } from '../../src/flow/valve.ts';

/** A Flow fed by hand, which records what its valve and its guard are told. */
export class FlowSource<T> {
  readonly valve: Valve;
  readonly flow: Flow<T>;
  /** Every time the valve was held or let go. */
  readonly changes: boolean[] = [];
  /** What the guard was told. */
  readonly guarded: { error: unknown; thrown: boolean }[] = [];
  readonly #subject = new Subject<T>();

  constructor() {
    this.valve = new Valve((held) => this.changes.push(held));
    const { valve, guarded } = this;
    this.flow = new Flow(
      { valve, handleUncaught: (error, thrown) => void guarded.push({ error, thrown }) },
      (subscriber) => this.#subject.subscribe(subscriber),
    );
  }

  get subscribers(): boolean {
    return this.#subject.observed;
  }

  next(value: T): void {
    this.#subject.next(value);
  }

  error(error: unknown): void {
    this.#subject.error(error);
  }

  complete(): void {
    this.#subject.complete();
  }
}
