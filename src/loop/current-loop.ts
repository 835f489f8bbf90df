import { UsageError } from '../errors.ts';
import type { EventLoop } from './event-loop.ts';
import { getRunning } from './running-loop.ts';

// The only mutable state of a module: which loop this thread uses, and who makes one if nobody has set one.
let current: EventLoop | null = null;
let makeDefault: (() => EventLoop) | null = null;

/** The loop of this thread: the one that is running a callback now, else the current one. Never empty: the first call makes one. */
export function getEventLoop(): EventLoop {
  const running = getRunning();
  if (running !== null) return running as EventLoop;
  if (current === null || current.isClosed()) current = newEventLoop();
  return current;
}

/**
 * The loop that is running a callback now.
 *
 * @throws UsageError outside of callbacks and coroutines.
 */
export function getRunningLoop(): EventLoop {
  const running = getRunning();
  if (running === null) throw new UsageError('no event loop is running; call this from a callback or a coroutine');
  return running as EventLoop;
}

/** Makes `loop` the one that `getEventLoop` returns; `null`: a new default one, when it is next asked for. */
export function setEventLoop(loop: EventLoop | null): void {
  current = loop;
}

/** A new loop of the default kind, which becomes nobody's current one. */
export function newEventLoop(): EventLoop {
  if (makeDefault === null) {
    throw new UsageError('there is no default event loop; import rxduct, or call setEventLoop first');
  }
  return makeDefault();
}

/** @internal What `newEventLoop` makes. Called by the front door, so that this file need not know the platform. */
export function provideDefaultLoop(factory: () => EventLoop): void {
  makeDefault = factory;
}
