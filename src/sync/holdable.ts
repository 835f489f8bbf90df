import type { Coroutine } from '../futures/coroutine.ts';
import { LoopBound } from './loop-bound.ts';
import { type Block, use } from './use.ts';

/** What is acquired and released: held for a block of a coroutine, or by `await using`. */
export abstract class Holdable extends LoopBound {
  /** Waits for a turn, and takes it. Does not give way to the loop if nobody has to be waited for. */
  abstract acquire(): Coroutine<true>;

  abstract release(): void;

  /** Runs a block while it is held. */
  use<T>(block: Block<T>): Coroutine<T> {
    return use(
      () => this.acquire(),
      () => this.release(),
      block,
    );
  }

  /** Acquires for `await using`. */
  async hold(): Promise<AsyncDisposable> {
    await this.acquire();
    return { [Symbol.asyncDispose]: async () => this.release() };
  }
}
