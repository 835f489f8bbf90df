import { RandomStream } from '../random.ts';

const LARGEST = 64 * 1024;

/** The seed of the bytes; both sides know it. */
export const SEED = 20_231;

/**
 * The stream of a sender, in pieces of 1 B to 64 KiB. With `scratch` the pieces that fit into it are views of it, and it
 * is overwritten by the next one: what a `write` of at most 16 KiB allows, and what finds a buffer that was not copied.
 */
export function* pieces(bytes: number, scratch?: Buffer): Generator<Buffer, void> {
  const stream = new RandomStream(SEED);
  const sizes = new RandomStream(SEED + 1);
  for (let left = bytes; left > 0; ) {
    const size = Math.min(left, 1 + sizes.below(LARGEST));
    left -= size;
    yield stream.read(
      scratch !== undefined && size <= scratch.length ? scratch.subarray(0, size) : Buffer.allocUnsafe(size),
    );
  }
}
