/** The limits of a write buffer, in bytes. */
export interface WriteBufferLimits {
  low: number;
  high: number;
}

const DEFAULT_HIGH = 64 * 1024;

/**
 * When a writer has to stop and when it may go on. Pure.
 *
 * Stop: the buffer is *strictly over* high. Go on: it is *at or below* low. The two alternate.
 */
export class Watermarks {
  #limits: WriteBufferLimits = resolveLimits({});
  #paused = false;

  get high(): number {
    return this.#limits.high;
  }

  get paused(): boolean {
    return this.#paused;
  }

  get limits(): WriteBufferLimits {
    return { ...this.#limits };
  }

  /** @throws RangeError unless `high >= low >= 0`; nothing is changed then. */
  setLimits(limits: { high?: number | undefined; low?: number | undefined }): void {
    this.#limits = resolveLimits(limits);
  }

  /** Whether a buffer of this size has just become too full. */
  pauses(size: number): boolean {
    if (this.#paused || size <= this.#limits.high) return false;
    this.#paused = true;
    return true;
  }

  /** Whether a buffer of this size has just become empty enough. */
  resumes(size: number): boolean {
    if (!this.#paused || size > this.#limits.low) return false;
    this.#paused = false;
    return true;
  }
}

/** asyncio's rule: only high given: low is a quarter of it; only low: high is four times it; neither: 64 KiB and 16 KiB. */
function resolveLimits(limits: { high?: number | undefined; low?: number | undefined }): WriteBufferLimits {
  const high = limits.high ?? (limits.low === undefined ? DEFAULT_HIGH : 4 * limits.low);
  const low = limits.low ?? Math.floor(high / 4);
  if (!(high >= low && low >= 0)) {
    throw new RangeError(`write buffer limits: high is ${high}, low is ${low}; high >= low >= 0 must hold`);
  }
  return { low, high };
}
