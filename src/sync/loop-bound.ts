import { UsageError } from '../errors.ts';
import { getEventLoop } from '../loop/current-loop.ts';
import type { EventLoop } from '../loop/event-loop.ts';

/** Something that belongs to the first loop it was waited for on, as asyncio's primitives do. */
export class LoopBound {
  #loop: EventLoop | null = null;

  /** The loop. @throws UsageError if this is used on another one than before. */
  protected loop(): EventLoop {
    const loop = getEventLoop();
    this.#loop ??= loop;
    if (this.#loop !== loop) throw new UsageError(`${this.constructor.name}: it is bound to a different event loop`);
    return loop;
  }
}
