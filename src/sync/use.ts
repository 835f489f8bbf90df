import { Coroutine } from '../futures/coroutine.ts';
import type { Body } from '../futures/suspension.ts';

/** The block that is run while something is held. */
export type Block<T, A extends unknown[] = []> = (...args: A) => { [Symbol.iterator](): Body<T> };

/** Acquires, runs the block, and releases however the block is left: Python's `async with`. */
export function use<T>(
  acquire: () => Iterable<unknown> & { [Symbol.iterator](): Body<unknown> },
  release: () => void,
  block: Block<T>,
): Coroutine<T> {
  return new Coroutine(run(acquire, release, block), 'use');
}

function* run<T>(acquire: () => { [Symbol.iterator](): Body<unknown> }, release: () => void, block: Block<T>): Body<T> {
  yield* acquire();
  try {
    return yield* block();
  } finally {
    release();
  }
}
