import { LimitError } from '../errors.ts';
import type { Codec, Decoder, Emit } from './codec.ts';

/** How lines are read and written. */
export interface LinesOptions {
  /** The longest line that is accepted, in bytes, without its end. @default 64 KiB */
  maxLength?: number;
  /** What is written behind a line. Reading takes both. @default '\n' */
  eol?: '\n' | '\r\n';
}

const LF = 10;
const NOTHING = Buffer.alloc(0);

/**
 * Lines of UTF-8 text, without their ends: LF, or CR and LF.
 *
 * What stands behind the last end of line counts as a line when the bytes end. A line longer than `maxLength` is an error once; the
 * decoder then skips to the next end of line and can go on.
 *
 * @throws RangeError for a maximum below 1.
 */
export function lines(options: LinesOptions = {}): Codec<string> {
  const { maxLength = 64 * 1024, eol = '\n' } = options;
  if (!(maxLength >= 1)) throw new RangeError(`lines: maxLength is ${maxLength}; it must be at least 1 byte`);
  return {
    decoder: () => new LinesDecoder(maxLength),
    encode: (line, emit) => emit(line + eol),
  };
}

/**
 * All complete lines of a chunk are decoded as one string and split: one conversion a chunk is several times cheaper than one a
 * line, and an LF is never a part of another character in UTF-8. What follows the last LF is kept in a list, not joined,
 * so that a long line in many small chunks takes linear time.
 */
class LinesDecoder implements Decoder<string> {
  readonly #maxLength: number;
  #kept: Buffer[] = [];
  #keptSize = 0;
  /** What is kept begins with whole lines: those that stood behind an over-long one. */
  #backlog = false;
  /** An over-long line has been reported, and its end has not come yet. */
  #skipping = false;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  decode(chunk: Buffer, emit: Emit<string>): void {
    let rest = this.#backlog ? this.#take(chunk) : chunk;
    this.#backlog = false;
    if (this.#skipping) {
      const end = rest.indexOf(LF);
      if (end < 0) return;
      this.#skipping = false;
      rest = rest.subarray(end + 1);
    }
    const last = rest.lastIndexOf(LF);
    if (last < 0) {
      this.#keep(rest);
      return;
    }
    const tail = rest.subarray(last + 1);
    this.#emitLines(this.#take(rest.subarray(0, last)), tail, emit);
    this.#keep(tail);
  }

  end(emit: Emit<string>): void {
    if (this.#backlog) this.decode(NOTHING, emit);
    if (this.#keptSize > 0) this.#emitLines(this.#take(NOTHING), NOTHING, emit);
  }

  /** `bytes` holds whole lines, the end of the last one taken off. */
  #emitLines(bytes: Buffer, tail: Buffer, emit: Emit<string>): void {
    // A line is at most as long as all of them together, so that short chunks need no count of each.
    const check = bytes.length > this.#maxLength;
    const found = bytes.toString('utf8').split('\n');
    for (const [index, line] of found.entries()) {
      const text = line.endsWith('\r') ? line.slice(0, -1) : line;
      const seen = check ? Buffer.byteLength(text) : 0;
      if (seen > this.#maxLength) {
        const after = found.slice(index + 1).map((other) => `${other}\n`);
        this.#kept = [Buffer.from(after.join('')), Buffer.from(tail)];
        this.#keptSize = this.#kept.reduce((size, part) => size + part.length, 0);
        this.#backlog = true;
        throw this.#tooLong(seen);
      }
      emit(text);
    }
  }

  /** What was kept, and `end` behind it. */
  #take(end: Buffer): Buffer {
    if (this.#keptSize === 0) return end;
    const bytes = Buffer.concat([...this.#kept, end]);
    this.#kept = [];
    this.#keptSize = 0;
    return bytes;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    // A copy, so that a few bytes do not pin the whole chunk they came in.
    this.#kept.push(Buffer.from(bytes));
    this.#keptSize += bytes.length;
    // One more than the maximum may be the CR of the end.
    if (this.#keptSize <= this.#maxLength + 1) return;
    const seen = this.#keptSize;
    this.#kept = [];
    this.#keptSize = 0;
    this.#skipping = true;
    throw this.#tooLong(seen);
  }

  #tooLong(seen: number): LimitError {
    return new LimitError(
      `a line of at least ${seen} bytes is longer than maxLength, ${this.#maxLength}; raise it, or have the peer send shorter lines`,
      { owner: 'lines', limit: this.#maxLength, seen },
    );
  }
}
