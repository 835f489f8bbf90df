/** Pseudo-random numbers from 0 to `below`, the same for the same seed: xorshift32. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Pseudo-random bytes, so that a piece lost, doubled or moved cannot go unnoticed. */
export function randomBytes(seed: number, length: number): Buffer {
  const next = randomNumbers(seed);
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let i = 0; i < length; i++) bytes[i] = next(256);
  return bytes;
}
