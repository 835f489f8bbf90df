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
const CR = 13;
const NOTHING = Buffer.alloc(0);

/**
 * Lines of UTF-8 text, without their ends: LF, or CR and LF.
 *
 * What stands behind the last end of line counts as a line when the bytes end. A line longer than `maxLength` is an error once, in
 * its place among the others; the decoder then skips to the next end of line and can go on. What had come behind it already waits
 * for the next call, of `decode` (an empty Buffer will do) or of `end`.
 *
 * @throws RangeError for a maximum below 1.
 */
export function lines(options: LinesOptions = {}): Codec<string> {
  const { maxLength = 64 * 1024, eol = '\n' } = options;
  if (!(maxLength >= 1)) throw new RangeError(`lines: maxLength is ${maxLength}; it must be at least 1 byte`);
  return {
    decoder: () => new LinesDecoder(maxLength),
    encode: (line, emit) => emit(line + eol),
    direct: {
      size: (line) => Buffer.byteLength(line) + eol.length,
      encodeInto: (line, memory, offset, size) => {
        memory.write(line, offset);
        memory.write(eol, offset + size - eol.length, 'latin1');
      },
    },
  };
}

/**
 * All complete lines of a chunk are decoded as one string and split: one conversion a chunk is several times cheaper than one a
 * line, and an LF is never a part of another character in UTF-8. What follows the last LF is kept in a list, not joined,
 * so that a long line in many small chunks takes linear time.
 */
class LinesDecoder implements Decoder<string> {
  readonly #maxLength: number;
  /** The beginning of a line. */
  #kept: Buffer[] = [];
  #keptSize = 0;
  /** What stood behind an over-long line: it had to wait for the next call, because the error comes first. */
  #backlog: Buffer = NOTHING;
  /** An over-long line has been reported, and its end has not come yet. */
  #skipping = false;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  decode(chunk: Buffer, emit: Emit<string>): void {
    let rest = this.#takeBacklog(chunk);
    if (this.#skipping) {
      const end = rest.indexOf(LF);
      if (end < 0) return;
      this.#skipping = false;
      rest = rest.subarray(end + 1);
    }
    if (rest.includes(LF)) {
      rest = this.#takeKept(rest);
      const end = rest.lastIndexOf(LF) + 1;
      this.#emitLines(rest, end, emit);
      rest = rest.subarray(end);
    }
    this.#keep(rest);
  }

  end(emit: Emit<string>): void {
    if (this.#backlog.length > 0) this.decode(NOTHING, emit);
    const rest = this.#takeKept(NOTHING);
    this.#emitLines(rest, rest.length, emit);
  }

  /** Emits the lines that end at or before `end`, behind which there is no LF. The first that is too long is thrown. */
  #emitLines(bytes: Buffer, end: number, emit: Emit<string>): void {
    let start = 0;
    // No line is longer than all that are left are together, so that a short chunk needs no count of each.
    while (end - start > this.#maxLength) {
      const feed = bytes.indexOf(LF, start);
      const lineEnd = feed < 0 ? end : feed;
      const size = lineEnd - start - (lineEnd > start && bytes[lineEnd - 1] === CR ? 1 : 0);
      if (size > this.#maxLength) {
        emitText(bytes.subarray(0, start), emit);
        this.#backlog = bytes.subarray(lineEnd + 1);
        throw this.#tooLong(size);
      }
      start = lineEnd + 1;
    }
    emitText(bytes.subarray(0, end), emit);
  }

  #takeBacklog(chunk: Buffer): Buffer {
    const backlog = this.#backlog;
    if (backlog.length === 0) return chunk;
    this.#backlog = NOTHING;
    return chunk.length === 0 ? backlog : Buffer.concat([backlog, chunk]);
  }

  /** What was kept, and `end` behind it. */
  #takeKept(end: Buffer): Buffer {
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

/** `bytes` holds whole lines; the end of the last one may be missing. */
function emitText(bytes: Buffer, emit: Emit<string>): void {
  if (bytes.length === 0) return;
  const end = bytes[bytes.length - 1] === LF ? bytes.length - 1 : bytes.length;
  for (const line of bytes.toString('utf8', 0, end).split('\n')) {
    emit(line.endsWith('\r') ? line.slice(0, -1) : line);
  }
}
