import { RandomStream } from '../random.ts';
import { SEED } from './pieces.ts';

/** What a receiver knows about the stream so far. */
export interface Progress {
  readonly bytes: number;
  readonly ended: boolean;
  /** Where the first wrong byte was, or -1. */
  readonly mismatch: number;
  readonly error?: string;
}

/** Compares what arrives with what was sent, byte for byte, and keeps none of it. */
export class Verifier {
  readonly #stream = new RandomStream(SEED);
  #bytes = 0;
  #mismatch = -1;
  ended = false;

  get bytes(): number {
    return this.#bytes;
  }

  push(chunk: Uint8Array): void {
    const at = this.#stream.mismatch(chunk);
    if (at !== -1 && this.#mismatch === -1) this.#mismatch = this.#bytes + at;
    this.#bytes += chunk.length;
  }

  progress(): Progress {
    return { bytes: this.#bytes, ended: this.ended, mismatch: this.#mismatch };
  }
}
