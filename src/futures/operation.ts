import type { EventLoop } from '../loop/event-loop.ts';
import { type DoneCallback, Future } from './future.ts';

/** The future of something that is under way and can be withdrawn: cancelling stops it, at once. */
export class Operation<T> extends Future<T> {
  readonly #withdraw: (() => void) | undefined;
  #awaited = false;

  /** `withdraw` stops what is under way; a subclass may override the method instead. */
  constructor(loop: EventLoop, withdraw?: () => void) {
    super(loop);
    this.#withdraw = withdraw;
  }

  /** Whether anybody has asked to be told of the end. */
  get awaited(): boolean {
    return this.#awaited;
  }

  override addDoneCallback(callback: DoneCallback<T>): void {
    this.#awaited = true;
    super.addDoneCallback(callback);
  }

  override cancel(message?: string): boolean {
    const cancelled = super.cancel(message);
    if (cancelled) this.withdraw();
    return cancelled;
  }

  protected withdraw(): void {
    this.#withdraw?.();
  }
}
