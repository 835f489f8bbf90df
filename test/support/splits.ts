import fc from 'fast-check';

/** `bytes` cut before each of the offsets. */
export function cutAt(bytes: Buffer, offsets: readonly number[]): Buffer[] {
  const borders = [0, ...[...offsets].sort((a, b) => a - b), bytes.length];
  // Copies, so that no decoder gets along by looking beyond the end of its chunk.
  return borders.slice(1).map((end, index) => Buffer.from(bytes.subarray(borders[index], end)));
}

/** Every way to cut `bytes` into pieces that are not empty: 2^(n-1) of them. */
export function* everySplit(bytes: Buffer): Generator<Buffer[]> {
  const places = Math.max(0, bytes.length - 1);
  for (let mask = 0; mask < 2 ** places; mask++) {
    const offsets: number[] = [];
    for (let place = 0; place < places; place++) if (mask & (1 << place)) offsets.push(place + 1);
    yield cutAt(bytes, offsets);
  }
}

/** `bytes` cut at random, with empty pieces now and then. */
export function someSplit(bytes: Buffer): fc.Arbitrary<Buffer[]> {
  return fc.array(fc.nat({ max: bytes.length }), { maxLength: 12 }).map((offsets) => cutAt(bytes, offsets));
}

/** Bytes made of these parts. */
export function bytesOf(parts: readonly (string | number[])[], maxParts: number): fc.Arbitrary<Buffer> {
  return fc
    .array(fc.constantFrom(...parts.map((part) => Buffer.from(part as string))), { maxLength: maxParts })
    .map((pieces) => Buffer.concat(pieces));
}
