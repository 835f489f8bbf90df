import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from '../child.ts';
import type { Progress } from './verifier.ts';

const EVERY = 100;
/** This long without a byte moving is standing still. */
const STALL = 1_500;
/** This long without a byte moving, after the consumer was told to go on, is a failure. */
const PATIENCE = 20_000;

/** Resolves with the bytes a producer has written, once that number does not grow any more. */
export async function untilStalled(producer: Child): Promise<number> {
  let last = -1;
  for (let still = 0; still < STALL; still += EVERY) {
    const { bytes } = await producer.ask<{ bytes: number }>({ do: 'written' });
    if (bytes !== last) still = 0;
    last = bytes;
    await sleep(EVERY);
  }
  return last;
}

/** Resolves when the consumer saw the end, or when nothing came for so long that it never will. */
export async function untilEnded(consumer: Child, bytes: number): Promise<Progress> {
  let last = -1;
  for (let still = 0; ; still += EVERY) {
    const progress = await consumer.ask<Progress>({ do: 'progress' });
    if (progress.ended && progress.bytes >= bytes) return progress;
    if (progress.bytes !== last) still = 0;
    else if (progress.ended || still >= PATIENCE) return progress;
    last = progress.bytes;
    await sleep(EVERY);
  }
}
